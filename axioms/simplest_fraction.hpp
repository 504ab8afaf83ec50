#pragma once

#include "network/scalar.hpp"

namespace axiomark {

/// The fraction with the smallest denominator in [low, high], low <= high; of several the one nearest to
/// zero. By continued fractions: the whole parts that the two ends share, then the first that they do not.
[[nodiscard]] Rational simplest_fraction(const Rational& low, const Rational& high);

}  // namespace axiomark
