#pragma once

#include <optional>

#include "methods/feature_sets.hpp"
#include "methods/registry_entry.hpp"

namespace axiomark {

/// Occlusion.
/// Computes    A_i = F(x) - F(x with feature i at x'_i); with groups, all features of i's group at
///             their baselines; with windows, the mean of F(x) - F(x with the window at x') over
///             all windows that cover i, those at the border cut off (as Captum's Occlusion).
/// Requires    nothing of F; windows: the tensor's shape.
/// Shapes      inputs, baselines [features x queries] -> one value per feature and query.
/// Error       exact in Rational; in floating point no bound is stated.
/// Cost        one evaluation per feature, group or window, and one for x.
/// Satisfies   sensitivity-a and -b, linearity, symmetry, implementation invariance (each feature
///             by itself); sensitivity-n for n = 1.
/// Violates    completeness (claim A21).
/// Source      Zeiler & Fergus 2014, arXiv 1311.2901, sec. 4.2.
struct Occlusion {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  FeatureSets groups;                     ///< empty: every feature by itself, or windows
  std::optional<SlidingWindows> windows;  ///< instead of groups

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry occlusion_entry();

}  // namespace axiomark
