#include "network/rewrites/biases.hpp"

#include "network/rewrites/hidden_units.hpp"
#include "network/rewrites/rebuild.hpp"

namespace axiomark {
namespace {

template <Scalar S>
const Vector<S>* bias_of(const Network<S>& network, Index tensor) {
  if (const auto* dense = made_by<Dense<S>>(network, tensor)) return &dense->bias;
  if (const auto* convolution = made_by<Convolution<S>>(network, tensor)) return &convolution->bias;
  return nullptr;
}

bool is_padded(const WindowGeometry& window) {
  const auto not_zero = [](Index p) { return p != 0; };
  return std::ranges::any_of(window.pad_begin, not_zero) ||
         std::ranges::any_of(window.pad_end, not_zero);
}

// The dense or convolution operator of a tensor with another bias.
template <Scalar S>
Operator<S> with_bias(const Network<S>& network, Index tensor, Vector<S> bias) {
  Operator<S> op = network.operator_of(tensor);
  if (auto* dense = std::get_if<Dense<S>>(&op)) {
    dense->bias = std::move(bias);
  } else {
    std::get<Convolution<S>>(op).bias = std::move(bias);
  }
  return op;
}

}  // namespace

template <Scalar S>
std::optional<NetworkParts<S>> bias_behind(const Network<S>& network, const RewriteStep& step) {
  const auto places = node_tensors(network, [&](Index t) {
    const Vector<S>* bias = bias_of(network, t);
    return bias != nullptr && (*bias != S(0)).any();
  });
  const auto place = place_of(places, step.place);
  if (!place) return std::nullopt;
  const Vector<S>& bias = *bias_of(network, *place);
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    const Vector<S> none = Vector<S>::Constant(bias.size(), S(0));
    const Tensor sum = copy.builder.apply(with_bias(network, *place, none), copy.operands(*place));
    // A convolution has one bias for all positions of a channel.
    const Index positions = element_count(network.shape(*place)) / bias.size();
    Vector<S> offset(bias.size() * positions);
    for (Index k = 0; k < offset.size(); ++k) offset(k) = bias(k / positions);
    return copy.builder.shift(sum, std::move(offset));
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> bias_before(const Network<S>& network, const RewriteStep& step) {
  const S o = S(1 + (step.parameter - 1) % 4);
  const auto places = node_tensors(network, [&](Index t) {
    const auto* convolution = made_by<Convolution<S>>(network, t);
    return made_by<Dense<S>>(network, t) != nullptr ||
           (convolution != nullptr && !is_padded(convolution->window));
  });
  const auto place = place_of(places, step.place);
  if (!place) return std::nullopt;
  // Every output sums o times each of its weights.
  const auto* dense = made_by<Dense<S>>(network, *place);
  const Matrix<S>& weights =
      dense != nullptr ? dense->weights : made_by<Convolution<S>>(network, *place)->weights;
  Vector<S> bias = *bias_of(network, *place);
  for (Index i = 0; i < bias.size(); ++i) bias(i) -= o * weights.row(i).sum();
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    const Tensor x = copy.operands(*place)[0];
    const Index count = element_count(copy.builder.shape(x));
    const Tensor moved = copy.builder.shift(x, Vector<S>::Constant(count, o));
    return copy.builder.apply(with_bias(network, *place, bias), {moved});
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> bias_as_unit(const Network<S>& network, const RewriteStep& step) {
  std::vector<HiddenStage> fitting;
  for (const HiddenStage& stage : hidden_stages(network)) {
    if ((made_by<Dense<S>>(network, stage.out)->bias != S(0)).any()) fitting.push_back(stage);
  }
  const auto stage = place_of(fitting, step.place);
  if (!stage) return std::nullopt;
  NetworkParts<S> parts = network.parts();
  auto& first = dense_at(parts, network, stage->in);
  auto& second = dense_at(parts, network, stage->out);
  append_unit(first, second, Row<S>(Row<S>::Constant(first.weights.cols(), S(0))), S(1));
  second.weights.col(second.weights.cols() - 1) = second.bias;
  second.bias.setConstant(S(0));
  return parts;
}

#define AXIOMARK_INSTANTIATE(S)                                                                  \
  template std::optional<NetworkParts<S>> bias_behind<S>(const Network<S>&, const RewriteStep&); \
  template std::optional<NetworkParts<S>> bias_before<S>(const Network<S>&, const RewriteStep&); \
  template std::optional<NetworkParts<S>> bias_as_unit<S>(const Network<S>&, const RewriteStep&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
