#include "network/layer_list.hpp"

#include "network/builder.hpp"

namespace axiomark {

template <Scalar S>
Result<Network<S>> make_network(const LayerList<S>& layers) {
  if (layers.empty()) return fail(ErrorKind::input, "layers", "no layer", "at least one");
  NetworkBuilder<S> builder;
  Tensor at = builder.input({layers.front().weights.cols()});
  for (const Layer<S>& layer : layers) {
    at = builder.dense(at, layer.weights, layer.bias);
    if (layer.relu) at = builder.relu(at);
  }
  return builder.build(at);
}

template <Scalar S>
LayerList<S> layers_of(const Network<S>& network) {
  LayerList<S> layers;
  if (network.inputs().size() != 1 || network.output() != network.tensor_count() - 1) return {};
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    if (network.node_of(t).inputs != std::vector<Index>{t - 1}) return {};
    const Operator<S>& op = network.operator_of(t);
    if (const auto* dense = std::get_if<Dense<S>>(&op)) {
      layers.push_back({dense->weights, dense->bias, false});
    } else if (std::holds_alternative<Relu>(op) && !layers.empty() && !layers.back().relu) {
      layers.back().relu = true;
    } else {
      return {};
    }
  }
  return layers;
}

template <Scalar To, Scalar From>
LayerList<To> convert(const LayerList<From>& layers) {
  LayerList<To> result;
  for (const Layer<From>& layer : layers) {
    result.push_back({convert_all<To>(layer.weights), convert_all<To>(layer.bias), layer.relu});
  }
  return result;
}

#define AXIOMARK_INSTANTIATE(S)                                       \
  template Result<Network<S>> make_network<S>(const LayerList<S>&);   \
  template LayerList<S> layers_of<S>(const Network<S>&);              \
  template LayerList<float> convert<float, S>(const LayerList<S>&);   \
  template LayerList<double> convert<double, S>(const LayerList<S>&); \
  template LayerList<Rational> convert<Rational, S>(const LayerList<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
