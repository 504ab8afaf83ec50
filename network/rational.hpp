#pragma once

#include <Eigen/Core>
#include <boost/multiprecision/cpp_int.hpp>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <limits>
#include <string>
#include <utility>

namespace axiomark {

/// A whole number of any size.
using Integer = boost::multiprecision::cpp_int;

class Rational;
template <std::floating_point F>
[[nodiscard]] F nearest(const Rational& value);

/// An exact fraction of any size, always in lowest terms with a positive denominator.
/// Fractions whose numerator and denominator both fit 63 bits, nearly all of those met on small networks, are
/// held in place and cost a few nanoseconds an operation, overflow checked; larger ones are Boost's
/// cpp_rational on the heap. Which of the two a number is depends on its value alone. The arithmetic is
/// compiled once, so that the sources that use it stay quick to build. Where networks with smooth operators are
/// judged it may hold a number known to within a bound instead (balls/enclosed_number.hpp); nowhere else.
/// Errors   std::overflow_error for a division by zero; std::invalid_argument for a double that is no number.
class Rational {
 public:
  Rational() noexcept = default;
  Rational(std::signed_integral auto whole) : Rational(std::int64_t{whole}, 1, Ready{}) {
    if (whole == kLowest) become(std::int64_t{whole});
  }
  Rational(std::unsigned_integral auto whole) {
    const std::uint64_t size = whole;
    if (size <= static_cast<std::uint64_t>(kHighest)) {
      numerator_ = static_cast<std::int64_t>(size);
    } else {
      become(size);
    }
  }
  /// The fraction that the double is. Exact.
  explicit Rational(double value);
  explicit Rational(const Integer& whole);
  /// What str() prints: "-3/2", "4". Throws std::runtime_error for anything else.
  explicit Rational(const std::string& text);
  /// numerator / denominator, reduced.
  Rational(const Integer& numerator, const Integer& denominator);
  Rational(std::int64_t numerator, std::int64_t denominator);

  Rational(const Rational& other) : numerator_(other.numerator_), denominator_(other.denominator_) {
    if (is_large()) copy_large();
  }
  Rational(Rational&& other) noexcept
      : numerator_(std::exchange(other.numerator_, 0)),
        denominator_(std::exchange(other.denominator_, 1)) {}
  Rational& operator=(const Rational& other) {
    if (this != &other) *this = Rational(other);
    return *this;
  }
  Rational& operator=(Rational&& other) noexcept {
    std::swap(numerator_, other.numerator_);
    std::swap(denominator_, other.denominator_);
    return *this;
  }
  ~Rational() {
    if (is_large()) free_large();
  }

  Rational& operator+=(const Rational& other) { return *this = *this + other; }
  Rational& operator-=(const Rational& other) { return *this = *this - other; }
  Rational& operator*=(const Rational& other) { return *this = *this * other; }
  Rational& operator/=(const Rational& other) { return *this = *this / other; }
  Rational& operator++() { return *this += 1; }
  Rational& operator--() { return *this -= 1; }

  friend Rational operator+(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a, const Rational& b);
  friend Rational operator*(const Rational& a, const Rational& b);
  friend Rational operator/(const Rational& a, const Rational& b);
  friend Rational operator-(const Rational& a);
  friend Rational operator+(const Rational& a) { return a; }

  friend bool operator==(const Rational& a, const Rational& b) noexcept {
    if (a.is_large() && b.is_large()) return equal_large(a, b);
    return a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
  }
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);

  [[nodiscard]] bool is_zero() const noexcept { return numerator_ == 0; }
  /// -1, 0 or 1
  [[nodiscard]] int sign() const noexcept;
  [[nodiscard]] bool is_whole() const noexcept;
  /// "-3/2", "4"
  [[nodiscard]] std::string str() const;

  friend Integer numerator(const Rational& value);
  friend Integer denominator(const Rational& value);
  friend Rational abs(const Rational& value) { return value.sign() < 0 ? -value : value; }
  /// Rounded once, to nearest, ties to even; infinite beyond the range. Raises FE_INEXACT if it rounds.
  template <std::floating_point F>
  friend F nearest(const Rational& value);
  template <std::floating_point F>
  explicit operator F() const {
    return nearest<F>(*this);
  }
  /// Number of bits of numerator and denominator together.
  friend std::size_t bit_length(const Rational& value);
  friend std::ostream& operator<<(std::ostream& out, const Rational& value);

 private:
  friend struct EnclosedAccess;
  struct Ready {};
  struct Large;
  struct Operand;
  static constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
  static constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();

  Rational(std::int64_t numerator, std::int64_t denominator, Ready) noexcept
      : numerator_(numerator), denominator_(denominator) {}
  explicit Rational(Large&& large);
  void become(std::int64_t whole);
  void become(std::uint64_t whole);
  void copy_large();
  void free_large() noexcept;
  [[nodiscard]] bool is_large() const noexcept { return denominator_ == 0; }
  [[nodiscard]] const Large& large() const noexcept;
  [[nodiscard]] static bool equal_large(const Rational& a, const Rational& b) noexcept;

  // Held in place: denominator_ > 0 and -kHighest <= numerator_ <= kHighest. On the heap: denominator_ is 0 and
  // numerator_ is the address of a Large.
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

[[nodiscard]] Integer numerator(const Rational& value);
[[nodiscard]] Integer denominator(const Rational& value);
[[nodiscard]] std::size_t bit_length(const Rational& value);

}  // namespace axiomark

/// An exact scalar: nothing is rounded, nothing is dummy precision.
template <>
struct Eigen::NumTraits<axiomark::Rational> : Eigen::GenericNumTraits<axiomark::Rational> {
  using Real = axiomark::Rational;
  using NonInteger = Real;
  using Nested = Real;
  using Literal = Real;
  enum {
    IsComplex = 0,
    IsInteger = 0,
    IsSigned = 1,
    RequireInitialization = 1,
    ReadCost = 2,
    AddCost = 20,
    MulCost = 20
  };
  static Real epsilon() { return 0; }
  static Real dummy_precision() { return 0; }
  static int digits10() { return 0; }
};
