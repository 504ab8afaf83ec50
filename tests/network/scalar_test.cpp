#include "network/scalar.hpp"

#include <cmath>
#include <cstring>

#include "tests/catch.hpp"
#include "tests/property.hpp"

namespace axiomark::tests {
namespace {

Rational power_of_ten(int exponent) {
  const Rational power(pow(Integer(10), static_cast<unsigned>(std::abs(exponent))));
  return exponent < 0 ? Rational(1) / power : power;
}

/// Any finite value, all exponents alike: every bit is drawn.
template <class S, class Bits>
S draw_finite() {
  while (true) {
    Bits bits = 0;
    for (std::size_t byte = 0; byte < sizeof(Bits); ++byte) {
      bits = static_cast<Bits>(bits << 8 | static_cast<Bits>(draw(0, 255)));
    }
    S value;
    std::memcpy(&value, &bits, sizeof(S));
    if (std::isfinite(value)) return value;
  }
}
template <class S>
S draw_any() {
  if constexpr (std::same_as<S, float>) {
    return draw_finite<float, std::uint32_t>();
  } else {
    return draw_finite<double, std::uint64_t>();
  }
}

/// Whether the last bit of the significand is 0.
template <class S>
bool is_even(S value) {
  std::conditional_t<sizeof(S) == 4, std::uint32_t, std::uint64_t> bits = 0;
  std::memcpy(&bits, &value, sizeof(S));
  return bits % 2 == 0;
}

}  // namespace

TEST_CASE("parse_rational is exact") {
  property("sign, digits, fraction and exponent count as written", [] {
    const int whole = draw(0, 99999);
    const int fraction = draw(0, 999);
    const int exponent = draw(-30, 30);
    const bool negative = draw(0, 1) == 1;
    std::string padded = std::to_string(fraction);
    padded.insert(0, 3 - padded.size(), '0');
    const std::string mark[] = {"e", "E"};
    const std::string text = (negative          ? "-"
                              : draw(0, 1) == 1 ? "+"
                                                : "") +
                             std::string(static_cast<std::size_t>(draw(0, 2)), '0') +
                             std::to_string(whole) + "." + padded + mark[draw(0, 1)] +
                             (exponent >= 0 && draw(0, 1) == 1 ? "+" : "") +
                             std::to_string(exponent);
    RC_LOG() << text << "\n";
    const Rational expected =
        (Rational(whole) + Rational(fraction, 1000)) * power_of_ten(exponent) * (negative ? -1 : 1);
    RC_ASSERT(parse_rational(text).value() == expected);
    const int denominator = draw(1, 99);
    RC_ASSERT(parse_rational(text + "/" + std::to_string(denominator)).value() ==
              expected / denominator);
    RC_ASSERT(parse_rational(text + "/-0.5").value() == expected * -2);
  });
}

TEST_CASE("parse_rational reads what people write") {
  CHECK(parse_rational("3").value() == 3);
  CHECK(parse_rational("-1/2").value() == Rational(-1, 2));
  CHECK(parse_rational("0.25").value() == Rational(1, 4));
  CHECK(parse_rational("1.5e-3").value() == Rational(3, 2000));
  CHECK(parse_rational("-7e2/3").value() == Rational(-700, 3));
  CHECK(parse_rational(".5").value() == Rational(1, 2));
  CHECK(parse_rational("5.").value() == 5);
  CHECK(parse_rational("010").value() == 10);  // not octal
  CHECK(parse_rational("-0").value() == 0);
  CHECK(parse_rational("1e5000").value() == power_of_ten(5000));
}

TEST_CASE("parse_rational refuses what is no number") {
  const std::string refused[] = {"",        " ",
                                 "1 ",      " 1",
                                 "x",       "0x10",
                                 "1,5",     "--1",
                                 "+-1",     ".",
                                 "-",       "e5",
                                 "1e",      "1e+",
                                 "1/0",     "1/",
                                 "/2",      "1/2/3",
                                 "1.2.3",   "nan",
                                 "inf",     "1e5001",
                                 "1e-5001", "1e99999999999999999999",
                                 "1/0.0",   std::string("1\0", 2)};
  for (const std::string& text : refused) {
    CAPTURE(text);
    const auto read = parse_rational(text);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().kind == ErrorKind::input);
    CHECK(message(read.error()).find(text.substr(0, text.find('\0'))) != std::string::npos);
  }
  CHECK_FALSE(parse_rational(std::string(10001, '1')).has_value());
  CHECK(parse_rational(std::string(10000, '1')).has_value());
}

TEMPLATE_TEST_CASE("convert rounds rationals to nearest, ties to even", "", float, double) {
  using S = TestType;
  property("below, at and above the middle of two neighbours, subnormals included", [] {
    const S lower = draw_any<S>();
    const S upper = std::nextafter(lower, std::numeric_limits<S>::infinity());
    RC_PRE(std::isfinite(upper));
    const Rational gap = convert<Rational>(upper) - convert<Rational>(lower);
    const Rational middle = convert<Rational>(lower) + gap / 2;
    const Rational little = gap / Rational(pow(Integer(2), static_cast<unsigned>(draw(2, 200))));
    RC_ASSERT(convert<S>(convert<Rational>(lower)) == lower);
    RC_ASSERT(convert<S>(middle) == (is_even(lower) ? lower : upper));
    RC_ASSERT(convert<S>(Rational(middle - little)) == lower);
    RC_ASSERT(convert<S>(Rational(middle + little)) == upper);
    // Not dyadic: one and two thirds of the way.
    RC_ASSERT(convert<S>(Rational(convert<Rational>(lower) + gap / 3)) == lower);
    RC_ASSERT(convert<S>(Rational(convert<Rational>(lower) + gap * 2 / 3)) == upper);
  });
  const S greatest = std::numeric_limits<S>::max();
  const S infinity = std::numeric_limits<S>::infinity();
  const Rational half_gap =
      (convert<Rational>(greatest) - convert<Rational>(std::nextafter(greatest, S(0)))) / 2;
  CHECK(convert<S>(Rational(convert<Rational>(greatest) + half_gap)) == infinity);
  CHECK(convert<S>(Rational(convert<Rational>(greatest) + half_gap - Rational(1, 7))) == greatest);
  CHECK(convert<S>(power_of_ten(400)) == infinity);
  CHECK(convert<S>(Rational(-power_of_ten(400))) == -infinity);
  CHECK(convert<S>(power_of_ten(-400)) == S(0));
  CHECK(convert<S>(Rational(1, 10)) == static_cast<S>(0.1L));
}

TEST_CASE("convert from double to float rounds to nearest, ties to even") {
  CHECK(convert<float>(1.0 + std::ldexp(1.0, -24)) == 1.0F);
  CHECK(convert<float>(1.0 + std::ldexp(3.0, -24)) == 1.0F + std::ldexp(4.0F, -24));
  CHECK(convert<float>(0.1) == 0.1F);
}

TEMPLATE_TEST_CASE("numbers survive the way to text and back", "", float, double) {
  using S = TestType;
  property("parse_scalar(to_text(v)) is v", [] {
    const S value = draw_any<S>();
    RC_ASSERT(parse_scalar<S>(to_text(value)).value() == value);
  });
}

TEST_CASE("rationals survive the way to text and back") {
  property("parse_rational(to_text(v)) is v", [] {
    const Rational value(draw(-100000, 100000), draw(1, 100000));
    RC_ASSERT(parse_rational(to_text(value)).value() == value);
  });
  CHECK(to_text(Rational(-3, 2)) == "-3/2");
  CHECK(to_text(Rational(4)) == "4");
}

TEST_CASE("parse_scalar refuses values beyond the range") {
  CHECK(parse_scalar<double>("1e308").value() == 1e308);
  CHECK_FALSE(parse_scalar<double>("1e309").has_value());
  CHECK_FALSE(parse_scalar<float>("-1e39").has_value());
  CHECK(parse_scalar<float>("1e-60").value() == 0.0F);
  CHECK(parse_scalar<Rational>("1e309").has_value());
}

TEST_CASE("bit_length counts numerator and denominator") {
  CHECK(bit_length(Rational(0)) == 1);
  CHECK(bit_length(Rational(-5, 8)) == 3 + 4);
  CHECK(bit_length(Rational(255)) == 8 + 1);
}

}  // namespace axiomark::tests
