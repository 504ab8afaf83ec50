#pragma once

#include <string>

#include "axioms/case.hpp"

namespace axiomark {

/// Numbers from low to high, both included.
struct RationalInterval {
  Rational low;
  Rational high;

  [[nodiscard]] bool excludes_zero() const { return low > 0 || high < 0; }
};

/// Where sum_i A_i - (F(x) - F(x')) lies, A the attributions in double as they were given, taken as exact
/// numbers, and F the function of real numbers: proved, also for sigmoid, tanh, exp and softmax.
/// Computes    F(x) - F(x') is the sum of integrated gradients, which lie within the error bounds of
///             integrated-gradients:rule=adaptive; sums are exact.
/// Says        how far the given numbers are from complete. Not whether the method is to blame or the
///             rounding of its own arithmetic: that would take a bound on the latter, too.
/// Error       of the adaptive integral; unsupported where it has no bound (a slope without one).
/// Cost        the adaptive integral at a tolerance of 1/1000.
[[nodiscard]] Result<RationalInterval> enclosed_residual(const Probe<double>& probe,
                                                         const Vector<double>& attributions);

/// "the residual of the answer as it was given lies in [0.04, 0.06], which excludes 0": for a reason. With
/// six digits, rounded outward.
[[nodiscard]] std::string in_words(const RationalInterval& residual);

}  // namespace axiomark
