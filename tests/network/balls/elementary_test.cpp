#include "network/balls/elementary.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>

#include "network/random_stream.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

// 100 digits: its own error, some units of the last, is far below the balls' 77.
using Reference = boost::multiprecision::cpp_bin_float_100;

struct Function {
  const char* name;
  Ball (*ours)(const Ball&);
  Reference (*theirs)(const Reference&);
  bool positive_only;
};

Reference sigmoid_reference(const Reference& x) { return 1 / (1 + exp(Reference(-x))); }

const Function kFunctions[] = {
    {"exp", &exp, [](const Reference& x) -> Reference { return exp(x); }, false},
    {"log", &log, [](const Reference& x) -> Reference { return log(x); }, true},
    {"sqrt", &sqrt, [](const Reference& x) -> Reference { return sqrt(x); }, true},
    {"sigmoid", &sigmoid, &sigmoid_reference, false},
    {"tanh", &tanh, [](const Reference& x) -> Reference { return tanh(x); }, false},
    {"softplus", &softplus, [](const Reference& x) -> Reference { return log1p(exp(x)); }, false},
};

// From tiny to some hundred, either sign, as doubles and as fractions that no number of 256 bits is.
BallMiddle draw_number(RandomStream& stream, bool positive) {
  BallMiddle x =
      ldexp(BallMiddle(stream.between(1, 1000)), static_cast<int>(stream.between(-40, -2)));
  if (stream.one_in(2)) x /= 3;
  return positive || stream.one_in(2) ? x : -x;
}

TEST_CASE("values of elementary functions lie in their balls, which are small") {
  for (const Function& f : kFunctions) {
    CAPTURE(f.name);
    RandomStream stream(7);
    int outside = 0;
    int wide = 0;
    for (int k = 0; k < 400; ++k) {
      const BallMiddle x = draw_number(stream, f.positive_only);
      const Ball y = f.ours({x, 0});
      const Reference expected = f.theirs(Reference(x));
      const Reference error = abs(expected - Reference(y.middle));
      if (error > Reference(y.radius) + abs(expected) * Reference("1e-97")) ++outside;
      // An absolute error below 2^-230 (1 + |y|): no argument has more than 9 bits before the point.
      if (y.radius > 0x1p-230 * (1 + size_bound(y.middle))) ++wide;
    }
    CHECK(outside == 0);
    CHECK(wide == 0);
  }
}

TEST_CASE("values at both ends of an argument's ball lie in the ball of the value") {
  for (const Function& f : kFunctions) {
    CAPTURE(f.name);
    RandomStream stream(8);
    int outside = 0;
    int useless = 0;
    for (int k = 0; k < 400; ++k) {
      const BallMiddle x = draw_number(stream, f.positive_only);
      const double radius =
          std::ldexp(size_bound(x), -4 - static_cast<int>(stream.below(200))) / (1 + size_bound(x));
      const Ball y = f.ours({x, radius});
      for (const int end : {-1, 1}) {
        const Reference at = Reference(x) + end * Reference(radius);
        const Reference error = abs(f.theirs(at) - Reference(y.middle));
        if (error > Reference(y.radius) * (1 + Reference("1e-97"))) ++outside;
      }
      // The derivative times the radius, twice over, and the second derivative's share.
      if (!(y.radius < 16 * (radius / size_bound(x) + radius) * (1 + size_bound(y.middle))))
        ++useless;
    }
    CHECK(outside == 0);
    CHECK(useless == 0);
  }
}

TEST_CASE("exponentials of large numbers keep their digits, those near the end of the range some") {
  for (const int x : {-600, -100, 100, 600}) {
    const Ball y = exp(Ball{BallMiddle(x), 0});
    // e^-600 is 2^-866: 2^-1000 counts there.
    CHECK(y.radius < (x == -600 ? 0x1p-120 : 0x1p-220) * size_bound(y.middle));
    const Reference expected = exp(Reference(x));
    CHECK(abs(expected - Reference(y.middle)) <=
          Reference(y.radius) + expected * Reference("1e-97"));
  }
}

TEST_CASE("an argument outside the domain, or that may be, is undecided") {
  CHECK_THROWS_AS(log(Ball{BallMiddle(-1), 0}), Undecided);
  CHECK_THROWS_AS(log(Ball{BallMiddle(0), 0}), Undecided);
  CHECK_THROWS_AS(log(Ball{BallMiddle(1), 1.0}), Undecided);
  CHECK_THROWS_AS(sqrt(Ball{BallMiddle(-1), 0}), Undecided);
  CHECK_THROWS_AS(sqrt(Ball{BallMiddle(1), 2.0}), Undecided);
  CHECK_THROWS_AS(exp(Ball{BallMiddle(0x1p21), 0}), Undecided);
  CHECK_THROWS_AS(sigmoid(Ball{BallMiddle(-5000), 0}), Undecided);
}

}  // namespace
}  // namespace axiomark::tests
