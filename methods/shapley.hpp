#pragma once

#include "methods/feature_sets.hpp"
#include "methods/registry_entry.hpp"
#include "methods/sampling.hpp"

namespace axiomark {

enum class ShapleyRule { exact, permutations, antithetic, stratified };

/// Baseline Shapley values (Shapley-Shubik).
/// Computes    A_i = sum over C without i of |C|! (n - |C| - 1)! / n! (v(C with i) - v(C)), with
///             v(C) = F with the features in C at x, the others at x'. Sampled: the mean of
///             v(C with i) - v(C) over predecessors C of i in drawn orders; antithetic: over an
///             order and its reverse; stratified: as many C of each size for each i, empty and full
///             C once, exactly. A group is one player; each of its features gets an equal share.
/// Requires    rule=exact: at most 22 players (unasked 16, in Rational 14).
/// Shapes      inputs, baselines [features x queries] -> one value per feature and query.
/// Error       rule=exact: exact in Rational; in floating point no bound is stated. Sampled:
///             unbiased; standard errors and Student-t intervals per feature. The completeness
///             residual says nothing: orders telescope, so that it is zero but for rounding at any
///             number of samples (claim H07).
/// Cost        2^n evaluations, each coalition once, in Gray code, 2^n numbers; permutations 2 + m (n - 1),
///             antithetic 2 + 2 m (n - 1), stratified 2 + 2 n + 2 n (n - 2) m for m samples.
/// Satisfies   rule=exact: completeness, sensitivity-a and -b, linearity, symmetry, implementation
///             invariance, demand monotonicity, affine scale invariance (features by themselves;
///             of a group, the sum).
/// Violates    proportionality (claim B03), symmetric monotonicity (L05); sampled: symmetry;
///             stratified: completeness.
/// Source      Shapley 1953; Sundararajan & Najmi 2020, arXiv 1908.08474 (BShap); permutations:
///             Castro, Gomez & Tejada 2009; antithetic: Mitchell, Cooper, Frank & Holmes
///             2022; stratified: Castro, Gomez, Molina & Tejada 2017.
struct Shapley {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  ShapleyRule rule = ShapleyRule::exact;
  bool rule_given = false;  ///< rule=exact asked for: more players are allowed
  SamplingOptions sampling;
  FeatureSets groups;  ///< empty: every feature is a player

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry shapley_entry();
/// The economists' name for the same method.
[[nodiscard]] RegistryEntry shapley_shubik_entry();

}  // namespace axiomark
