#include "network/rewrites/sharing.hpp"

#include "network/rewrites/rebuild.hpp"

namespace axiomark {
namespace {

template <class Array>
bool same(const Array& a, const Array& b) {
  return a.rows() == b.rows() && a.cols() == b.cols() && (a == b).all();
}

// Whether two operators are known to compute the same. Those with index maps are not compared.
template <Scalar S>
bool equal(const Operator<S>& a, const Operator<S>& b) {
  if (a.index() != b.index()) return false;
  return std::visit(
      [&](const auto& op) {
        using Op = std::remove_cvref_t<decltype(op)>;
        const Op& other = std::get<Op>(b);
        if constexpr (std::is_empty_v<Op>) {
          return true;
        } else if constexpr (std::same_as<Op, Dense<S>>) {
          return same(op.weights, other.weights) && same(op.bias, other.bias);
        } else if constexpr (std::same_as<Op, Convolution<S>>) {
          return op.in == other.in && same(op.weights, other.weights) &&
                 same(op.bias, other.bias) && op.groups == other.groups &&
                 op.window == other.window;
        } else if constexpr (std::same_as<Op, Scale<S>>) {
          return same(op.factor, other.factor);
        } else if constexpr (std::same_as<Op, Shift<S>>) {
          return same(op.offset, other.offset);
        } else if constexpr (std::same_as<Op, Sum<S>>) {
          return same(op.coefficients, other.coefficients);
        } else {
          return false;
        }
      },
      a);
}

struct NodePair {
  Index first;  // tensors
  Index second;
};

// Pairs of nodes with equal operators for which `fits(first, second)` holds.
template <Scalar S, class Fits>
std::vector<NodePair> equal_nodes(const Network<S>& network, const Fits& fits) {
  std::vector<NodePair> pairs;
  for (Index b = network.first_node_tensor(); b < network.tensor_count(); ++b) {
    for (Index a = network.first_node_tensor(); a < b; ++a) {
      if (!fits(a, b)) continue;
      const bool one = network.node_of(a).op == network.node_of(b).op;
      if (one || equal<S>(network.operator_of(a), network.operator_of(b))) pairs.push_back({a, b});
    }
  }
  return pairs;
}

}  // namespace

template <Scalar S>
std::optional<NetworkParts<S>> share_module(const Network<S>& network, const RewriteStep& step) {
  const auto pairs = equal_nodes(
      network, [&](Index a, Index b) { return network.node_of(a).op != network.node_of(b).op; });
  const auto pair = place_of(pairs, step.place);
  if (!pair) return std::nullopt;
  NetworkParts<S> parts = network.parts();
  const auto second = static_cast<std::size_t>(pair->second - network.first_node_tensor());
  parts.nodes[second].op = network.node_of(pair->first).op;
  return without_unused_operators(std::move(parts));
}

template <Scalar S>
std::optional<NetworkParts<S>> unshare_module(const Network<S>& network, const RewriteStep& step) {
  const auto pairs = equal_nodes(
      network, [&](Index a, Index b) { return network.node_of(a).op == network.node_of(b).op; });
  const auto pair = place_of(pairs, step.place);
  if (!pair) return std::nullopt;
  NetworkParts<S> parts = network.parts();
  const auto second = static_cast<std::size_t>(pair->second - network.first_node_tensor());
  parts.nodes[second].op = static_cast<Index>(parts.operators.size());
  parts.operators.push_back(network.operator_of(pair->second));
  return parts;
}

template <Scalar S>
std::optional<NetworkParts<S>> compute_twice(const Network<S>& network, const RewriteStep& step) {
  struct Reading {
    Index tensor;
    Index reader;  // the last node that reads it
  };
  const auto counts = reader_counts(network);
  std::vector<Reading> readings;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (counts[static_cast<std::size_t>(t)] < 2) continue;
    Index last = -1;
    for (Index r = t + 1; r < network.tensor_count(); ++r) {
      if (std::ranges::find(network.node_of(r).inputs, t) != network.node_of(r).inputs.end()) {
        last = r;
      }
    }
    if (last >= 0) readings.push_back({t, last});
  }
  const auto place = place_of(readings, step.place);
  if (!place) return std::nullopt;
  return with_tensor_replaced(network, place->reader, [&](NetworkCopy<S>& copy) {
    // Where one node reads the tensor several times, its last operand is the second copy.
    std::vector<Tensor> operands = copy.operands(place->reader);
    const auto& reads = network.node_of(place->reader).inputs;
    const auto at = std::ranges::find(reads.rbegin(), reads.rend(), place->tensor);
    operands[static_cast<std::size_t>(reads.rend() - at) - 1] = copy.copy(place->tensor);
    return copy.copy(place->reader, operands);
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> compute_once(const Network<S>& network, const RewriteStep& step) {
  const auto pairs = equal_nodes(network, [&](Index a, Index b) {
    return network.node_of(a).inputs == network.node_of(b).inputs;
  });
  const auto pair = place_of(pairs, step.place);
  if (!pair) return std::nullopt;
  return with_tensor_replaced(network, pair->second,
                              [&](NetworkCopy<S>& copy) { return copy.of(pair->first); });
}

#define AXIOMARK_INSTANTIATE(S)                                                                    \
  template std::optional<NetworkParts<S>> share_module<S>(const Network<S>&, const RewriteStep&);  \
  template std::optional<NetworkParts<S>> unshare_module<S>(const Network<S>&,                     \
                                                            const RewriteStep&);                   \
  template std::optional<NetworkParts<S>> compute_twice<S>(const Network<S>&, const RewriteStep&); \
  template std::optional<NetworkParts<S>> compute_once<S>(const Network<S>&, const RewriteStep&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
