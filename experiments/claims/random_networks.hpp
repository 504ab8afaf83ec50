#pragma once

#include <vector>

#include "experiments/scene.hpp"
#include "network/random_stream.hpp"

/// What the claims about random networks draw, ask and compare.
namespace axiomark::claims {

[[nodiscard]] Vector<double> normal_vector(RandomStream& stream, Index size);
/// Uniform on [-b, b] with b^2 = 6 / inputs, of variance 2 / inputs: weights as networks of relus
/// usually have them before training.
[[nodiscard]] Matrix<double> random_weights(RandomStream& stream, Index outputs, Index inputs);

/// Dense layers between these widths with relus between them: random weights, and normal biases of
/// this deviation.
[[nodiscard]] Network<double> random_relu_network(RandomStream& stream,
                                                  const std::vector<Index>& widths,
                                                  double bias_deviation = 0);
/// Networks without biases, each with one more layer of the one before drawn again, the last one
/// first: element k has k new layers, element 0 is `network`.
[[nodiscard]] std::vector<Network<double>> cascade(const Network<double>& network,
                                                   RandomStream& stream);

/// The attributions of one output by a method of the scene: a column for each column of `inputs`.
[[nodiscard]] Result<Batch<double>> attribute_all(const Scene& scene,
                                                  const Network<double>& network,
                                                  const std::string& method,
                                                  const Batch<double>& inputs,
                                                  const Batch<double>& baselines, Index output = 0);
/// The same of one point, with baseline zero.
[[nodiscard]] Result<Vector<double>> attribute_one(const Scene& scene,
                                                   const Network<double>& network,
                                                   const std::string& method,
                                                   const Vector<double>& input, Index output = 0);

}  // namespace axiomark::claims
