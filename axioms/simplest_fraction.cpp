#include "axioms/simplest_fraction.hpp"

namespace axiomark {

Rational simplest_fraction(const Rational& low, const Rational& high) {
  if (low <= 0 && high >= 0) return {0};
  if (high < 0) return -simplest_fraction(-high, -low);
  const Rational whole(numerator(low) / denominator(low));
  if (whole == low) return whole;
  if (whole + 1 <= high) return whole + 1;
  // Both ends lie strictly between two whole numbers: 1 over the simplest of what is left, upside down.
  return whole + 1 / simplest_fraction(1 / (high - whole), 1 / (low - whole));
}

}  // namespace axiomark
