#pragma once

#include <functional>

#include "methods/registry_entry.hpp"
#include "methods/sampling.hpp"

namespace axiomark {

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
