#include "network/rewrites/hidden_units.hpp"

#include "network/rewrites/rebuild.hpp"

namespace axiomark {
namespace {

template <Scalar S>
std::vector<Index> use_counts(const Network<S>& network) {
  std::vector<Index> counts(network.operators().size(), 0);
  for (const Node& node : network.nodes()) ++counts[static_cast<std::size_t>(node.op)];
  return counts;
}

}  // namespace

template <Scalar S>
Dense<S>& dense_at(NetworkParts<S>& parts, const Network<S>& network, Index tensor) {
  return std::get<Dense<S>>(parts.operators[static_cast<std::size_t>(network.node_of(tensor).op)]);
}

template <Scalar S>
void append_unit(Dense<S>& first, Dense<S>& second, const Row<S>& weights, const S& bias) {
  const Index units = first.weights.rows();
  first.weights.conservativeResize(units + 1, Eigen::NoChange);
  first.bias.conservativeResize(units + 1);
  first.weights.row(units) = weights;
  first.bias(units) = bias;
  second.weights.conservativeResize(Eigen::NoChange, units + 1);
  second.weights.col(units).setConstant(S(0));
}

template <Scalar S>
std::vector<HiddenStage> hidden_stages(const Network<S>& network) {
  std::vector<HiddenStage> stages;
  const auto readers = reader_counts(network);
  const auto uses = use_counts(network);
  const auto is_dense = [&](Index t) {
    return t >= network.first_node_tensor() &&
           std::holds_alternative<Dense<S>>(network.operator_of(t)) &&
           uses[static_cast<std::size_t>(network.node_of(t).op)] == 1;
  };
  for (Index out = network.first_node_tensor(); out < network.tensor_count(); ++out) {
    if (!is_dense(out)) continue;
    const Index relu = network.node_of(out).inputs[0];
    if (relu < network.first_node_tensor() ||
        !std::holds_alternative<Relu>(network.operator_of(relu)) ||
        readers[static_cast<std::size_t>(relu)] != 1) {
      continue;
    }
    const Index in = network.node_of(relu).inputs[0];
    if (is_dense(in) && readers[static_cast<std::size_t>(in)] == 1) {
      stages.push_back({in, relu, out});
    }
  }
  return stages;
}

template <Scalar S>
std::optional<NetworkParts<S>> split_unit(const Network<S>& network, const RewriteStep& step) {
  const auto stage = place_of(hidden_stages(network), step.place);
  if (!stage) return std::nullopt;
  NetworkParts<S> parts = network.parts();
  auto& first = dense_at(parts, network, stage->in);
  auto& second = dense_at(parts, network, stage->out);
  const Index unit = step.parameter % first.bias.size();
  const Row<S> weights = first.weights.row(unit);
  const S bias = first.bias(unit);
  append_unit(first, second, weights, bias);
  const Vector<S> column = second.weights.col(unit);
  const Vector<S> share = step.place % 2 == 0 ? Vector<S>(column / S(2)) : Vector<S>(-column);
  second.weights.col(unit) = column - share;
  second.weights.col(second.weights.cols() - 1) = share;
  return parts;
}

template <Scalar S>
std::optional<NetworkParts<S>> duplicate_unit(const Network<S>& network, const RewriteStep& step) {
  const auto stage = place_of(hidden_stages(network), step.place);
  if (!stage) return std::nullopt;
  NetworkParts<S> parts = network.parts();
  auto& first = dense_at(parts, network, stage->in);
  auto& second = dense_at(parts, network, stage->out);
  const Index unit = step.place % first.bias.size();
  const Row<S> weights = first.weights.row(unit);
  const S bias = first.bias(unit);
  append_unit(first, second, weights, bias);
  for (Index i = 0; i < second.weights.rows(); ++i) {
    if ((i + step.parameter) % 2 != 0) {
      std::swap(second.weights(i, unit), second.weights(i, second.weights.cols() - 1));
    }
  }
  return parts;
}

template <Scalar S>
std::optional<NetworkParts<S>> shift_threshold(const Network<S>& network, const RewriteStep& step) {
  struct Place {
    HiddenStage stage;
    Index unit;    // of the second node
    Index source;  // unit of the first node with the positive weight
  };
  std::vector<Place> places;
  for (const HiddenStage& stage : hidden_stages(network)) {
    // The second node's result goes through relus only.
    bool only_relus = stage.out != network.output();
    for (const Node& node : network.nodes()) {
      const bool reads = std::ranges::find(node.inputs, stage.out) != node.inputs.end();
      const auto& op = network.operators()[static_cast<std::size_t>(node.op)];
      if (reads && !std::holds_alternative<Relu>(op)) only_relus = false;
    }
    if (!only_relus) continue;
    const auto& second = std::get<Dense<S>>(network.operator_of(stage.out));
    for (Index unit = 0; unit < second.bias.size(); ++unit) {
      Index positive = 0;
      Index source = -1;
      for (Index j = 0; j < second.weights.cols(); ++j) {
        if (second.weights(unit, j) > S(0)) {
          ++positive;
          source = j;
        }
      }
      if (positive == 1 && second.bias(unit) < S(0)) places.push_back({stage, unit, source});
    }
  }
  const auto chosen = place_of(places, step.place);
  if (!chosen) return std::nullopt;
  const Place& place = *chosen;
  NetworkParts<S> parts = network.parts();
  auto& first = dense_at(parts, network, place.stage.in);
  auto& second = dense_at(parts, network, place.stage.out);
  const S c = second.weights(place.unit, place.source);
  const S k = -second.bias(place.unit);
  const S moved = first.bias(place.source) - k / c;
  // Other readers of the source unit keep it as it is; if there are none, it is moved itself.
  const bool shared = [&] {
    for (Index i = 0; i < second.weights.rows(); ++i) {
      if (i != place.unit && second.weights(i, place.source) != S(0)) return true;
    }
    return false;
  }();
  second.bias(place.unit) = S(0);
  if (!shared) {
    first.bias(place.source) = moved;
    return parts;
  }
  append_unit(first, second, Row<S>(first.weights.row(place.source)), moved);
  second.weights(place.unit, second.weights.cols() - 1) = c;
  second.weights(place.unit, place.source) = S(0);
  return parts;
}

#define AXIOMARK_INSTANTIATE(S)                                                                 \
  template std::vector<HiddenStage> hidden_stages<S>(const Network<S>&);                        \
  template Dense<S>& dense_at<S>(NetworkParts<S>&, const Network<S>&, Index);                   \
  template void append_unit<S>(Dense<S>&, Dense<S>&, const Row<S>&, const S&);                  \
  template std::optional<NetworkParts<S>> split_unit<S>(const Network<S>&, const RewriteStep&); \
  template std::optional<NetworkParts<S>> duplicate_unit<S>(const Network<S>&,                  \
                                                            const RewriteStep&);                \
  template std::optional<NetworkParts<S>> shift_threshold<S>(const Network<S>&, const RewriteStep&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
