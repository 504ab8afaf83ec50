#pragma once

#include <string>
#include <vector>

#include "network/network.hpp"
#include "network/random_stream.hpp"

namespace axiomark::bench {

/// Layers of a fully connected relu network, such as {784, 256, 256, 10}: relu after all but the
/// last. Weights are uniform on [-a, a] with a = sqrt(6 / inputs of the layer), so that signals
/// keep their size through any depth (He et al. 2015); biases are a tenth of that. All numbers are
/// multiples of 2^-12: short in exact arithmetic, too.
template <Scalar S>
[[nodiscard]] Network<S> fully_connected(const std::vector<Index>& layers, std::uint64_t seed);

/// So many hidden layers of one width, 64 inputs and 10 outputs: for sweeps over the depth.
[[nodiscard]] Network<float> of_depth(Index depth, Index width);

/// Convolution and dense layers on images of `channels` x side x side, relu after all but the last:
/// one 4 x 4 convolution of stride 2 and padding 1 for each entry of `filters`, then dense layers.
[[nodiscard]] Network<float> convolutional(Index channels, Index side,
                                           const std::vector<Index>& filters,
                                           const std::vector<Index>& dense, std::uint64_t seed);

/// Blocks of two 3 x 3 convolutions beside a shortcut (1 x 1 where the shape changes), relu after
/// each convolution and each sum, on images of 3 x 32 x 32: a first convolution of 16 filters and
/// stride 2, four blocks of 32, the first and third with stride 2, dense layers of 100 and 10.
[[nodiscard]] Network<float> residual(std::uint64_t seed);

/// A network made here and the name of its model file.
struct NamedNetwork {
  std::string name;
  Network<float> network;
};

/// The networks that workloads with peers use and no published model has; fixed seeds.
[[nodiscard]] std::vector<NamedNetwork> peer_networks();

/// Small networks as a search draws them, two inputs and two layers of relu, all different.
[[nodiscard]] std::vector<Network<float>> campaign_networks(Index count);

/// `samples` points of a network's input, uniform on [0, 1), one per column.
template <Scalar S>
[[nodiscard]] Batch<S> random_points(Index features, Index samples, std::uint64_t seed);

}  // namespace axiomark::bench
