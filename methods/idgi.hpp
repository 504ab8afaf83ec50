#pragma once

#include "methods/registry_entry.hpp"

namespace axiomark {

/// Important-direction gradient integration, along the straight path.
/// Computes    A_i = sum over k of g_i^2 / (sum_j g_j^2) * (F(z_{k+1}) - F(z_k)), g the gradient at
///             z_k = x' + k/steps (x - x'), k = 0, ..., steps - 1: each step's change of F is shared
///             out by the squared gradient at its beginning.
/// Requires    nothing but values and a gradient.
/// Shapes      inputs, baselines [features x queries] -> one value per feature and query.
/// Error       exact in Rational as a sum over steps; no bound is stated for its limit. Where the
///             gradient is zero the shares are 0/0, not a number in the authors' program: here the
///             step's change of F goes to no feature, the answer hung on zero-denominator unless
///             that change is zero too, and notes say how much was not shared out.
/// Cost        one gradient per step and one evaluation.
/// Satisfies   completeness by construction (no step of zero gradient), implementation invariance.
/// Violates    agrees-on-affine: 2 x1 + x2 at (1, 1) gives (12/5, 3/5) (claim S19); linearity;
///             missingness: a feature that does not move takes a share; affine-scale-invariance.
/// Source      Yang, Wang & Bilgic 2023, arXiv 2303.14242, algorithm 1.
struct Idgi {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  ConventionOptions conventions;
  long steps = 50;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry idgi_entry();

}  // namespace axiomark
