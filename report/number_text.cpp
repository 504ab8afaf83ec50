#include "report/number_text.hpp"

#include <fmt/format.h>

namespace axiomark {
namespace {

// Longer than this and nobody checks it by hand.
constexpr std::size_t kLongestNumber = 21;
constexpr Index kLongestPoint = 8;

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

std::string pretty(const Rational& value) {
  const std::string exact = to_text(value);
  if (exact.size() <= kLongestNumber) return with_minus_sign(exact);
  return "≈ " + with_minus_sign(fmt::format("{:.10g}", convert<double>(value)));
}

std::string factor(const Rational& value) {
  return value < 0 ? "(" + pretty(value) + ")" : pretty(value);
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
  for (std::size_t end = digits.size(); end > 3; end -= 3) digits.insert(end - 3, ",");
  return digits;
}

std::string pretty_rate(double rate) {
  const std::string text = fmt::format("{:.1e}", rate);
  // C writes at least two digits of exponent.
  const std::size_t e = text.find('e');
  return fmt::format("{}e{}", text.substr(0, e), std::stoi(text.substr(e + 1)));
}

std::string subscript(Index number) {
  static constexpr std::string_view kDigits[] = {"₀", "₁", "₂", "₃", "₄",
                                                 "₅", "₆", "₇", "₈", "₉"};
  std::string result;
  for (const char digit : std::to_string(number)) result += kDigits[digit - '0'];
  return result;
}

std::string feature_name(Index feature, Index features) {
  return features == 1 ? "x" : "x" + subscript(feature + 1);
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
