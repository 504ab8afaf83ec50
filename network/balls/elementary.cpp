#include "network/balls/elementary.hpp"

#include <algorithm>
#include <cmath>

namespace axiomark {
namespace {

Ball whole(int n) { return {BallMiddle(n), 0}; }

// An upper bound of |v|.
double bound(const Ball& a) { return size_bound(a.middle) + a.radius; }

void require_positive(const Ball& x, const char* question) {
  if (x.may_be_zero() || x.middle < 0) throw Undecided(question);
}

}  // namespace

// exp(x) = exp(r)^(2^m), r = x / 2^m, |r| <= 2^-8, and
//   exp(r) = 1 + r (1 + r/2 (1 + r/3 (...)))  to the power 22 of r, and a remainder of at most
//   |r|^23 / 23! * 1 / (1 - |r|) < 2^-184 2^-74 * 1.01 < 2^-257.
Ball exp(const Ball& x) {
  constexpr double kLargest = 0x1p20;
  constexpr int kTerms = 22;
  const double size = bound(x);
  if (!(size <= kLargest)) throw Undecided("the exponential of a number beyond 2^20");
  const int halvings = size == 0 ? 0 : std::max(0, std::ilogb(size) + 9);
  const Ball r = scaled_by_power(x, -halvings);
  Ball result = whole(1);
  for (int k = kTerms; k >= 1; --k) result = whole(1) + r * result / whole(k);
  result = widened(std::move(result), 0x1p-257);
  for (int k = 0; k < halvings; ++k) result = result * result;
  return result;
}

// With any a near log x, here the library's: log x = a + log(1 + d), 1 + d = x exp(-a), and
// |log(1 + d) - d| <= d^2 for |d| <= 1/2.
Ball log(const Ball& x) {
  require_positive(x, "the logarithm of a number that may not be positive");
  const Ball near{log(x.middle), 0};
  const Ball d = x * exp(-near) - whole(1);
  const double size = bound(d);
  if (!(size <= 0.5)) throw Undecided("the logarithm of a number with a wide bound");
  return widened(near + d, size * size);
}

// With any s near the root: sqrt x = s sqrt(1 + e), 1 + e = x / s^2, and |sqrt(1 + e) - 1| <= |e| for e >= -1.
Ball sqrt(const Ball& x) {
  require_positive(x, "the root of a number that may not be positive");
  const Ball near{sqrt(x.middle), 0};
  const Ball e = x / (near * near) - whole(1);
  return widened(near, bound(near) * bound(e));
}

Ball sigmoid(const Ball& x) { return whole(1) / (whole(1) + exp(-x)); }

Ball tanh(const Ball& x) { return whole(1) - whole(2) / (whole(1) + exp(scaled_by_power(x, 1))); }

Ball softplus(const Ball& x) { return log(whole(1) + exp(x)); }

}  // namespace axiomark
