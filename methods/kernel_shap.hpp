#pragma once

#include "methods/feature_sets.hpp"
#include "methods/registry_entry.hpp"
#include "methods/sampling.hpp"

namespace axiomark {

enum class KernelShapRule { all, sampled, unbiased };

/// KernelSHAP with one baseline.
/// Computes    the A that minimises sum over C of k(|C|) (v(C) - v(nobody) - sum of A_i in C)^2
///             with sum A = F(x) - F(x'), k(s) = (n-1) / (C(n,s) s (n-s)), v(C) = F with the
///             features in C at x, the others at x'. rule=all: over all C but nobody and everybody,
///             which gives the Shapley values; sampled: over C drawn with probability ~ k(|C|),
///             equal weights; unbiased: the expected matrix of the least squares with a sampled
///             right-hand side. paired: each drawn C with its complement. A group is one player;
///             each of its features gets an equal share.
/// Requires    rule=all: at most 22 players (unasked 16, in Rational 14); sampled: drawn coalitions
///             that determine A, else an error asks for more.
/// Shapes      inputs, baselines [features x queries] -> one value per feature and query.
/// Error       rule=all: exact in Rational; in floating point no bound is stated. unbiased:
///             standard errors and Student-t intervals. sampled: biased, vanishing with the
///             samples, and no standard error is stated.
/// Cost        2^n evaluations; m + 2 for m samples, 2 m + 2 in pairs; sampled: O(m n^2 + n^3)
///             additions besides.
/// Satisfies   completeness, linearity; rule=all: all that baseline Shapley values satisfy; sampled
///             in pairs: exact where players interact in pairs only.
/// Violates    sampled, unbiased: sensitivity-b, symmetry.
/// Source      Lundberg & Lee 2017, theorem 2; sampled right-hand side and pairs: Covert & Lee
///             2021, arXiv 2012.01536, sec. 3.
struct KernelShap {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  KernelShapRule rule = KernelShapRule::all;
  bool rule_given = false;  ///< rule=all asked for: more players are allowed
  SamplingOptions sampling;
  bool paired = true;
  FeatureSets groups;  ///< empty: every feature is a player

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry kernel_shap_entry();

}  // namespace axiomark
