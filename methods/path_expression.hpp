#pragma once

#include <string_view>
#include <vector>

#include "network/scalar.hpp"

namespace axiomark {

/// Coefficients of a polynomial in t, that of t^0 first; the last is not zero, none at all is zero.
using Polynomial = std::vector<Rational>;

/// A quotient of two polynomials without common factor: an expression of t, worked out.
struct PathExpression {
  Polynomial numerator;
  Polynomial denominator = {Rational(1)};

  /// The denominator must not vanish there.
  [[nodiscard]] Rational value(const Rational& t) const;
  [[nodiscard]] Rational derivative(const Rational& t) const;
  /// Whether the denominator vanishes for some t in [0, 1]; exact, by Sturm's theorem.
  [[nodiscard]] bool has_pole() const;
};

/// Largest degree of an expression, and power of a factor. A path of higher degree is a slip; its
/// exact values would be thousands of digits long.
inline constexpr int kMostDegrees = 64;

/// Reads numbers (decimals, fractions), t, + - * / ^ (a whole number from 0 to 64), parentheses and
/// spaces: "t^2", "3*t/2 - 1/2", "2*t/(1+t)". ^ binds tighter than the sign before it: -t^2 is
/// -(t^2). Everything is exact. An expression with a pole in [0, 1] is refused. Errors say where.
[[nodiscard]] Result<PathExpression> parse_path_expression(std::string_view text);

/// "[t, t^2]": one expression per coordinate of a path from 0 at t = 0 to 1 at t = 1, else an error
/// that names the coordinate.
[[nodiscard]] Result<std::vector<PathExpression>> parse_path(std::string_view text);

}  // namespace axiomark
