#include "network/balls/ball.hpp"

#include <cmath>
#include <functional>
#include <optional>

#include "network/random_stream.hpp"
#include "network/rational.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

Rational exactly(const BallMiddle& value) {
  const auto fraction = value.convert_to<boost::multiprecision::cpp_rational>();
  return {numerator(fraction), denominator(fraction)};
}

bool holds(const Ball& ball, const Rational& value) {
  return abs(exactly(ball.middle) - value) <= Rational(ball.radius);
}

// A ball and a number in it.
struct Known {
  Ball ball;
  Rational value;
};

// Four arithmetic operations, ours or a careless author's.
struct Arithmetic {
  std::function<Ball(const Ball&, const Ball&)> add = [](const Ball& a, const Ball& b) {
    return a + b;
  };
  std::function<Ball(const Ball&, const Ball&)> subtract = [](const Ball& a, const Ball& b) {
    return a - b;
  };
  std::function<Ball(const Ball&, const Ball&)> multiply = [](const Ball& a, const Ball& b) {
    return a * b;
  };
  std::function<Ball(const Ball&, const Ball&)> divide = [](const Ball& a, const Ball& b) {
    return a / b;
  };
};

// A whole number or a sixteenth, known exactly, or within up to an eighth of itself: then often one at the end of
// its ball, where no term of a bound can be spared.
Known draw_known(RandomStream& stream) {
  if (stream.one_in(4)) {
    // All 256 bits: sums and products of such numbers are rounded.
    BallMiddle number = 0;
    for (int k = 0; k < 4; ++k) number = ldexp(number + BallMiddle(stream.bits()), -64);
    if (stream.one_in(2)) number = -number;
    return {{number, 0}, exactly(number)};
  }
  const Rational middle(stream.between(-64, 64), 16);
  const BallMiddle number(static_cast<double>(middle));
  if (stream.one_in(2)) return {{number, 0}, middle};
  const double radius = std::abs(static_cast<double>(middle)) *
                        std::ldexp(1, -3 - static_cast<int>(stream.below(40)));
  const Rational part(stream.one_in(4) ? stream.between(-8, 8) : (stream.one_in(2) ? 8 : -8), 8);
  return {{number, radius}, middle + part * Rational(radius)};
}

// Nothing where a divisor may be zero.
std::optional<Known> draw_expression(RandomStream& stream, const Arithmetic& arithmetic,
                                     int depth) {
  if (depth == 0) return draw_known(stream);
  const auto a = draw_expression(stream, arithmetic, depth - 1);
  const auto b = draw_expression(stream, arithmetic, depth - 1);
  if (!a || !b) return std::nullopt;
  const auto operation = stream.below(4);
  if (operation == 3 && b->ball.may_be_zero()) return std::nullopt;
  switch (operation) {
    case 0:
      return Known{arithmetic.add(a->ball, b->ball), a->value + b->value};
    case 1:
      return Known{arithmetic.subtract(a->ball, b->ball), a->value - b->value};
    case 2:
      return Known{arithmetic.multiply(a->ball, b->ball), a->value * b->value};
    default:
      return Known{arithmetic.divide(a->ball, b->ball), a->value / b->value};
  }
}

// How many of so many random expressions have a value outside their ball.
int expressions_outside(const Arithmetic& arithmetic, int count) {
  int outside = 0;
  RandomStream stream(2026);
  for (int k = 0; k < count; ++k) {
    const auto known = draw_expression(stream, arithmetic, 1 + k % 4);
    if (known && !holds(known->ball, known->value)) ++outside;
  }
  return outside;
}

TEST_CASE("the value of a random expression lies in its ball") {
  CHECK(expressions_outside({}, 20000) == 0);
}

TEST_CASE("a bound that forgets a term is caught by random expressions") {
  constexpr int kCount = 2000;
  const auto size = [](const Ball& a) { return size_bound(a.middle); };
  SECTION("the rounding of a sum") {
    CHECK(expressions_outside({.add = [](const Ball& a, const Ball& b) -> Ball {
                                return {a.middle + b.middle, a.radius + b.radius};
                              }},
                              kCount) > 0);
  }
  SECTION("the radius of a summand") {
    CHECK(expressions_outside(
              {.add = [](const Ball& a,
                         const Ball& b) { return ball_around(a.middle + b.middle, a.radius); }},
              kCount) > 0);
  }
  SECTION("a difference's radii are subtracted") {
    CHECK(expressions_outside({.subtract =
                                   [](const Ball& a, const Ball& b) {
                                     return ball_around(a.middle - b.middle,
                                                        std::abs(a.radius - b.radius));
                                   }},
                              kCount) > 0);
  }
  SECTION("the rounding of a product") {
    CHECK(expressions_outside({.multiply = [&](const Ball& a, const Ball& b) -> Ball {
                                return {
                                    a.middle * b.middle,
                                    size(a) * b.radius + size(b) * a.radius + a.radius * b.radius};
                              }},
                              kCount) > 0);
  }
  SECTION("the product of the radii") {
    CHECK(expressions_outside({.multiply =
                                   [&](const Ball& a, const Ball& b) {
                                     return ball_around(a.middle * b.middle,
                                                        size(a) * b.radius + size(b) * a.radius);
                                   }},
                              kCount) > 0);
  }
  SECTION("the radius of a factor") {
    CHECK(expressions_outside({.multiply =
                                   [&](const Ball& a, const Ball& b) {
                                     return ball_around(a.middle * b.middle,
                                                        size(b) * a.radius + a.radius * b.radius);
                                   }},
                              kCount) > 0);
  }
  SECTION("the rounding of a quotient") {
    CHECK(expressions_outside(
              {.divide = [&](const Ball& a, const Ball& b) -> Ball {
                const BallMiddle q = a.middle / b.middle;
                return {q, (a.radius + size_bound(q) * b.radius) / (size(b) - b.radius)};
              }},
              kCount) > 0);
  }
  SECTION("the radius of a divisor, in its size") {
    CHECK(expressions_outside({.divide =
                                   [&](const Ball& a, const Ball& b) {
                                     const BallMiddle q = a.middle / b.middle;
                                     return ball_around(
                                         q, (a.radius + size_bound(q) * b.radius) / size(b));
                                   }},
                              kCount) > 0);
  }
  SECTION("the radius of a divisor, in the quotient") {
    CHECK(expressions_outside({.divide =
                                   [&](const Ball& a, const Ball& b) {
                                     return ball_around(a.middle / b.middle,
                                                        a.radius / (size(b) - b.radius));
                                   }},
                              kCount) > 0);
  }
}

TEST_CASE("a ball divided by one that may be zero is undecided") {
  const Ball one{BallMiddle(1), 0};
  CHECK_THROWS_AS(one / (Ball{BallMiddle(1), 1.0}), Undecided);
  CHECK_THROWS_AS(one / (Ball{BallMiddle(0), 0}), Undecided);
  CHECK_NOTHROW(one / (Ball{BallMiddle(1), 0.5}));
}

TEST_CASE("numbers beyond the range of doubles are undecided") {
  Ball a{BallMiddle(2), 0x1p-60};
  CHECK_THROWS_AS(
      [&] {
        for (int k = 0; k < 20; ++k) a = a * a;
      }(),
      Undecided);
}

TEST_CASE("the digits shown and their bound hold the ball") {
  const Ball third = Ball{BallMiddle(1), 0} / Ball{BallMiddle(3), 0};
  CHECK(to_text(third) == "[0.33333333333333333333 +- 7.1e-21]");
  CHECK(to_text({BallMiddle(-2), 0.25}) == "[-2 +- 2.7e-01]");
}

}  // namespace
}  // namespace axiomark::tests
