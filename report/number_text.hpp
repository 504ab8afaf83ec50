#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "network/batch.hpp"

namespace axiomark {

/// The same text with a real minus sign: "-3/2" becomes "−3/2".
[[nodiscard]] std::string with_minus_sign(std::string_view ascii);

/// Plain text as a book would set it: "x1" as "x₁", "A_i" as "Aᵢ", "x'" as "x′", "- 1" as "− 1",
/// "!=" as "≠", "=>" as "⇒", "A_2" as "A₂", "t^2" as "t²". Hyphens inside words stay.
[[nodiscard]] std::string typeset(std::string_view ascii);

/// A number for people: the exact value where it is short enough to read, else "≈ 0.0123456789".
[[nodiscard]] std::string pretty(const Rational& value);
/// The same in parentheses where it is negative, for use inside a product: "(−1)".
[[nodiscard]] std::string factor(const Rational& value);
/// "(3, 1)", or the number alone for a single feature; long points are cut: "(1, 0, ..., 2)".
[[nodiscard]] std::string pretty_point(const Vector<Rational>& point);
/// 100000 as "100,000".
[[nodiscard]] std::string grouped(std::uint64_t number);
/// A rate as "3.0e-5".
[[nodiscard]] std::string pretty_rate(double rate);

/// "x₁", or "x" where there is only one feature.
[[nodiscard]] std::string feature_name(Index feature, Index features);
/// "₁₂"
[[nodiscard]] std::string subscript(Index number);

/// Columns that UTF-8 text takes in a terminal: code points, all of ours being one column wide.
[[nodiscard]] std::size_t display_width(std::string_view utf8);
[[nodiscard]] std::string padded(std::string_view utf8, std::size_t width);

}  // namespace axiomark
