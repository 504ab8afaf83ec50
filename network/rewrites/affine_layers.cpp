#include "network/rewrites/affine_layers.hpp"

#include "network/rewrites/rebuild.hpp"

namespace axiomark {
namespace {

constexpr Index kMostDenseWeights = Index{1} << 20;

template <Scalar S>
std::vector<Index> dense_tensors(const Network<S>& network) {
  return node_tensors(network, [&](Index t) { return made_by<Dense<S>>(network, t) != nullptr; });
}

// A node that convolution_as_dense fits, as a linear operator and what is added to it.
template <Scalar S>
struct LinearPart {
  Operator<S> op;
  Vector<S> added;  // one per output value
};
template <Scalar S>
std::optional<LinearPart<S>> linear_part(const Network<S>& network, Index tensor) {
  const Index outputs = element_count(network.shape(tensor));
  const Index inputs = element_count(network.shape(network.node_of(tensor).inputs[0]));
  if (outputs > kMostDenseWeights / inputs) return std::nullopt;
  LinearPart<S> part{network.operator_of(tensor), Vector<S>::Constant(outputs, S(0))};
  if (auto* convolution = std::get_if<Convolution<S>>(&part.op)) {
    const Index positions = outputs / convolution->bias.size();
    for (Index k = 0; k < outputs; ++k) part.added(k) = convolution->bias(k / positions);
    convolution->bias.setConstant(S(0));
    return part;
  }
  if (const auto* rearrange = std::get_if<Rearrange<S>>(&part.op)) {
    if (rearrange->source.empty() || rearrange->fill != S(0)) return std::nullopt;
    return part;
  }
  const bool linear =
      std::holds_alternative<WindowSum<S>>(part.op) || std::holds_alternative<Scale<S>>(part.op);
  return linear ? std::optional(std::move(part)) : std::nullopt;
}

}  // namespace

template <Scalar S>
std::optional<NetworkParts<S>> merge_affine(const Network<S>& network, const RewriteStep& step) {
  const auto places = node_tensors(network, [&](Index t) {
    return made_by<Dense<S>>(network, t) != nullptr &&
           made_by<Dense<S>>(network, network.node_of(t).inputs[0]) != nullptr;
  });
  const auto place = place_of(places, step.place);
  if (!place) return std::nullopt;
  const Index inner = network.node_of(*place).inputs[0];
  const auto& first = *made_by<Dense<S>>(network, inner);
  const auto& second = *made_by<Dense<S>>(network, *place);
  Matrix<S> weights = Matrix<S>::Constant(second.weights.rows(), first.weights.cols(), S(0));
  Vector<S> bias = second.bias;
  for (Index i = 0; i < second.weights.rows(); ++i) {
    for (Index j = 0; j < second.weights.cols(); ++j) {
      if (second.weights(i, j) == S(0)) continue;
      weights.row(i) += second.weights(i, j) * first.weights.row(j);
      bias(i) += second.weights(i, j) * first.bias(j);
    }
  }
  return with_tensor_replaced(
      network, *place,
      [&](NetworkCopy<S>& copy) {
        return copy.builder.dense(copy.operands(inner)[0], std::move(weights), std::move(bias));
      },
      gone_with(network, inner));
}

template <Scalar S>
std::optional<NetworkParts<S>> split_by_sign(const Network<S>& network, const RewriteStep& step) {
  const auto places = node_tensors(network, [&](Index t) {
    const auto* dense = made_by<Dense<S>>(network, t);
    return dense != nullptr && (dense->weights > S(0)).any() && (dense->weights < S(0)).any();
  });
  const auto place = place_of(places, step.place);
  if (!place) return std::nullopt;
  const auto& dense = *made_by<Dense<S>>(network, *place);
  const Index m = dense.bias.size();
  Matrix<S> parts(2 * m, dense.weights.cols());
  parts.topRows(m) = dense.weights.cwiseMax(S(0));
  parts.bottomRows(m) = dense.weights.cwiseMin(S(0));
  Vector<S> bias = Vector<S>::Constant(2 * m, S(0));
  bias.head(m) = dense.bias;
  Matrix<S> joined = Matrix<S>::Constant(m, 2 * m, S(0));
  for (Index i = 0; i < m; ++i) joined(i, i) = joined(i, m + i) = S(1);
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    const Tensor apart =
        copy.builder.dense(copy.operands(*place)[0], std::move(parts), std::move(bias));
    return copy.builder.dense(apart, std::move(joined), Vector<S>::Constant(m, S(0)));
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> identity_residual(const Network<S>& network,
                                                 const RewriteStep& step) {
  const auto places = node_tensors(network, [&](Index t) {
    return made_by<Dense<S>>(network, t) != nullptr &&
           network.shape(network.node_of(t).inputs[0]) == network.shape(t);
  });
  const auto place = place_of(places, step.place);
  if (!place) return std::nullopt;
  Dense<S> added = *made_by<Dense<S>>(network, *place);
  for (Index i = 0; i < added.bias.size(); ++i) added.weights(i, i) -= S(1);
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    const Tensor x = copy.operands(*place)[0];
    return copy.builder.add(x, copy.builder.apply(Operator<S>(std::move(added)), {x}));
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> convolution_as_dense(const Network<S>& network,
                                                    const RewriteStep& step) {
  const auto places =
      node_tensors(network, [&](Index t) { return linear_part(network, t).has_value(); });
  const auto place = place_of(places, step.place);
  if (!place) return std::nullopt;
  LinearPart<S> part = *linear_part(network, *place);
  const Index inputs = element_count(network.shape(network.node_of(*place).inputs[0]));
  Batch<S> unit_vectors = Batch<S>::Constant(inputs, inputs, S(0));
  for (Index k = 0; k < inputs; ++k) unit_vectors(k, k) = S(1);
  const Batch<S>* operand = &unit_vectors;
  Matrix<S> weights = evaluate<S>(part.op, Operands<S>(&operand, 1));
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    const Tensor y =
        copy.builder.dense(copy.operands(*place)[0], std::move(weights), std::move(part.added));
    return shaped(copy.builder, y, network.shape(*place));
  });
}

template <Scalar S>
std::optional<NetworkParts<S>> dense_as_convolution(const Network<S>& network,
                                                    const RewriteStep& step) {
  const auto place = place_of(dense_tensors(network), step.place);
  if (!place) return std::nullopt;
  const auto& dense = *made_by<Dense<S>>(network, *place);
  const Shape one_position = {dense.weights.cols(), 1};
  return with_tensor_replaced(network, *place, [&](NetworkCopy<S>& copy) {
    NetworkBuilder<S>& b = copy.builder;
    const Tensor x = shaped(b, copy.operands(*place)[0], one_position);
    const Tensor y = b.apply(
        Operator<S>(Convolution<S>{one_position, dense.weights, dense.bias, 1, plain_window({1})}),
        {x});
    return flattened(b, y);
  });
}

#define AXIOMARK_INSTANTIATE(S)                                                                    \
  template std::optional<NetworkParts<S>> merge_affine<S>(const Network<S>&, const RewriteStep&);  \
  template std::optional<NetworkParts<S>> split_by_sign<S>(const Network<S>&, const RewriteStep&); \
  template std::optional<NetworkParts<S>> identity_residual<S>(const Network<S>&,                  \
                                                               const RewriteStep&);                \
  template std::optional<NetworkParts<S>> convolution_as_dense<S>(const Network<S>&,               \
                                                                  const RewriteStep&);             \
  template std::optional<NetworkParts<S>> dense_as_convolution<S>(const Network<S>&,               \
                                                                  const RewriteStep&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
