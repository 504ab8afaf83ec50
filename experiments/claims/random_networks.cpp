#include "experiments/claims/random_networks.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "methods/normal_deviate.hpp"
#include "network/layer_list.hpp"

namespace axiomark::claims {
namespace {

Vector<double> ranks(const Vector<double>& numbers) {
  std::vector<Index> order(static_cast<std::size_t>(numbers.size()));
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, [&](Index a, Index b) { return numbers(a) < numbers(b); });
  Vector<double> all(numbers.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && numbers(order[last]) == numbers(order[first])) ++last;
    for (std::size_t k = first; k < last; ++k) {
      all(order[k]) = static_cast<double>(first + last - 1) / 2;
    }
    first = last;
  }
  return all;
}

}  // namespace

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

double correlation(const Vector<double>& a, const Vector<double>& b) {
  const Vector<double> x = a - a.mean();
  const Vector<double> y = b - b.mean();
  const double size = std::sqrt(x.square().sum() * y.square().sum());
  return size > 0 ? (x * y).sum() / size : 0;
}

double rank_correlation(const Vector<double>& a, const Vector<double>& b) {
  return correlation(ranks(a), ranks(b));
}

double one_minus_cosine(const Vector<double>& a, const Vector<double>& b) {
  const Vector<double> x = a / std::sqrt(a.square().sum());
  const Vector<double> y = b / std::sqrt(b.square().sum());
  return std::min((x - y).square().sum(), (x + y).square().sum()) / 2;
}

double relative_error(const Vector<double>& a, const Vector<double>& exact) {
  return (a - exact).abs().sum() / exact.abs().sum();
}

double mean_of(const std::vector<double>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

double median_of(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  const std::size_t half = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
}

}  // namespace axiomark::claims
