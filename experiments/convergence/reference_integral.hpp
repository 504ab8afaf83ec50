#pragma once

#include "network/extended/gradient_along.hpp"

namespace axiomark {

/// Integrated gradients at a higher precision than double, with an estimate of the error.
struct ReferenceIntegral {
  Vector<double> values;
  /// Sum over the features: the last refinements' changes, and how far the sum of all attributions is from
  /// F(x) - F(x') in extended precision, which sees rounding and a kink that was missed. Besides the
  /// rounding of the values to double.
  double estimated_error = 0;
  Index gradient_evaluations = 0;
  Index parts = 1;  ///< what the segment was cut into
};

/// Tanh-sinh quadrature (Takahasi & Mori 1974; Boost.Math) in extended precision, feature by feature with
/// the gradients shared. Where units change their pieces the segment is cut: found by bisection, down to
/// rounding, of stretches whose ends differ.
/// Error: refuses a segment that runs inside a kink, what takes more than 2^33 products, and
/// what does not come to 1e-12 of the sum of sizes: a reference worse than that is none.
/// Cost: some hundred gradients per part, 64 evaluations per kink.
[[nodiscard]] Result<ReferenceIntegral> reference_integral(const extended::GradientAlong& gradient);

}  // namespace axiomark
