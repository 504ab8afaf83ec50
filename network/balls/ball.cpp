#include "network/balls/ball.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace axiomark {
namespace {

// A unit in the last place of a number of 256 bits, relative to it: twice what rounding to nearest takes.
constexpr double kLastPlace = 0x1p-255;

// An upper bound of a sum of products of doubles not below 0, some dozen operations each rounded to nearest:
// together less than 2^-48 of it, and 2^-1070 where they underflow.
double upward(double radius) {
  const double bound = radius * (1 + 0x1p-40) + 0x1p-1000;
  if (!std::isfinite(bound)) throw Undecided("a number beyond the range of its bounds");
  return bound;
}

}  // namespace

double size_bound(const BallMiddle& middle) {
  return upward(std::abs(middle.convert_to<double>()));
}

bool Ball::may_be_zero() const {
  // |middle| <= radius, decided exactly: a double is a number of 256 bits.
  return abs(middle) <= BallMiddle(radius);
}

Ball ball_around(BallMiddle middle, double more, double roundings) {
  // Only what is said to be exact is: a bound that underflowed is not 0.
  if (roundings == 0 && more == 0) return {std::move(middle), 0};
  const double rounding = roundings * kLastPlace * size_bound(middle);
  return {std::move(middle), upward(rounding + more)};
}

Ball operator+(const Ball& a, const Ball& b) {
  return ball_around(a.middle + b.middle, a.radius + b.radius);
}
Ball operator-(const Ball& a) { return {-a.middle, a.radius}; }
Ball operator-(const Ball& a, const Ball& b) { return a + -b; }

// |v w - a b| <= |a| rb + |b| ra + ra rb for |v - a| <= ra, |w - b| <= rb.
Ball operator*(const Ball& a, const Ball& b) {
  const double more =
      size_bound(a.middle) * b.radius + size_bound(b.middle) * a.radius + a.radius * b.radius;
  return ball_around(a.middle * b.middle, more);
}

// |v / w - a / b| <= (ra + |a / b| rb) / (|b| - rb).
Ball operator/(const Ball& a, const Ball& b) {
  if (b.may_be_zero()) throw Undecided("a divisor that may be zero");
  BallMiddle quotient = a.middle / b.middle;
  // From below: converted to a double, rounded, and shortened by more than that rounding.
  const BallMiddle distance = abs(b.middle) - BallMiddle(b.radius);
  const double least = distance.convert_to<double>() * (1 - 0x1p-40);
  if (!(least > 0x1p-900)) throw Undecided("a divisor too near zero");
  const double more = (a.radius + size_bound(quotient) * b.radius) / least;
  return ball_around(std::move(quotient), more);
}

Ball scaled_by_power(const Ball& a, int exponent) {
  if (a.radius == 0) return {ldexp(a.middle, exponent), 0};
  return {ldexp(a.middle, exponent), upward(std::ldexp(a.radius, exponent))};
}

Ball widened(Ball a, double more) {
  a.radius = upward(a.radius + more);
  return a;
}

std::string to_text(const Ball& ball) {
  constexpr int kDigits = 20;
  std::string digits = ball.middle.str(kDigits);
  // What the digits leave out counts as error, too.
  const BallMiddle left_out = abs(BallMiddle(digits) - ball.middle);
  const double bound = upward(ball.radius + 2 * size_bound(left_out));
  // Two digits of a number between them and the next such pair: rounded to nearest they are within 6 % of it.
  return fmt::format("[{} +- {:.1e}]", digits, bound * 1.06);
}

}  // namespace axiomark
