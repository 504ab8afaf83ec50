#pragma once

#include "methods/registry_entry.hpp"

namespace axiomark {

/// Guided integrated gradients.
/// Computes    a path that the gradient chooses: from x', each step moves the features with the
///             smallest |dF/dx_i|, until the distance sum_i |x_i - point_i| has shrunk by one step's
///             share; A_i sums gradient_i times what feature i moved. The selected features are those
///             not yet at x_i with |gradient_i| up to the order statistic number
///             floor(fraction (n - 1)), counted from 0, of all n features, arrived ones last; if
///             they all arrive before the step is done, more are selected by the same gradient.
///             With anchors, the path goes through so many equally spaced points of the straight
///             path, and runs as stated between them.
/// Requires    nothing but a gradient.
/// Shapes      inputs, baselines [features x queries] -> one value per feature and query.
/// Error       no bound is stated: a sum over the left ends of steps. The path itself may change
///             abruptly with rounding, as the selection compares gradients.
/// Cost        steps (anchors + 1) gradients, one after another.
/// Satisfies   sensitivity-b, implementation invariance (both except at kinks).
/// Violates    completeness and sensitivity-a (finitely many steps), linearity (the path depends on
///             F), symmetry only where kinks break it.
/// Source      Kapishnikov et al. 2021, arXiv 2106.09788, sec. 4, and the authors' guided_ig.py. That
///             program bounds the distance from the straight path (max_dist) where the paper has
///             anchors; it is followed here for max_dist=1, no bound. It takes distances within
///             1e-9 as equal, here they are compared exactly.
struct GuidedIg {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  ConventionOptions conventions;
  Rational fraction = Rational(1, 10);
  long steps = 50;   ///< between two anchors
  long anchors = 0;  ///< inner points of the straight path that the path goes through

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry guided_ig_entry();

}  // namespace axiomark
