#include "bench/networks.hpp"

#include <cmath>

#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::bench {
namespace {

// A multiple of 2^-12 on [-range, range].
template <Scalar S>
S draw(RandomStream& stream, double range) {
  constexpr double kGrid = 4096;
  const auto most = static_cast<std::int64_t>(range * kGrid);
  return convert<S>(static_cast<double>(stream.between(-most, most)) / kGrid);
}

template <Scalar S>
struct Parameters {
  Matrix<S> weights;
  Vector<S> bias;
};

template <Scalar S>
Parameters<S> draw_parameters(Index outputs, Index inputs, RandomStream& stream) {
  const double range = std::sqrt(6.0 / static_cast<double>(inputs));
  Parameters<S> drawn{Matrix<S>(outputs, inputs), Vector<S>(outputs)};
  for (Index o = 0; o < outputs; ++o) {
    for (Index i = 0; i < inputs; ++i) drawn.weights(o, i) = draw<S>(stream, range);
    drawn.bias(o) = draw<S>(stream, range / 10);
  }
  return drawn;
}

template <Scalar S>
Tensor add_dense(NetworkBuilder<S>& b, Tensor x, Index outputs, RandomStream& stream) {
  auto [weights, bias] = draw_parameters<S>(outputs, element_count(b.shape(x)), stream);
  return b.dense(x, std::move(weights), std::move(bias));
}

struct Filter {
  Index kernel;
  Index stride;
  Index padding;
};

Tensor add_convolution(NetworkBuilder<float>& b, Tensor x, Index outputs, Filter filter,
                       RandomStream& stream) {
  const Shape in = b.shape(x);
  WindowGeometry window = plain_window({filter.kernel, filter.kernel});
  window.stride = {filter.stride, filter.stride};
  window.pad_begin = window.pad_end = {filter.padding, filter.padding};
  auto [weights, bias] =
      draw_parameters<float>(outputs, in.front() * filter.kernel * filter.kernel, stream);
  return b.apply(
      Operator<float>(Convolution<float>{in, std::move(weights), std::move(bias), 1, window}), {x});
}

Tensor add_block(NetworkBuilder<float>& b, Tensor x, Index channels, Index stride,
                 RandomStream& stream) {
  const bool same_shape = stride == 1 && b.shape(x).front() == channels;
  Tensor y = b.relu(add_convolution(b, x, channels, {3, stride, 1}, stream));
  y = add_convolution(b, y, channels, {3, 1, 1}, stream);
  const Tensor shortcut = same_shape ? x : add_convolution(b, x, channels, {1, stride, 0}, stream);
  return b.relu(b.add(y, shortcut));
}

}  // namespace

template <Scalar S>
Network<S> fully_connected(const std::vector<Index>& layers, std::uint64_t seed) {
  RandomStream stream(seed);
  NetworkBuilder<S> b;
  Tensor x = b.input({layers.front()});
  for (std::size_t k = 1; k < layers.size(); ++k) {
    x = add_dense(b, x, layers[k], stream);
    if (k + 1 < layers.size()) x = b.relu(x);
  }
  return b.build(x).value();
}

template Network<float> fully_connected(const std::vector<Index>&, std::uint64_t);
template Network<double> fully_connected(const std::vector<Index>&, std::uint64_t);
template Network<Rational> fully_connected(const std::vector<Index>&, std::uint64_t);

Network<float> of_depth(Index depth, Index width) {
  std::vector<Index> layers = {64};
  layers.insert(layers.end(), static_cast<std::size_t>(depth), width);
  layers.push_back(10);
  return fully_connected<float>(layers, 3);
}

Network<float> convolutional(Index channels, Index side, const std::vector<Index>& filters,
                             const std::vector<Index>& dense, std::uint64_t seed) {
  RandomStream stream(seed);
  NetworkBuilder<float> b;
  Tensor x = b.input({channels, side, side});
  for (const Index count : filters) {
    x = b.relu(add_convolution(b, x, count, {4, 2, 1}, stream));
  }
  for (std::size_t k = 0; k < dense.size(); ++k) {
    x = add_dense(b, x, dense[k], stream);
    if (k + 1 < dense.size()) x = b.relu(x);
  }
  return b.build(x).value();
}

Network<float> residual(std::uint64_t seed) {
  RandomStream stream(seed);
  NetworkBuilder<float> b;
  Tensor x = b.input({3, 32, 32});
  x = b.relu(add_convolution(b, x, 16, {3, 2, 1}, stream));
  for (const Index stride : {2, 1, 2, 1}) x = add_block(b, x, 32, stride, stream);
  x = b.relu(add_dense(b, x, 100, stream));
  return b.build(add_dense(b, x, 10, stream)).value();
}

std::vector<NamedNetwork> peer_networks() {
  return {
      {"fully_connected_256x6", fully_connected<float>({784, 256, 256, 256, 256, 256, 256, 10}, 6)},
      {"wide_convolution", convolutional(3, 32, {16, 32}, {100, 10}, 7)},
      {"deep_residual", residual(8)},
      {"figure_7", convert<float>(examples::figure_7_f()).value()},
      {"features_8", fully_connected<float>({8, 32, 32, 1}, 9)},
      {"features_12", fully_connected<float>({12, 32, 32, 1}, 10)}};
}

std::vector<Network<float>> campaign_networks(Index count) {
  std::vector<Network<float>> networks;
  for (Index k = 0; k < count; ++k) {
    networks.push_back(fully_connected<float>({2, 2, 2, 1}, 1000 + static_cast<std::uint64_t>(k)));
  }
  return networks;
}

template <Scalar S>
Batch<S> random_points(Index features, Index samples, std::uint64_t seed) {
  RandomStream stream(seed);
  Batch<S> points(features, samples);
  for (Index n = 0; n < samples; ++n) {
    for (Index i = 0; i < features; ++i) {
      // 12 bits: short in exact arithmetic.
      points(i, n) = convert<S>(static_cast<double>(stream.below(4096)) / 4096);
    }
  }
  return points;
}

template Batch<float> random_points(Index, Index, std::uint64_t);
template Batch<double> random_points(Index, Index, std::uint64_t);
template Batch<Rational> random_points(Index, Index, std::uint64_t);

}  // namespace axiomark::bench
