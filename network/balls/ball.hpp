#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cstdint>
#include <exception>
#include <string>

namespace axiomark {

/// Thrown where the bounds on rounding leave a question open: whether a number is zero, which of two is
/// larger. Nothing may be concluded from what was being computed.
class Undecided : public std::exception {
 public:
  /// `question` is a literal: what was left open.
  explicit Undecided(const char* question) : question_(question) {}
  [[nodiscard]] const char* what() const noexcept override { return question_; }

 private:
  const char* question_;
};

/// A number of 256 bits; a basic operation is off by half a unit in the last place at most.
using BallMiddle =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<
                                      256, boost::multiprecision::digit_base_2, void, std::int32_t>,
                                  boost::multiprecision::et_off>;

/// A real number v known to within a bound: |v - middle| <= radius.
/// Computes    basic operations by running error analysis (Wilkinson 1963; Higham 2002, section 3.3): the
///             middles are computed, and every operation adds to the radius what its operands' radii come to
///             in the result, and its own rounding. This is midpoint-radius arithmetic as in Arb (Johansson 2017).
/// Error       the radius, itself rounded upward. Radii are doubles: each is stretched by 2^-40 and raised by
///             2^-1000, far more than the roundings and underflows of the few operations it is made of.
/// Cost        below a microsecond an operation.
/// Throws      Undecided where a divisor may be zero, and where a number leaves the range of doubles.
/// Source      N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, section 3.3;
///             F. Johansson, Arb, IEEE Trans. Computers 66(8), 2017, doi 10.1109/TC.2017.2690633.
struct Ball {
  BallMiddle middle;
  double radius = 0;

  [[nodiscard]] bool may_be_zero() const;
};

/// The ball of a middle computed with `roundings` units in the last place of error, and `more` beside; both 0: it is
/// the number.
[[nodiscard]] Ball ball_around(BallMiddle middle, double more, double roundings = 1);

[[nodiscard]] Ball operator+(const Ball& a, const Ball& b);
[[nodiscard]] Ball operator-(const Ball& a, const Ball& b);
[[nodiscard]] Ball operator-(const Ball& a);
[[nodiscard]] Ball operator*(const Ball& a, const Ball& b);
[[nodiscard]] Ball operator/(const Ball& a, const Ball& b);
/// a times 2^exponent: no rounding.
[[nodiscard]] Ball scaled_by_power(const Ball& a, int exponent);
/// The ball with a radius larger by `more`.
[[nodiscard]] Ball widened(Ball a, double more);

/// An upper bound of |middle|.
[[nodiscard]] double size_bound(const BallMiddle& middle);

/// "[0.1234567890123456789 +- 3.1e-20]": digits and a bound that holds for the digits shown.
[[nodiscard]] std::string to_text(const Ball& ball);

}  // namespace axiomark
