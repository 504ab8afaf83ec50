#include "network/rational.hpp"

#include <algorithm>
#include <bit>
#include <cfenv>
#include <cmath>
#include <memory>
#include <numeric>
#include <ostream>
#include <stdexcept>

#include "network/balls/enclosed_number.hpp"

namespace axiomark {

using boost::multiprecision::cpp_rational;

struct Rational::Large {
  cpp_rational value;
  std::shared_ptr<const Ball> ball = {};  // the number is this instead, if it is enclosed
};

// What enclosed_number.hpp needs of a number's insides.
struct EnclosedAccess {
  [[nodiscard]] static const Ball* ball(const Rational& number) {
    return number.is_large() ? number.large().ball.get() : nullptr;
  }
  [[nodiscard]] static bool any(const Rational& a, const Rational& b) {
    return ball(a) != nullptr || ball(b) != nullptr;
  }
  [[nodiscard]] static Rational made(Ball ball) {
    return Rational(Rational::Large{{}, std::make_shared<const Ball>(std::move(ball))});
  }
};

std::optional<Ball> enclosed(const Rational& value) {
  const Ball* ball = EnclosedAccess::ball(value);
  return ball == nullptr ? std::nullopt : std::optional(*ball);
}

Rational enclosed_number(Ball ball) {
  if (ball.may_be_zero()) throw Undecided("whether a number is zero");
  return EnclosedAccess::made(std::move(ball));
}

Ball ball_of(const Rational& value) {
  if (const Ball* ball = EnclosedAccess::ball(value)) return *ball;
  if (value.is_zero()) return {BallMiddle(0), 0};
  const Integer top = numerator(value);
  const Integer bottom = denominator(value);
  const bool fits_exactly = msb(abs(top)) < 256 && lsb(bottom) == msb(bottom);
  // Two conversions off by a unit in the last place at most, and a division.
  return ball_around(BallMiddle(top) / BallMiddle(bottom), 0, fits_exactly ? 0 : 4);
}

namespace {

// Products of two 63-bit numbers, and sums of two such products, fit.
__extension__ using Wide = __int128;

std::uint64_t magnitude(std::int64_t n) {
  return n < 0 ? -static_cast<std::uint64_t>(n) : static_cast<std::uint64_t>(n);
}

std::int64_t gcd(std::int64_t a, std::int64_t positive) {
  if (positive == 1 || a == 1 || a == -1) return 1;
  return static_cast<std::int64_t>(std::gcd(magnitude(a), magnitude(positive)));
}

// The remainder of a long number by a short one, then as above.
std::int64_t gcd(Wide a, std::int64_t positive) {
  if (positive == 1) return 1;
  return gcd(static_cast<std::int64_t>(a % positive), positive);
}

bool fits(Wide n) {
  constexpr Wide highest = std::numeric_limits<std::int64_t>::max();
  return -highest <= n && n <= highest;
}

bool fits(const Integer::backend_type& n) {
  constexpr std::uint64_t highest = std::numeric_limits<std::int64_t>::max();
  return n.size() == 1 && *n.limbs() <= highest;
}
std::int64_t whole(const Integer::backend_type& n) {
  const auto size = static_cast<std::int64_t>(*n.limbs());
  return n.sign() ? -size : size;
}

[[noreturn]] void divided_by_zero() { throw std::overflow_error("Division by zero."); }

}  // namespace

// A number as a cpp_rational, whichever way it is held.
struct Rational::Operand {
  explicit Operand(const Rational& number)
      : outside(number.is_large() ? &number.large() : nullptr) {
    if (outside == nullptr) inside = cpp_rational(number.numerator_, number.denominator_);
  }
  [[nodiscard]] const cpp_rational& get() const {
    return outside == nullptr ? inside : outside->value;
  }
  const Large* outside;
  cpp_rational inside;
};

Rational::Rational(Large&& large) {
  if (large.ball) {
    numerator_ = std::bit_cast<std::int64_t>(new Large(std::move(large)));
    denominator_ = 0;
    return;
  }
  const auto& top = large.value.backend().num();
  const auto& bottom = large.value.backend().denom();
  if (fits(top) && fits(bottom)) {
    numerator_ = whole(top);
    denominator_ = whole(bottom);
  } else {
    numerator_ = std::bit_cast<std::int64_t>(new Large(std::move(large)));
    denominator_ = 0;
  }
}

Rational::Rational(double value) {
  if (!std::isfinite(value)) throw std::invalid_argument("a double that is no number");
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  // fraction 2^53 is a whole number; without its trailing zeros it is the odd part of the value.
  constexpr int digits = std::numeric_limits<double>::digits;
  auto whole = static_cast<std::int64_t>(std::ldexp(fraction, digits));
  if (whole == 0) return;
  exponent -= digits;
  const int zeros = std::countr_zero(magnitude(whole));
  whole /= std::int64_t{1} << zeros;
  exponent += zeros;
  const int bits = digits - zeros;  // frexp's fraction is 1/2 at least
  if (exponent >= 0 ? bits + exponent <= 63 : exponent >= -62) {
    numerator_ = exponent >= 0 ? whole * (std::int64_t{1} << exponent) : whole;
    denominator_ = exponent >= 0 ? 1 : std::int64_t{1} << -exponent;
  } else {
    const Integer power = Integer(1) << std::abs(exponent);
    *this = exponent >= 0 ? Rational(Integer(whole) * power) : Rational(Integer(whole), power);
  }
}

Rational::Rational(const Integer& whole) : Rational(Large{cpp_rational(whole)}) {}

Rational::Rational(const std::string& text) : Rational(Large{cpp_rational(text)}) {}

Rational::Rational(const Integer& numerator, const Integer& denominator) {
  if (denominator == 0) divided_by_zero();
  *this = Rational(Large{cpp_rational(numerator, denominator)});
}

Rational::Rational(std::int64_t numerator, std::int64_t denominator)
    : Rational(Rational(numerator) / Rational(denominator)) {}

void Rational::become(std::int64_t whole) { *this = Rational(Integer(whole)); }
void Rational::become(std::uint64_t whole) { *this = Rational(Integer(whole)); }

const Rational::Large& Rational::large() const noexcept {
  return *std::bit_cast<const Large*>(numerator_);
}
void Rational::copy_large() {
  // Until there is a copy, this is a small number that owns nothing.
  const Large* original = std::bit_cast<const Large*>(std::exchange(numerator_, 0));
  denominator_ = 1;
  numerator_ = std::bit_cast<std::int64_t>(new Large(*original));
  denominator_ = 0;
}
void Rational::free_large() noexcept { delete &large(); }

bool Rational::equal_large(const Rational& a, const Rational& b) noexcept {
  if (EnclosedAccess::any(a, b)) {
    try {
      if (!certainly_differ(a, b)) EnclosedArithmetic::leave_doubt();
    } catch (...) {
      EnclosedArithmetic::leave_doubt();
    }
    return false;
  }
  return a.large().value == b.large().value;
}

// Knuth 1997, section 4.5.1: the divisors are taken out before multiplying.
Rational operator+(const Rational& a, const Rational& b) {
  if (!a.is_large() && !b.is_large()) {
    const std::int64_t shared = gcd(a.denominator_, b.denominator_);
    const Wide sum = Wide{a.numerator_} * (b.denominator_ / shared) +
                     Wide{b.numerator_} * (a.denominator_ / shared);
    // Only what both denominators share can be left to take out.
    const std::int64_t out = gcd(sum, shared);
    const Wide top = sum / out;
    const Wide bottom = Wide{a.denominator_ / shared} * (b.denominator_ / out);
    if (fits(top) && fits(bottom)) {
      return {static_cast<std::int64_t>(top), static_cast<std::int64_t>(bottom), Rational::Ready{}};
    }
  }
  if (EnclosedAccess::any(a, b)) {
    if (a.is_zero()) return b;
    return b.is_zero() ? a : enclosed_number(ball_of(a) + ball_of(b));
  }
  return Rational(Rational::Large{Rational::Operand(a).get() + Rational::Operand(b).get()});
}

Rational operator-(const Rational& a, const Rational& b) { return a + -b; }

Rational operator-(const Rational& a) {
  if (!a.is_large()) return {-a.numerator_, a.denominator_, Rational::Ready{}};
  if (const Ball* ball = EnclosedAccess::ball(a)) return EnclosedAccess::made(-*ball);
  return Rational(Rational::Large{-a.large().value});
}

Rational operator*(const Rational& a, const Rational& b) {
  if (a.is_zero() || b.is_zero()) return {};
  if (!a.is_large() && !b.is_large()) {
    const std::int64_t left = gcd(a.numerator_, b.denominator_);
    const std::int64_t right = gcd(b.numerator_, a.denominator_);
    const Wide top = Wide{a.numerator_ / left} * (b.numerator_ / right);
    const Wide bottom = Wide{a.denominator_ / right} * (b.denominator_ / left);
    if (fits(top) && fits(bottom)) {
      return {static_cast<std::int64_t>(top), static_cast<std::int64_t>(bottom), Rational::Ready{}};
    }
  }
  if (EnclosedAccess::any(a, b)) {
    if (a == 1) return b;
    return b == 1 ? a : enclosed_number(ball_of(a) * ball_of(b));
  }
  return Rational(Rational::Large{Rational::Operand(a).get() * Rational::Operand(b).get()});
}

Rational operator/(const Rational& a, const Rational& b) {
  if (b.is_zero()) divided_by_zero();
  if (EnclosedAccess::any(a, b)) {
    return a.is_zero() ? a : enclosed_number(ball_of(a) / ball_of(b));
  }
  if (b.is_large()) {
    return Rational(Rational::Large{Rational::Operand(a).get() / Rational::Operand(b).get()});
  }
  const bool negative = b.numerator_ < 0;
  const auto bottom = static_cast<std::int64_t>(magnitude(b.numerator_));
  return a * Rational(negative ? -b.denominator_ : b.denominator_, bottom, Rational::Ready{});
}

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
  if (!a.is_large() && !b.is_large()) {
    return Wide{a.numerator_} * b.denominator_ <=> Wide{b.numerator_} * a.denominator_;
  }
  if (EnclosedAccess::any(a, b)) return (a - b).sign() <=> 0;
  const int order = Rational::Operand(a).get().compare(Rational::Operand(b).get());
  return order <=> 0;
}

int Rational::sign() const noexcept {
  if (const Ball* ball = EnclosedAccess::ball(*this)) return ball->middle.sign();
  if (is_large()) return large().value.sign();
  if (numerator_ == 0) return 0;
  return numerator_ > 0 ? 1 : -1;
}

bool Rational::is_whole() const noexcept {
  if (EnclosedAccess::ball(*this) != nullptr) return false;
  return is_large() ? boost::multiprecision::denominator(large().value) == 1 : denominator_ == 1;
}

std::string Rational::str() const {
  if (const Ball* ball = EnclosedAccess::ball(*this)) return to_text(*ball);
  if (is_large()) return large().value.str();
  std::string text = std::to_string(numerator_);
  if (denominator_ != 1) text += "/" + std::to_string(denominator_);
  return text;
}

namespace {

// A middle is an exact number, but it is not the number.
cpp_rational middle_of(const Ball& ball) {
  if (EnclosedArithmetic::active()) throw Undecided("the fraction that a number is");
  return ball.middle.convert_to<cpp_rational>();
}

}  // namespace

Integer numerator(const Rational& value) {
  if (const Ball* ball = EnclosedAccess::ball(value)) {
    return boost::multiprecision::numerator(middle_of(*ball));
  }
  return value.is_large() ? boost::multiprecision::numerator(value.large().value)
                          : Integer(value.numerator_);
}

Integer denominator(const Rational& value) {
  if (const Ball* ball = EnclosedAccess::ball(value)) {
    return boost::multiprecision::denominator(middle_of(*ball));
  }
  return value.is_large() ? boost::multiprecision::denominator(value.large().value)
                          : Integer(value.denominator_);
}

// Boost's own conversion rounds twice where the result is subnormal. Here the last place of the
// result is found first, and the quotient is rounded to it once.
template <std::floating_point F>
F nearest(const Rational& value) {
  if (const Ball* ball = EnclosedAccess::ball(value)) return ball->middle.convert_to<F>();
  using Limits = std::numeric_limits<F>;
  // Where both ends are exact in F their quotient is rounded once, by the division.
  constexpr std::int64_t most_exact =
      Limits::digits < 63 ? std::int64_t{1} << Limits::digits % 63 : Rational::kHighest;
  if (!value.is_large() && std::abs(value.numerator_) <= most_exact &&
      value.denominator_ <= most_exact) {
    return static_cast<F>(value.numerator_) / static_cast<F>(value.denominator_);
  }
  Integer top = abs(numerator(value));
  Integer bottom = denominator(value);
  const int magnitude = static_cast<int>(msb(top)) - static_cast<int>(msb(bottom));
  // 2^(magnitude - 1) < value < 2^(magnitude + 1).
  const bool below = magnitude >= 0 ? top < (bottom << magnitude) : (top << -magnitude) < bottom;
  const int exponent = below ? magnitude - 1 : magnitude;
  const int last_place =
      std::max(exponent - (Limits::digits - 1), Limits::min_exponent - Limits::digits);
  if (last_place >= 0) {
    bottom <<= last_place;
  } else {
    top <<= -last_place;
  }
  Integer quotient;
  Integer rest;
  boost::multiprecision::divide_qr(top, bottom, quotient, rest);
  // As a rounding instruction would: whoever watches the flag learns that the result is not the number.
  if (!rest.is_zero()) std::feraiseexcept(FE_INEXACT);
  rest <<= 1;
  if (rest > bottom || (rest == bottom && bit_test(quotient, 0))) ++quotient;
  const F result = std::ldexp(quotient.convert_to<F>(), last_place);  // at most `digits` bits
  return value.sign() < 0 ? -result : result;
}
template float nearest<float>(const Rational&);
template double nearest<double>(const Rational&);
template long double nearest<long double>(const Rational&);

std::size_t bit_length(const Rational& value) {
  if (EnclosedAccess::ball(value) != nullptr) return std::numeric_limits<BallMiddle>::digits;
  if (!value.is_large()) {
    return static_cast<std::size_t>(std::bit_width(magnitude(value.numerator_))) +
           static_cast<std::size_t>(std::bit_width(magnitude(value.denominator_)));
  }
  const Integer top = abs(numerator(value));
  return msb(top) + 1 + msb(denominator(value)) + 1;
}

std::ostream& operator<<(std::ostream& out, const Rational& value) { return out << value.str(); }

}  // namespace axiomark
