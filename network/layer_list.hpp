#pragma once

#include <vector>

#include "network/network.hpp"

namespace axiomark {

/// One fully connected layer: relu(W x + b), or W x + b.
template <Scalar S>
struct Layer {
  Matrix<S> weights;
  Vector<S> bias;
  bool relu = false;
};

/// The plainest network: layers one after the other. What searches draw and shrink.
template <Scalar S>
using LayerList = std::vector<Layer<S>>;

template <Scalar S>
[[nodiscard]] Result<Network<S>> make_network(const LayerList<S>& layers);

/// The layers of a network that is a plain chain of dense nodes and relus, or an empty list.
template <Scalar S>
[[nodiscard]] LayerList<S> layers_of(const Network<S>& network);

template <Scalar To, Scalar From>
[[nodiscard]] LayerList<To> convert(const LayerList<From>& layers);

}  // namespace axiomark
