#include "network/balls/enclosed_number.hpp"

#include <utility>

#include "network/balls/elementary.hpp"

namespace axiomark {
namespace {

thread_local int arithmetics = 0;
thread_local bool doubtful = false;

}  // namespace

EnclosedArithmetic::EnclosedArithmetic() : before_(std::exchange(doubtful, false)) {
  ++arithmetics;
}
// A doubt inside one is a doubt of those around it.
EnclosedArithmetic::~EnclosedArithmetic() {
  --arithmetics;
  doubtful = doubtful || before_;
}
bool EnclosedArithmetic::doubt() const { return doubtful; }
bool EnclosedArithmetic::active() { return arithmetics > 0; }
void EnclosedArithmetic::leave_doubt() noexcept { doubtful = true; }

Rational middle(const Rational& value) {
  return is_enclosed(value) ? Rational(numerator(value), denominator(value)) : value;
}

bool is_enclosed(const Rational& value) { return enclosed(value).has_value(); }

bool certainly_differ(const Rational& a, const Rational& b) {
  if (!is_enclosed(a) && !is_enclosed(b)) return a != b;
  return !(ball_of(a) - ball_of(b)).may_be_zero();
}

namespace enclosed_functions {

Rational exp(const Rational& x) {
  return x.is_zero() ? Rational(1) : enclosed_number(axiomark::exp(ball_of(x)));
}

Rational log(const Rational& x) {
  if (!is_enclosed(x) && x == 1) return 0;
  return enclosed_number(axiomark::log(ball_of(x)));
}

// Also where the operand is a square, the root comes as a ball.
Rational sqrt(const Rational& x) {
  return x.is_zero() ? Rational(0) : enclosed_number(axiomark::sqrt(ball_of(x)));
}

Rational sigmoid(const Rational& x) {
  return x.is_zero() ? Rational(1, 2) : enclosed_number(axiomark::sigmoid(ball_of(x)));
}

Rational tanh(const Rational& x) {
  return x.is_zero() ? Rational(0) : enclosed_number(axiomark::tanh(ball_of(x)));
}

Rational softplus(const Rational& x) { return enclosed_number(axiomark::softplus(ball_of(x))); }

}  // namespace enclosed_functions
}  // namespace axiomark
