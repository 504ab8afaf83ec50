#pragma once

#include "methods/member.hpp"
#include "methods/registry_entry.hpp"

namespace axiomark {

/// Any method, averaged over the baselines of the query.
/// Computes    A_i = 1/m sum over the query's m baselines x' of A_i(x, x') of the method.
/// Requires    what the method requires, at every baseline: one that is refused refuses the query.
/// Shapes      inputs [features x queries], m baselines for each [features x (queries * m)] -> one
///             value per feature and query.
/// Error       exact in Rational where the method is; in floating point the mean of the method's
///             bounds and the rounding of the mean. Standard errors of a sampled method are
///             averaged: its draws are the same at every baseline, so they may not cancel.
/// Cost        m times the method.
/// Satisfies   completeness, sum of A = F(x) - mean of F(x'), if the method is complete; dummy,
///             linearity, symmetry and implementation invariance if the method keeps them.
/// Violates    what the method violates at a distribution of one baseline.
/// Source      Lundberg & Lee 2017, arXiv 1705.07874 (deep-shap is the average of deeplift); Erion
///             et al. 2021 (expected-gradients estimates the average of integrated-gradients).
struct Average {
  static constexpr MethodKind kind = MethodKind::baseline_distribution;

  AnyMethod method;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries,
                                          const ThreadPool& pool) const;
  [[nodiscard]] bool sees_network() const { return method.sees_network(); }
};

[[nodiscard]] RegistryEntry average_entry();

}  // namespace axiomark
