#include "network/rational.hpp"

#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <cfenv>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "tests/catch.hpp"
#include "tests/property.hpp"

namespace axiomark::tests {
namespace {

using boost::multiprecision::cpp_rational;

constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

// Whole numbers of every length up to 130 bits, and those beside the ends of 63 and 64 bits, where a number
// moves from its place to the heap and back.
Integer draw_whole() {
  const int bits = *rc::gen::inRange(0, 131);
  Integer number = 0;
  for (int k = 0; k < bits; k += 32) number = (number << 32) + *rc::gen::arbitrary<std::uint32_t>();
  number &= (Integer(1) << bits) - 1;
  if (*rc::gen::inRange(0, 3) == 0) {
    number = (Integer(1) << *rc::gen::element(1, 31, 62, 63, 64)) + *rc::gen::inRange(-3, 4);
  }
  return *rc::gen::arbitrary<bool>() ? Integer(-number) : number;
}
Integer draw_positive() {
  const Integer number = abs(draw_whole());
  return number == 0 ? Integer(1) : number;
}

// The same number twice, by us and by Boost.
struct Twice {
  Rational ours;
  cpp_rational theirs;
};
Twice draw() {
  const Integer top = draw_whole();
  const Integer bottom = draw_positive();
  return {Rational(top, bottom), cpp_rational(top, bottom)};
}
// One that often shares factors or all digits with another.
Twice draw_beside(const Twice& other) {
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return other;
    case 1:
      return {-other.ours, -other.theirs};
    case 2: {
      const Integer top = draw_whole();
      const Integer bottom = denominator(other.theirs) * *rc::gen::inRange(1, 5);
      return {Rational(top, bottom), cpp_rational(top, bottom)};
    }
    default:
      return draw();
  }
}

void expect_same(const Rational& ours, const cpp_rational& theirs) {
  RC_ASSERT(numerator(ours) == numerator(theirs));
  RC_ASSERT(denominator(ours) == denominator(theirs));
  RC_ASSERT(ours.str() == theirs.str());
  RC_ASSERT(Rational(theirs.str()) == ours);
  RC_ASSERT(ours == Rational(numerator(theirs), denominator(theirs)));
}

TEST_CASE("arithmetic on fractions of every size is that of Boost's fractions") {
  property("sum, difference, product, quotient, order", [] {
    const Twice a = draw();
    const Twice b = draw_beside(a);
    expect_same(a.ours + b.ours, a.theirs + b.theirs);
    expect_same(a.ours - b.ours, a.theirs - b.theirs);
    expect_same(a.ours * b.ours, a.theirs * b.theirs);
    if (b.theirs != 0) expect_same(a.ours / b.ours, a.theirs / b.theirs);
    expect_same(-a.ours, -a.theirs);
    expect_same(abs(a.ours), abs(a.theirs));
    RC_ASSERT((a.ours < b.ours) == (a.theirs < b.theirs));
    RC_ASSERT((a.ours == b.ours) == (a.theirs == b.theirs));
    RC_ASSERT((a.ours >= b.ours) == (a.theirs >= b.theirs));
    RC_ASSERT(a.ours.sign() == a.theirs.sign());
    RC_ASSERT(a.ours.is_zero() == (a.theirs == 0));
    RC_ASSERT(a.ours.is_whole() == (denominator(a.theirs) == 1));
  });
}

TEST_CASE("a fraction may be copied, moved and assigned to itself, large or not") {
  property("copies", [] {
    const Twice a = draw();
    Twice b = draw();
    Rational copy = a.ours;
    expect_same(copy, a.theirs);
    copy = b.ours;
    expect_same(copy, b.theirs);
    Rational moved = std::move(copy);
    expect_same(moved, b.theirs);
    copy = a.ours;  // a moved-from number can be used again
    expect_same(copy, a.theirs);
    b.ours += b.ours;
    expect_same(b.ours, b.theirs + b.theirs);
    Rational& itself = b.ours;
    b.ours = itself;
    expect_same(b.ours, b.theirs + b.theirs);
    b.ours -= itself;
    RC_ASSERT(b.ours == 0);
  });
}

TEST_CASE("a double becomes the fraction that it is, and the nearest double comes back") {
  property("doubles", [] {
    const double fraction =
        std::ldexp(*rc::gen::inRange<std::int64_t>(-(1LL << 53), 1LL << 53), -53);
    const double value = std::ldexp(fraction, *rc::gen::inRange(-1080, 1025));
    RC_PRE(std::isfinite(value));
    expect_same(Rational(value), cpp_rational(value));
    std::feclearexcept(FE_ALL_EXCEPT);
    RC_ASSERT(nearest<double>(Rational(value)) == value);
    RC_ASSERT(std::fetestexcept(FE_INEXACT) == 0);
  });
  CHECK_THROWS_AS(Rational(std::numeric_limits<double>::infinity()), std::invalid_argument);
  CHECK_THROWS_AS(Rational(std::nan("")), std::invalid_argument);
}

TEST_CASE("the ends of the range that is held in place") {
  const Rational highest(kHighest);
  CHECK((highest + 1).str() == "9223372036854775808");
  CHECK((-highest - 1).str() == "-9223372036854775808");
  CHECK(highest + 1 - 1 == highest);
  CHECK(Rational(std::numeric_limits<std::int64_t>::min()) == -highest - 1);
  CHECK(Rational(std::numeric_limits<std::uint64_t>::max()) == highest * 2 + 1);
  CHECK((1 / highest / 2).str() == "1/18446744073709551614");
  CHECK(Rational(3, -6) == Rational(-1) / 2);
  CHECK(bit_length(Rational(0)) == 1);
  CHECK(bit_length(Rational(-5, 8)) == 7);
  CHECK(bit_length(highest * 2 + 1) == 65);
}

TEST_CASE("dividing by zero is refused, in place and on the heap") {
  const Rational large = Rational(kHighest) * kHighest;
  CHECK_THROWS_AS(Rational(1) / Rational(0), std::overflow_error);
  CHECK_THROWS_AS(large / Rational(0), std::overflow_error);
  CHECK_THROWS_AS(Rational(Integer(1), Integer(0)), std::overflow_error);
  CHECK_THROWS_AS(Rational(1, 0), std::overflow_error);
}

}  // namespace
}  // namespace axiomark::tests
