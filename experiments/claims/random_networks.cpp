#include "experiments/claims/random_networks.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "methods/normal_deviate.hpp"
#include "network/layer_list.hpp"

namespace axiomark::claims {
Vector<double> normal_vector(RandomStream& stream, Index size) {
  Vector<double> all(size);
  for (double& number : all) number = normal_deviate(stream);
  return all;
}

Matrix<double> random_weights(RandomStream& stream, Index outputs, Index inputs) {
  const double bound = std::sqrt(6.0 / static_cast<double>(inputs));
  Matrix<double> all(outputs, inputs);
  for (double& weight : all.reshaped<Eigen::RowMajor>()) {
    weight = bound * (2 * stream.unit_interval() - 1);
  }
  return all;
}

Network<double> random_relu_network(RandomStream& stream, const std::vector<Index>& widths,
                                    double bias_deviation) {
  LayerList<double> layers;
  for (std::size_t k = 1; k < widths.size(); ++k) {
    Layer<double> layer;
    layer.weights = random_weights(stream, widths[k], widths[k - 1]);
    layer.bias = Vector<double>::Zero(widths[k]);
    if (bias_deviation > 0) layer.bias = normal_vector(stream, widths[k]) * bias_deviation;
    layer.relu = k + 1 < widths.size();
    layers.push_back(std::move(layer));
  }
  return make_network(layers).value();
}

std::vector<Network<double>> cascade(const Network<double>& network, RandomStream& stream) {
  std::vector<Network<double>> all = {network};
  LayerList<double> layers = layers_of(network);
  for (std::size_t k = layers.size(); k-- > 0;) {
    layers[k].weights = random_weights(stream, layers[k].weights.rows(), layers[k].weights.cols());
    all.push_back(make_network(layers).value());
  }
  return all;
}

Result<Batch<double>> attribute_all(const Scene& scene, const Network<double>& network,
                                    const std::string& method, const Batch<double>& inputs,
                                    const Batch<double>& baselines, Index output) {
  const auto asked = scene.method(method);
  if (!asked) return tl::make_unexpected(asked.error());
  Queries<double> queries;
  queries.inputs = inputs;
  queries.baselines = baselines;
  queries.targets = Batch<double>::Zero(network.output_features(), inputs.cols());
  queries.targets.row(output) = 1;
  const auto answers = asked->attribute(network, queries, ThreadPool(1));
  Batch<double> all(inputs.rows(), inputs.cols());
  for (std::size_t k = 0; k < answers.size(); ++k) {
    if (!answers[k]) return tl::make_unexpected(answers[k].error());
    all.col(static_cast<Index>(k)) = answers[k]->values;
  }
  return all;
}

Result<Vector<double>> attribute_one(const Scene& scene, const Network<double>& network,
                                     const std::string& method, const Vector<double>& input,
                                     Index output) {
  const auto all = attribute_all(scene, network, method, Batch<double>(input),
                                 Batch<double>::Zero(input.size(), 1), output);
  if (!all) return tl::make_unexpected(all.error());
  return Vector<double>(all->col(0));
}

}  // namespace axiomark::claims
