#pragma once

#include "methods/gradient_samples.hpp"

namespace axiomark {

/// GradientSHAP as Captum computes it: expected gradients of a noisy input.
/// Computes    A_i = 1/n sum over k of (y_ki - x'_ki) dF/dx_i (x'_k + alpha_k (y_k - x'_k)), with
///             y_k = x + sigma z_k, the z_k standard normal, the x'_k drawn from the query's
///             baselines, the alpha_k uniform on [0, 1), one for all features.
/// Requires    nothing.
/// Shapes      inputs [features x queries], m baselines for each [features x (queries * m)] -> one
///             value per feature and query.
/// Error       of the estimator: exact in Rational (the draws are dyadic), in floating point the
///             rounding of the backward passes and their mean. Of the expectation: standard errors
///             and Student's 95 % intervals, estimated from the samples.
/// Cost        `samples` forward and backward evaluations per query, whatever m is.
/// Satisfies   sensitivity-b and implementation invariance but for samples at kinks. With sigma=0
///             it is expected-gradients, draw by draw.
/// Violates    completeness, with noise also on average: the expected sum is mean F(y) - mean
///             F(x'), not F(x) - mean F(x'). With noise, missingness.
/// Source      captum.attr.GradientShap (pytorch/captum, captum/attr/_core/gradient_shap.py):
///             NoiseTunnel around (input - baseline) * gradient; n_samples=5, stdevs=0.0 there are
///             the defaults here. The definition without noise: expected-gradients.
struct GradientShap {
  static constexpr MethodKind kind = MethodKind::baseline_distribution;

  ConventionOptions conventions;
  SamplingOptions sampling;
  Rational sigma;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry gradient_shap_entry();

}  // namespace axiomark
