#include "network/rewrites/channels.hpp"

#include "network/rewrites/rebuild.hpp"

namespace axiomark {
namespace {

// Weights and bias of a dense or convolution operator without groups.
template <Scalar S>
struct LayerParameters {
  Matrix<S>* weights = nullptr;
  Vector<S>* bias = nullptr;
};
template <Scalar S>
LayerParameters<S> parameters_of(Operator<S>& op) {
  if (auto* dense = std::get_if<Dense<S>>(&op)) return {&dense->weights, &dense->bias};
  auto* convolution = std::get_if<Convolution<S>>(&op);
  if (convolution == nullptr || convolution->groups != 1) return {};
  return {&convolution->weights, &convolution->bias};
}
template <Scalar S>
LayerParameters<S> parameters_at(NetworkParts<S>& parts, const Network<S>& network, Index tensor) {
  return parameters_of(parts.operators[static_cast<std::size_t>(network.node_of(tensor).op)]);
}

template <Scalar S>
bool is_homogeneous(const Operator<S>& op) {
  return std::holds_alternative<Relu>(op) || std::holds_alternative<LeakyRelu<S>>(op) ||
         std::holds_alternative<Abs>(op);
}

template <Scalar S>
class StageFinder {
 public:
  explicit StageFinder(const Network<S>& network)
      : network_(network), readers_(reader_counts(network)), uses_(network.operators().size(), 0) {
    for (const Node& node : network.nodes()) ++uses_[static_cast<std::size_t>(node.op)];
  }

  [[nodiscard]] std::optional<ChannelStage> ending_at(Index out) const {
    if (!is_layer(out)) return std::nullopt;
    bool homogeneous = true;
    Index at = network_.node_of(out).inputs[0];
    while (read_once(at) && !is_layer(at)) {
      const Operator<S>& op = network_.operator_of(at);
      const auto* rearrange = std::get_if<Rearrange<S>>(&op);
      const bool new_shape_only = rearrange != nullptr && rearrange->source.empty();
      if (!new_shape_only && kind<S>(op) != OperatorKind::elementwise) return std::nullopt;
      homogeneous = homogeneous && (new_shape_only || is_homogeneous<S>(op));
      at = network_.node_of(at).inputs[0];
    }
    if (!read_once(at) || !is_layer(at)) return std::nullopt;
    const Index units = rows(at);
    const auto* second = made_by<Convolution<S>>(network_, out);
    if (second != nullptr && second->in[0] != units) return std::nullopt;
    const Index columns = second != nullptr ? second->weights.cols()
                                            : made_by<Dense<S>>(network_, out)->weights.cols();
    return ChannelStage{at, out, units, columns / units, homogeneous};
  }

 private:
  [[nodiscard]] bool read_once(Index t) const {
    return t >= network_.first_node_tensor() && readers_[static_cast<std::size_t>(t)] == 1;
  }
  [[nodiscard]] bool is_layer(Index t) const {
    if (t < network_.first_node_tensor()) return false;
    const auto* convolution = made_by<Convolution<S>>(network_, t);
    const bool layer = convolution != nullptr ? convolution->groups == 1
                                              : made_by<Dense<S>>(network_, t) != nullptr;
    return layer && uses_[static_cast<std::size_t>(network_.node_of(t).op)] == 1;
  }
  [[nodiscard]] Index rows(Index t) const {
    const auto* convolution = made_by<Convolution<S>>(network_, t);
    return convolution != nullptr ? convolution->bias.size()
                                  : made_by<Dense<S>>(network_, t)->bias.size();
  }

  const Network<S>& network_;
  std::vector<Index> readers_;
  std::vector<Index> uses_;
};

}  // namespace

template <Scalar S>
std::vector<ChannelStage> channel_stages(const Network<S>& network) {
  const StageFinder<S> finder(network);
  std::vector<ChannelStage> stages;
  for (Index out = network.first_node_tensor(); out < network.tensor_count(); ++out) {
    if (auto stage = finder.ending_at(out)) stages.push_back(*stage);
  }
  return stages;
}

template <Scalar S>
std::optional<NetworkParts<S>> permute_units(const Network<S>& network, const RewriteStep& step) {
  const auto stage = place_of(channel_stages(network), step.place);
  if (!stage) return std::nullopt;
  const Index shift = step.parameter % stage->units;
  if (shift == 0) return std::nullopt;
  NetworkParts<S> parts = network.parts();
  const auto first = parameters_at(parts, network, stage->in);
  const auto second = parameters_at(parts, network, stage->out);
  const Matrix<S> old_rows = *first.weights;
  const Vector<S> old_bias = *first.bias;
  const Matrix<S> old_columns = *second.weights;
  const Index columns = stage->columns;
  for (Index j = 0; j < stage->units; ++j) {
    const Index from = (j + shift) % stage->units;
    first.weights->row(j) = old_rows.row(from);
    (*first.bias)(j) = old_bias(from);
    second.weights->middleCols(j * columns, columns) =
        old_columns.middleCols(from * columns, columns);
  }
  return parts;
}

template <Scalar S>
std::optional<NetworkParts<S>> scale_unit(const Network<S>& network, const RewriteStep& step) {
  std::vector<ChannelStage> fitting;
  for (const ChannelStage& stage : channel_stages(network)) {
    if (stage.homogeneous) fitting.push_back(stage);
  }
  const auto stage = place_of(fitting, step.place);
  if (!stage) return std::nullopt;
  NetworkParts<S> parts = network.parts();
  const auto first = parameters_at(parts, network, stage->in);
  const auto second = parameters_at(parts, network, stage->out);
  const Index unit = step.place % stage->units;
  const S c = S(2 << (step.parameter % 3));
  first.weights->row(unit) *= c;
  (*first.bias)(unit) *= c;
  second.weights->middleCols(unit * stage->columns, stage->columns) /= c;
  return parts;
}

#define AXIOMARK_INSTANTIATE(S)                                                                    \
  template std::vector<ChannelStage> channel_stages<S>(const Network<S>&);                         \
  template std::optional<NetworkParts<S>> permute_units<S>(const Network<S>&, const RewriteStep&); \
  template std::optional<NetworkParts<S>> scale_unit<S>(const Network<S>&, const RewriteStep&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
