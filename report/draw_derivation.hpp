#pragma once

#include "methods/gradient_samples.hpp"
#include "report/derived.hpp"
#include "report/recorded_gradients.hpp"

namespace axiomark {

/// What the mean slope of a method that draws points is multiplied by.
enum class DrawFactor { one, difference };

/// A mean of gradients at drawn points: a line for all draws that met the same gradient, with how many
/// they are; then the mean, feature by feature. The points are the method's own, recorded while `ask` puts
/// its question. For methods whose factor is the same in every draw: not for gradient-shap with noise.
/// Cost: that of the method, and a diagram of the network per draw.
[[nodiscard]] Result<Derived> draw_lines(const GradientSampling& sampling, DrawFactor times,
                                         const Probe<Rational>& probe,
                                         const AskFunctionMethod& ask);

}  // namespace axiomark
