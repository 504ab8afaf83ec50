#pragma once

#include "methods/gradient_samples.hpp"

namespace axiomark {

/// Expected gradients: integrated gradients averaged over baselines, both by sampling.
/// Computes    A_i = 1/n sum over k of (x_i - x'_ki) dF/dx_i (x'_k + alpha_k (x - x'_k)), the x'_k
///             drawn from the query's baselines, the alpha_k uniform on [0, 1).
/// Requires    nothing.
/// Shapes      inputs [features x queries], m baselines for each [features x (queries * m)] -> one
///             value per feature and query.
/// Error       of the estimator: exact in Rational (alphas are dyadic), in floating point the
///             rounding of the backward passes and their mean. Of the expectation: standard errors
///             and Student's 95 % intervals, estimated from the samples. The expectation itself is
///             average:method=(integrated-gradients:rule=exact).
/// Cost        `samples` forward and backward evaluations per query, whatever m is.
/// Satisfies   missingness; sensitivity-b and implementation invariance but for samples at kinks.
///             The expectation: completeness, sum of A = F(x) - mean of F(x').
/// Violates    completeness: the sum is right on average only. Sensitivity-a, where no sample
///             falls on the part of a segment along which F changes.
/// Source      Erion et al. 2021, Nature Machine Intelligence 3, 620-631, arXiv 1906.10670: the
///             definition of expected gradients. Baselines are drawn with replacement; the authors'
///             code draws them without where there are enough.
struct ExpectedGradients {
  static constexpr MethodKind kind = MethodKind::baseline_distribution;

  ConventionOptions conventions;
  SamplingOptions sampling;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry expected_gradients_entry();

}  // namespace axiomark
