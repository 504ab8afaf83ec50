#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "network/builder.hpp"

namespace axiomark {

/// How often each tensor is read; the output is read once more.
template <Scalar S>
[[nodiscard]] std::vector<Index> reader_counts(const Network<S>& network) {
  std::vector<Index> counts(static_cast<std::size_t>(network.tensor_count()), 0);
  for (const Node& node : network.nodes()) {
    for (const Index t : node.inputs) ++counts[static_cast<std::size_t>(t)];
  }
  ++counts[static_cast<std::size_t>(network.output())];
  return counts;
}

/// The operator that makes a tensor, if it is an `Op`; null for declared inputs.
template <class Op, Scalar S>
[[nodiscard]] const Op* made_by(const Network<S>& network, Index tensor) {
  if (tensor < network.first_node_tensor()) return nullptr;
  return std::get_if<Op>(&network.operator_of(tensor));
}

/// The tensors made by nodes for which `fits(tensor)` holds.
template <Scalar S, class Fits>
[[nodiscard]] std::vector<Index> node_tensors(const Network<S>& network, const Fits& fits) {
  std::vector<Index> found;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (fits(t)) found.push_back(t);
  }
  return found;
}

/// The place a step speaks of, counted modulo how many there are; nothing if there are none.
template <class Place>
[[nodiscard]] std::optional<Place> place_of(const std::vector<Place>& places, Index number) {
  if (places.empty()) return std::nullopt;
  return places[static_cast<std::size_t>(number) % places.size()];
}

/// A network copied node by node into a builder.
template <Scalar S>
class NetworkCopy {
 public:
  explicit NetworkCopy(const Network<S>& network)
      : network_(network), instance_(network.operators().size(), Tensor{-1}) {
    for (const Shape& shape : network.inputs()) made_.push_back(builder.input(shape));
  }

  NetworkBuilder<S> builder;

  /// What stands for an original tensor that was made already.
  [[nodiscard]] Tensor of(Index tensor) const { return made_[static_cast<std::size_t>(tensor)]; }
  [[nodiscard]] std::vector<Tensor> operands(Index tensor) const {
    std::vector<Tensor> result;
    for (const Index i : network_.node_of(tensor).inputs) result.push_back(of(i));
    return result;
  }
  /// The node of `tensor`, reading these operands; an instance that several nodes use stays shared.
  Tensor copy(Index tensor, const std::vector<Tensor>& operands) {
    const Node& node = network_.node_of(tensor);
    Tensor& first = instance_[static_cast<std::size_t>(node.op)];
    if (first.number >= 0) return builder.apply_again(first, operands);
    return first = builder.apply(network_.operator_of(tensor), operands, node.name);
  }
  Tensor copy(Index tensor) { return copy(tensor, operands(tensor)); }

  void replace(Index input, Tensor by) { made_[static_cast<std::size_t>(input)] = by; }
  void append(Tensor made) { made_.push_back(made); }

 private:
  const Network<S>& network_;
  std::vector<Tensor> made_;
  std::vector<Tensor> instance_;
};

/// The network with another tensor in the place of one, for all its readers. `make(copy)` makes it;
/// for a declared input, copy.of(place) is that input. Nodes whose tensors are `gone` are left out:
/// nothing may read them any more.
template <Scalar S, class Make>
[[nodiscard]] std::optional<NetworkParts<S>> with_tensor_replaced(
    const Network<S>& network, Index place, const Make& make, const std::vector<Index>& gone = {}) {
  NetworkCopy<S> copy(network);
  if (place < network.first_node_tensor()) copy.replace(place, make(copy));
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (t == place) {
      copy.append(make(copy));
    } else if (std::ranges::find(gone, t) != gone.end()) {
      copy.append(Tensor{-1});
    } else {
      copy.append(copy.copy(t));
    }
  }
  auto rebuilt = copy.builder.build(copy.of(network.output()));
  if (!rebuilt) return std::nullopt;  // a parameter left the scalar's range
  return rebuilt->parts();
}

/// The operand of a tensor's node if nothing else reads it: gone once its reader is replaced.
template <Scalar S>
[[nodiscard]] std::vector<Index> gone_with(const Network<S>& network, Index operand) {
  const bool alone = operand >= network.first_node_tensor() &&
                     reader_counts(network)[static_cast<std::size_t>(operand)] == 1;
  return alone ? std::vector<Index>{operand} : std::vector<Index>{};
}

/// Without operators that no node uses any more.
template <Scalar S>
[[nodiscard]] NetworkParts<S> without_unused_operators(NetworkParts<S> parts) {
  std::vector<Index> number(parts.operators.size(), -1);
  std::vector<Operator<S>> kept;
  for (Node& node : parts.nodes) {
    Index& n = number[static_cast<std::size_t>(node.op)];
    if (n < 0) {
      n = static_cast<Index>(kept.size());
      kept.push_back(parts.operators[static_cast<std::size_t>(node.op)]);
    }
    node.op = n;
  }
  parts.operators = std::move(kept);
  return parts;
}

/// One flat tensor of a tensor's values, and a flat tensor's values in a shape.
template <Scalar S>
[[nodiscard]] Tensor flattened(NetworkBuilder<S>& b, Tensor x) {
  const Shape shape = b.shape(x);
  return shape.size() == 1 ? x : b.apply(reshape<S>(shape, {element_count(shape)}), {x});
}
template <Scalar S>
[[nodiscard]] Tensor shaped(NetworkBuilder<S>& b, Tensor x, const Shape& shape) {
  return b.shape(x) == shape ? x : b.apply(reshape<S>(b.shape(x), shape), {x});
}

}  // namespace axiomark
