#pragma once

#include "methods/registry_entry.hpp"

namespace axiomark {

/// Gradient x difference from a baseline.
/// Computes    A_i = (x_i - x'_i) dF/dx_i at the input.
/// Requires    nothing.
/// Shapes      inputs, baselines [features x queries] -> one value per feature and query.
/// Error       exact in Rational; in floating point, the rounding of one backward pass, a
///             difference and a product.
/// Cost        one forward and one backward evaluation per query.
/// Satisfies   completeness and sensitivity-a where F is affine between x' and x (one step of
///             integrated gradients); missingness.
/// Violates    sensitivity-a (claim A01) and completeness elsewhere, also for networks without
///             biases unless x' is zero (claim F05). Sensitivity-b and implementation invariance
///             only at kinks.
/// Source      Shrikumar et al. 2016, arXiv 1605.01713, with the input counted from a baseline; the
///             baseline zero is gradient-x-input.
struct GradientXDifference {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  ConventionOptions conventions;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry gradient_x_difference_entry();

}  // namespace axiomark
