#pragma once

#include <functional>

#include "methods/registry_entry.hpp"
#include "methods/sampling.hpp"

namespace axiomark {

/// The options that every method which averages gradients has.
struct GradientSampling {
  ConventionOptions conventions;
  SamplingOptions sampling;
};
/// Those of sampling with so many samples by default, `own` after the first, then conventions.
[[nodiscard]] std::vector<OptionInfo> gradient_sampling_options(
    const std::string& samples, const std::vector<OptionInfo>& own = {});
[[nodiscard]] Result<GradientSampling> read_gradient_sampling(const Options& given);

/// One draw of a method that averages gradients.
template <Scalar S>
struct GradientSample {
  Vector<S> point;   ///< where the gradient is taken
  Vector<S> factor;  ///< what it is multiplied by, feature by feature
};

/// The mean over k < samples of factor_k * grad F(point_k), with its standard errors. Samples are
/// evaluated some at a time and added in order, so that the answer depends on `draw` alone.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> mean_of_gradients(
    const Function<S>& function, const SamplingOptions& sampling,
    const std::function<GradientSample<S>(long)>& draw);

}  // namespace axiomark
