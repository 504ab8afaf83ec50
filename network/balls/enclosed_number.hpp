#pragma once

#include <optional>

#include "network/balls/ball.hpp"
#include "network/rational.hpp"

namespace axiomark {

// Values of sigmoid, tanh, exp and the like are no fractions. So that every method and axiom can be judged on
// networks with them by the code that judges in exact arithmetic, a Rational may hold a Ball: a number known
// to within a derived bound, of some 1e-75. What is computed from one is one. Rules that keep it sound:
//   A ball that may be zero is never made: Undecided is thrown instead. So a test for zero is always right.
//   Two numbers whose order the bounds leave open cannot be compared: Undecided is thrown. operator== cannot throw;
//   it says "different" and leaves a doubt with the EnclosedArithmetic of the thread.
//   No numerator or denominator can be asked for while an EnclosedArithmetic lives.
// Balls only come from smooth operators, and a Network<Rational> has those only if it was made while an
// EnclosedArithmetic lived: everywhere else Rational is exact.

/// While it lives, this thread may make networks of Rational with smooth operators. What is computed meanwhile has
/// to be computed on this thread; what it comes to counts only if no doubt() is left.
class EnclosedArithmetic {
 public:
  EnclosedArithmetic();
  ~EnclosedArithmetic();
  EnclosedArithmetic(const EnclosedArithmetic&) = delete;
  EnclosedArithmetic& operator=(const EnclosedArithmetic&) = delete;

  /// Whether two enclosed numbers that may be equal were asked for equality since it was made.
  [[nodiscard]] bool doubt() const;
  [[nodiscard]] static bool active();
  /// Leaves a doubt: for operator==.
  static void leave_doubt() noexcept;

 private:
  bool before_;
};

/// The ball that a number is; nothing of an exact fraction.
[[nodiscard]] std::optional<Ball> enclosed(const Rational& value);
[[nodiscard]] bool is_enclosed(const Rational& value);
/// For display: the middle of an enclosed number, as the fraction that it is not; others are themselves.
[[nodiscard]] Rational middle(const Rational& value);
/// A ball as a number. Throws Undecided if it may be zero.
[[nodiscard]] Rational enclosed_number(Ball ball);
/// A ball around any number: of radius 0 where it has no more than 256 bits.
[[nodiscard]] Ball ball_of(const Rational& value);

/// Whether two numbers differ for sure: what bounds leave open counts as equal.
[[nodiscard]] bool certainly_differ(const Rational& a, const Rational& b);

/// The functions of smooth operators. Where the value is a fraction, at 0 or 1, it is that.
namespace enclosed_functions {
[[nodiscard]] Rational exp(const Rational& x);
[[nodiscard]] Rational log(const Rational& x);
[[nodiscard]] Rational sqrt(const Rational& x);
[[nodiscard]] Rational sigmoid(const Rational& x);
[[nodiscard]] Rational tanh(const Rational& x);
[[nodiscard]] Rational softplus(const Rational& x);
}  // namespace enclosed_functions

}  // namespace axiomark
