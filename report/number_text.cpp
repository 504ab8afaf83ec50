#include "report/number_text.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace axiomark {
namespace {

// Longer than this and nobody checks it by hand.
constexpr std::size_t kLongestNumber = 21;
constexpr Index kLongestPoint = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

}  // namespace

std::string with_minus_sign(std::string_view ascii) {
  std::string result;
  for (const char c : ascii) {
    if (c == '-') {
      result += "−";
    } else {
      result += c;
    }
  }
  return result;
}

namespace {

// What stands for the characters at a place of an ASCII formula, and how many of them it takes.
struct Sign {
  std::string text;
  std::size_t length;
};

// x12 is a feature by its number.
std::optional<Sign> feature_sign(std::string_view at, char before) {
  if (at[0] != 'x' || is_word(before) || at.size() < 2 || !is_digit(at[1])) return std::nullopt;
  std::size_t end = 1;
  while (end < at.size() && is_digit(at[end])) ++end;
  return Sign{feature_name(std::stol(std::string(at.substr(1, end - 1))) - 1, 0), end};
}

// A_2 is the second of a letter's numbers; z^2 and (x + 1)^3 are powers.
std::optional<Sign> index_or_power(std::string_view at, char before) {
  const auto ends_at = [&](std::size_t end) { return end >= at.size() || !is_word(at[end]); };
  const auto digit_at = [&](std::size_t k) { return k < at.size() && is_digit(at[k]); };
  if (is_word(at[0]) && !is_digit(at[0]) && !is_word(before) && at.size() > 2 && at[1] == '_' &&
      digit_at(2) && ends_at(3)) {
    return Sign{at[0] + subscript(at[2] - '0'), 3};
  }
  const bool of_something = is_word(before) || before == ')';
  if (at[0] != '^' || !of_something || !digit_at(1) || !ends_at(2)) return std::nullopt;
  if (at[1] != '2' && at[1] != '3') return std::nullopt;
  return Sign{at[1] == '2' ? "²" : "³", 2};
}

std::optional<Sign> sign_at(std::string_view at, char before) {
  if (auto feature = feature_sign(at, before)) return feature;
  if (auto sign = index_or_power(at, before)) return sign;
  for (const auto& [ascii, sign] :
       {std::pair{"!=", "≠"}, std::pair{"=>", "⇒"}, std::pair{">=", "≥"}, std::pair{"<=", "≤"}}) {
    if (at.starts_with(ascii)) return Sign{sign, 2};
  }
  const char next = at.size() > 1 ? at[1] : ' ';
  const char second = at.size() > 2 ? at[2] : ' ';
  if (at[0] == '_' && (next == 'i' || next == 'j') && !is_word(second)) {
    return Sign{next == 'i' ? "ᵢ" : "ⱼ", 2};
  }
  if (at[0] == '\'' && before == 'x' && !is_word(next)) return Sign{"′", 1};
  if (at[0] == '-' && (before == ' ' || before == '(') && next != '-') return Sign{"−", 1};
  return std::nullopt;
}

}  // namespace

std::string typeset(std::string_view ascii) {
  std::string result;
  for (std::size_t k = 0; k < ascii.size();) {
    const auto sign = sign_at(ascii.substr(k), k > 0 ? ascii[k - 1] : ' ');
    result += sign ? sign->text : std::string(1, ascii[k]);
    k += sign ? sign->length : 1;
  }
  return result;
}

std::string pretty(const Rational& value) {
  const std::string exact = to_text(value);
  if (exact.size() <= kLongestNumber) return with_minus_sign(exact);
  return fmt::format("≈ {}", with_minus_sign(fmt::format("{:.10g}", convert<double>(value))));
}

std::string factor(const Rational& value) {
  return value < 0 ? fmt::format("({})", pretty(value)) : pretty(value);
}

std::string pretty_point(const Vector<Rational>& point) {
  if (point.size() == 1) return pretty(point(0));
  std::string result = "(";
  for (Index i = 0; i < point.size(); ++i) {
    if (point.size() > kLongestPoint && i == kLongestPoint - 2) {
      result += "..., ";
      i = point.size() - 1;
    }
    result += pretty(point(i)) + (i + 1 < point.size() ? ", " : "");
  }
  return result + ")";
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t end = digits.size(); end > 3; end -= 3) digits.insert(end - 3, 1, ',');
  return digits;
}

std::string pretty_rate(double rate) {
  const std::string text = fmt::format("{:.1e}", rate);
  // C writes at least two digits of exponent.
  const std::size_t e = text.find('e');
  return fmt::format("{}e{}", text.substr(0, e), std::stoi(text.substr(e + 1)));
}

std::string subscript(Index number) {
  static constexpr std::string_view kDigits[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
  std::string result;
  for (const char digit : std::to_string(number)) result += kDigits[digit - '0'];
  return result;
}

std::string feature_name(Index feature, Index features) {
  return features == 1 ? "x" : fmt::format("x{}", subscript(feature + 1));
}

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (const char c : utf8) width += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return width;
}

std::string padded(std::string_view utf8, std::size_t width) {
  const std::size_t used = display_width(utf8);
  return std::string(utf8) + std::string(used < width ? width - used : 0, ' ');
}

}  // namespace axiomark
