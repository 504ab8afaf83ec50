#include "network/scalar.hpp"

#include <fmt/format.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <cctype>
#include <cmath>

#include "network/balls/enclosed_number.hpp"

namespace axiomark {
namespace {

// Largest accepted decimal exponent: covers every double (about 308) and every long double, and a
// power of ten of this size still takes microseconds.
constexpr int kMaxExponent = 5000;

// Longest accepted text: no number written by a program or a person comes near it.
constexpr std::size_t kMaxLength = 10000;

struct Cursor {
  std::string_view text;
  [[nodiscard]] bool done() const { return text.empty(); }
  bool take(char c) {
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
  }
  std::string digits() {
    std::size_t n = 0;
    while (n < text.size() && std::isdigit(static_cast<unsigned char>(text[n])) != 0) ++n;
    std::string taken(text.substr(0, n));
    text.remove_prefix(n);
    return taken;
  }
};

Integer integer(const std::string& digits) {
  const std::size_t first = digits.find_first_not_of('0');  // a leading 0 would mean octal
  return first == std::string::npos ? Integer(0) : Integer(digits.substr(first));
}

// [-+] digits [. digits] [e [-+] digits]; nothing if the text is not of this form.
bool read_decimal(Cursor& at, Rational& value) {
  const bool negative = at.take('-') || (at.take('+'), false);
  const std::string whole = at.digits();
  const std::string fraction = at.take('.') ? at.digits() : std::string();
  if (whole.empty() && fraction.empty()) return false;
  long exponent = 0;
  if (at.take('e') || at.take('E')) {
    const bool down = at.take('-') || (at.take('+'), false);
    const std::string digits = at.digits();
    if (digits.empty() || digits.size() > 6) return false;
    exponent = std::stol(digits) * (down ? -1 : 1);
  }
  if (std::labs(exponent) > kMaxExponent) return false;
  exponent -= static_cast<long>(fraction.size());
  const Integer scale =
      boost::multiprecision::pow(Integer(10), static_cast<unsigned>(std::labs(exponent)));
  const Integer mantissa = integer(whole + fraction);
  value = exponent < 0 ? Rational(mantissa, scale) : Rational(mantissa * scale);
  if (negative) value = -value;
  return true;
}

}  // namespace

std::string_view name(ScalarType type) {
  switch (type) {
    case ScalarType::float32:
      return "float";
    case ScalarType::float64:
      return "double";
    case ScalarType::rational:
      return "rational";
  }
  return "";
}

template <Scalar To, Scalar From>
To convert(const From& value) {
  if constexpr (std::same_as<To, From>) {
    return value;
  } else if constexpr (is_exact<To>) {
    return To(value);
  } else if constexpr (is_exact<From>) {
    return nearest<To>(value);
  } else {
    return static_cast<To>(value);
  }
}

Result<Rational> parse_rational(std::string_view text) {
  const auto refuse = [&] {
    return fail(ErrorKind::input, "number", fmt::format("'{}'", text.substr(0, 40)),
                "a decimal or a fraction such as 3, -0.25, 1e-3 or -1/2");
  };
  if (text.size() > kMaxLength) return refuse();
  Cursor at{text};
  Rational numerator;
  if (!read_decimal(at, numerator)) return refuse();
  if (at.take('/')) {
    Rational denominator;
    if (!read_decimal(at, denominator) || denominator.is_zero()) return refuse();
    numerator /= denominator;
  }
  if (!at.done()) return refuse();
  return numerator;
}

template <Scalar S>
Result<S> parse_scalar(std::string_view text) {
  const Result<Rational> exact = parse_rational(text);
  if (!exact) return tl::make_unexpected(exact.error());
  const S value = convert<S>(*exact);
  if (!is_finite(value)) {
    return fail(ErrorKind::input, "number", std::string(text),
                fmt::format("a value within the range of {}", name(scalar_type<S>)));
  }
  return value;
}

template <Scalar S>
std::string to_text(const S& value) {
  if constexpr (is_exact<S>) {
    return value.str();
  } else {
    return fmt::format("{}", value);
  }
}

template <Scalar S>
std::string brief_text(const S& value) {
  constexpr std::size_t kReadable = 60;
  if constexpr (is_exact<S>) {
    if (is_enclosed(value)) return fmt::format("about {:.10g}", convert<double>(value));
  }
  std::string text = to_text(value);
  return text.size() <= kReadable ? text : fmt::format("about {:.10g}", convert<double>(value));
}

template <Scalar S>
bool is_finite(const S& value) {
  if constexpr (is_exact<S>) {
    return true;
  } else {
    return std::isfinite(value);
  }
}

#define AXIOMARK_INSTANTIATE(S)                         \
  template float convert<float, S>(const S&);           \
  template double convert<double, S>(const S&);         \
  template Rational convert<Rational, S>(const S&);     \
  template Result<S> parse_scalar<S>(std::string_view); \
  template std::string to_text<S>(const S&);            \
  template std::string brief_text<S>(const S&);         \
  template bool is_finite<S>(const S&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
