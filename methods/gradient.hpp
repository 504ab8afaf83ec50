#pragma once

#include "methods/registry_entry.hpp"

namespace axiomark {

/// The gradient ("saliency map").
/// Computes    A_i = dF/dx_i at the input.
/// Requires    nothing.
/// Shapes      inputs [features x queries] -> one value per feature and query.
/// Error       exact in Rational; in floating point, the rounding of one backward pass.
/// Cost        one forward and one backward evaluation per query.
/// Violates    sensitivity-a (claim A01), completeness. Implementation invariance only at kinks
///             (claim A17).
/// Source      Simonyan et al. 2013, arXiv 1312.6034, sec. 3 (there with the absolute value, which
///             is display, not attribution).
struct GradientMethod {
  static constexpr MethodKind kind = MethodKind::local;

  ConventionOptions conventions;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry gradient_entry();

}  // namespace axiomark
