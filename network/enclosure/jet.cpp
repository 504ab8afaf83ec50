#include "network/enclosure/jet.hpp"

#include <cmath>

namespace axiomark::enclosure {
namespace {

constexpr std::size_t kSize = Jet::kSize;
using Numbers = std::array<double, kSize>;

constexpr double kUnit = 0x1p-53;
// gamma_n = n u / (1 - n u) for every n <= 2 kSize + 8, doubled because the bounds that it is used
// in are themselves sums of rounded, non-negative terms (relative errors below gamma_n).
constexpr double kGamma = 2 * (2 * kSize + 8) * kUnit / (1 - (2 * kSize + 8) * kUnit);
// Products below the normal numbers are off by 2^-1075 each, less than this by far. It is so large
// because the product of two such numbers is still normal: subnormal ones take a hundred times
// longer.
constexpr double kUnderflow = 0x1p-400;

Numbers magnitudes(const Jet& a) {
  Numbers m{};
  for (std::size_t k = 0; k < kSize; ++k) m[k] = std::fabs(a.middle[k]) + a.radius[k];
  return m;
}

bool is_zero(const Jet& a) {
  for (std::size_t k = 0; k < kSize; ++k) {
    if (a.middle[k] != 0 || a.radius[k] != 0) return false;
  }
  return true;
}

// Bernstein coefficient i of sigma^k on [-1, 1], degree n = kOrder: the mean, over all choices of k
// among i ones and n - i minus ones, of their product (the polynomial's polar form). The sum over
// all choices is the coefficient of x^k in (1 + x)^i (1 - x)^(n - i), a whole number; one rounding
// each.
struct Bernstein {
  std::array<Numbers, kSize> of{};  // of[i][k]
  constexpr Bernstein() {
    for (std::size_t i = 0; i < kSize; ++i) {
      Numbers sums{1};
      for (std::size_t factor = 0; factor + 1 < kSize; ++factor) {
        const double sign = factor < i ? 1 : -1;
        for (std::size_t k = factor + 1; k > 0; --k) sums[k] += sign * sums[k - 1];
      }
      double choices = 1;
      for (std::size_t k = 0; k < kSize; ++k) {
        of[i][k] = sums[k] / choices;
        choices = choices * static_cast<double>(kOrder - k) / static_cast<double>(k + 1);
      }
    }
  }
};
constexpr Bernstein kBernstein;

}  // namespace

bool Jet::constant() const {
  for (std::size_t k = 1; k < kSize; ++k) {
    if (middle[k] != 0 || radius[k] != 0) return false;
  }
  return true;
}

bool Jet::finite() const {
  // The sum of a NaN or an infinity is one of them.
  double sum = 0;
  for (std::size_t k = 0; k < kSize; ++k) sum += std::fabs(middle[k]) + radius[k];
  return std::isfinite(sum);
}

double Jet::width() const {
  double sum = 0;
  for (const double r : radius) sum += r;
  return sum * (1 + kGamma);
}

Jet constant_jet(const Ball& value) {
  Jet a;
  a.set(0, value);
  return a;
}

Jet operator+(const Jet& a, const Jet& b) {
  Jet sum;
  for (std::size_t k = 0; k < kSize; ++k) {
    sum.middle[k] = a.middle[k] + b.middle[k];
    sum.radius[k] =
        (a.radius[k] + b.radius[k] + kUnit * std::fabs(sum.middle[k])) * (1 + 4 * kUnit);
  }
  return sum;
}

Jet operator-(const Jet& a, const Jet& b) { return a + Ball{-1, 0} * b; }

Jet operator*(const Ball& factor, const Jet& a) {
  Jet product;
  if (factor.middle == 0 && factor.radius == 0) return product;
  // A power of two, above all 1 and -1, does not round.
  const bool exact = factor.radius == 0 && std::fabs(factor.middle) == 1;
  const double size = std::fabs(factor.middle) + factor.radius;
  for (std::size_t k = 0; k < kSize; ++k) {
    if (a.middle[k] == 0 && a.radius[k] == 0) continue;
    product.middle[k] = factor.middle * a.middle[k];
    const double spread = size * a.radius[k] + factor.radius * std::fabs(a.middle[k]);
    product.radius[k] =
        exact ? a.radius[k]
              : (spread + kUnit * std::fabs(product.middle[k])) * (1 + kGamma) + kUnderflow;
  }
  return product;
}

Jet operator*(const Jet& a, const Jet& b) {
  if (is_zero(a) || is_zero(b)) return {};
  if (a.constant()) return a[0] * b;
  if (b.constant()) return b[0] * a;
  const Numbers size_a = magnitudes(a);
  const Numbers size_b = magnitudes(b);
  Jet product;
  Numbers size{};  // sum |a_i| |b_j|, radii included
  for (std::size_t i = 0; i < kSize; ++i) {
    for (std::size_t j = 0; i + j < kSize; ++j) {
      product.middle[i + j] += a.middle[i] * b.middle[j];
      // |ab - a'b'| <= |a'| r_b + r_a (|b'| + r_b)
      product.radius[i + j] += std::fabs(a.middle[i]) * b.radius[j] + a.radius[i] * size_b[j];
      size[i + j] += size_a[i] * size_b[j];
    }
  }
  // sum over i + j > order, by sums of b's last coefficients
  double beyond = 0;
  double tail = 0;
  for (std::size_t i = 1; i < kSize; ++i) {
    tail += size_b[kSize - i];
    beyond += size_a[i] * tail;
  }
  product.radius[kOrder] += beyond;
  for (std::size_t k = 0; k < kSize; ++k) {
    product.radius[k] = product.radius[k] * (1 + kGamma) + kGamma * size[k] + kUnderflow;
  }
  return product;
}

Interval range(const Jet& a) {
  if (a.constant()) return to_interval(a[0]);
  double low = 0;
  double high = 0;
  double size = 0;
  for (std::size_t k = 0; k < kSize; ++k) size += std::fabs(a.middle[k]);
  for (std::size_t i = 0; i < kSize; ++i) {
    double value = 0;
    // Small terms first: the leading ones decide a sign next to a kink.
    for (std::size_t k = kSize; k-- > 0;) value += kBernstein.of[i][k] * a.middle[k];
    low = i == 0 ? value : std::fmin(low, value);
    high = i == 0 ? value : std::fmax(high, value);
  }
  // Entries are means of numbers +-1, so at most 1.
  const double spread = (a.width() + kGamma * size) * (1 + kGamma) + kUnderflow;
  // NaN stays NaN: fmin would drop it.
  return std::isfinite(size + spread) ? Interval(below(low - spread), above(high + spread))
                                      : Interval(-HUGE_VAL, HUGE_VAL);
}

// (1/2) integral of a_k sigma^k: a constant a_k gives 0 for odd k and a_k / (k + 1) for even k; the
// part of a_k that varies is at most its radius, and (1/2) integral of |sigma|^k is 1 / (k + 1).
Ball mean(const Jet& a) {
  Ball sum;
  double size = 0;
  for (std::size_t k = kSize; k-- > 0;) {
    const double share = 1.0 / static_cast<double>(k + 1);
    if (k % 2 == 0) {
      sum.middle += a.middle[k] * share;
      size += std::fabs(a.middle[k]) * share;
    }
    sum.radius += a.radius[k] * share;
  }
  if (size != 0 || sum.radius != 0) {
    sum.radius = (sum.radius + kGamma * size) * (1 + kGamma) + kUnderflow;
  }
  return sum;
}

double mean_without_remainder(const Jet& a) {
  Jet known = a;
  known.radius[kOrder] = 0;
  return mean(known).radius;
}

namespace {

// The highest power that has a coefficient other than zero, in the value or the slope: a line, such as relu beside its
// kink, needs no products.
std::size_t last_power(const Series& at_centre, const Series& on_range) {
  const auto has = [](const Interval& z) { return z.lower() != 0 || z.upper() != 0; };
  if (has(on_range.coefficient[kOrder]) || has(on_range.coefficient[kOrder + 1])) return kOrder;
  std::size_t last = 1;
  for (std::size_t k = 1; k < kOrder; ++k) {
    if (has(at_centre.coefficient[k]) || has(at_centre.coefficient[k + 1])) last = k;
  }
  return last;
}

}  // namespace

Composition compose(const Series& at_centre, const Series& on_range, const Jet& u) {
  Composition result;
  const auto slope_of = [](const Series& s, std::size_t k) {
    return to_ball(s.coefficient[k + 1] * static_cast<double>(k + 1));
  };
  if (!on_range.smooth) {
    // Constant and on its kink: no interval is short enough to help.
    result.coarse = !u.constant();
    result.kink = true;
    const Ball slope = to_ball(on_range.coefficient[1]);
    result.slope = constant_jet(slope);
    result.value = slope * u;
    result.value.set(0, to_ball(at_centre.coefficient[0]));
    return result;
  }
  result.value.set(0, to_ball(at_centre.coefficient[0]));
  result.slope.set(0, slope_of(at_centre, 0));
  if (u.constant()) return result;
  Jet v = u;
  v.set(0, {});
  Jet power = v;
  const std::size_t last = last_power(at_centre, on_range);
  for (std::size_t k = 1; k < kSize; ++k) {
    const Series& s = k == kOrder ? on_range : at_centre;
    result.value = result.value + to_ball(s.coefficient[k]) * power;
    result.slope = result.slope + slope_of(s, k) * power;
    if (k < last) power = power * v;
  }
  // What the range alone says, where Taylor's remainder says less.
  const auto narrower = [&](Jet& jet, const Ball& known) {
    if (jet.width() <= known.radius) return;
    jet = constant_jet(known);
    result.coarse = true;
  };
  narrower(result.value, to_ball(on_range.coefficient[0]));
  narrower(result.slope, to_ball(on_range.coefficient[1]));
  return result;
}

}  // namespace axiomark::enclosure
