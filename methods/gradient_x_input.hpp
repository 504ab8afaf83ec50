#pragma once

#include "methods/registry_entry.hpp"

namespace axiomark {

/// Gradient x input.
/// Computes    A_i = x_i dF/dx_i at the input.
/// Requires    nothing.
/// Shapes      inputs [features x queries] -> one value per feature and query.
/// Error       exact in Rational; in floating point, the rounding of one backward pass and a product.
/// Cost        one forward and one backward evaluation per query.
/// Violates    sensitivity-a (claim A01), completeness against the zero baseline it implies, unless
///             the network is homogeneous (claim F05). Implementation invariance only at kinks.
/// Source      Shrikumar et al. 2016, arXiv 1605.01713.
struct GradientXInput {
  static constexpr MethodKind kind = MethodKind::zero_baseline_implied;

  ConventionOptions conventions;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry gradient_x_input_entry();

}  // namespace axiomark
