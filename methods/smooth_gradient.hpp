#pragma once

#include "methods/gradient_samples.hpp"

namespace axiomark {

/// SmoothGrad: the gradient, averaged over a neighbourhood of the input.
/// Computes    A_i = 1/n sum over k of dF/dx_i (x + s z_k), the z_k standard normal:
///             with noise=relative s = sigma (max_i x_i - min_i x_i), the paper's noise level;
///             with noise=absolute s = sigma, as Captum's NoiseTunnel has it.
/// Requires    nothing. noise=relative adds none where all x_i are equal (a single feature, say),
///             and notes it.
/// Shapes      inputs [features x queries] -> one value per feature and query.
/// Error       of the estimator: exact in Rational (deviates are dyadic), in floating point the
///             rounding of the backward passes and their mean. Of the expectation: standard errors
///             and Student's 95 % intervals, estimated from the samples.
/// Cost        `samples` forward and backward evaluations per query.
/// Satisfies   sensitivity-b and implementation invariance where there is noise: then no sample lies
///             on a kink, but by the grid of the draws.
/// Violates    completeness, and sensitivity-a where the noise is small against the distance to
///             the region in which F changes (claim A01 with sigma=1/100).
/// Source      Smilkov et al. 2017, arXiv 1706.03825, sec. 3; there 10 % to 20 % noise, n = 50.
///             Defaults: 15 % as in PAIR's saliency, which averages squares unless told otherwise;
///             Captum's NoiseTunnel has 5 samples of absolute deviation 1.
struct SmoothGradient {
  static constexpr MethodKind kind = MethodKind::local;

  ConventionOptions conventions;
  SamplingOptions sampling;
  Rational sigma;
  bool relative = true;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry smooth_gradient_entry();

}  // namespace axiomark
