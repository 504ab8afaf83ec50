#include "search/scopes/integer_network.hpp"

#include <algorithm>

#include "network/layer_list.hpp"

namespace axiomark {

std::int64_t value_at(const IntegerNetwork& network, const std::vector<int>& point) {
  std::vector<std::int64_t> values(point.begin(), point.end());
  for (const IntegerLayer& layer : network) {
    std::vector<std::int64_t> next;
    for (int unit = 0; unit < layer.units(); ++unit) {
      std::int64_t z = layer.bias[static_cast<std::size_t>(unit)];
      for (int k = 0; k < layer.reads; ++k) {
        z += layer.weight(unit, k) * values[static_cast<std::size_t>(k)];
      }
      next.push_back(layer.relu ? std::max<std::int64_t>(z, 0) : z);
    }
    values = std::move(next);
  }
  return values.front();
}

IntegerNetwork with_inputs_in_order(const IntegerNetwork& network, const std::vector<int>& order) {
  IntegerNetwork result = network;
  IntegerLayer& first = result.front();
  for (int unit = 0; unit < first.units(); ++unit) {
    for (int i = 0; i < first.reads; ++i) {
      first.weights[static_cast<std::size_t>(unit * first.reads + i)] =
          network.front().weight(unit, order[static_cast<std::size_t>(i)]);
    }
  }
  return result;
}

template <Scalar S>
Network<S> as_network(const IntegerNetwork& network) {
  LayerList<S> layers;
  for (const IntegerLayer& from : network) {
    Layer<S> layer{Matrix<S>(from.units(), from.reads), Vector<S>(from.units()), from.relu};
    for (int unit = 0; unit < from.units(); ++unit) {
      for (int k = 0; k < from.reads; ++k) layer.weights(unit, k) = S(from.weight(unit, k));
      layer.bias(unit) = S(from.bias[static_cast<std::size_t>(unit)]);
    }
    layers.push_back(std::move(layer));
  }
  return make_network(layers).value();  // layers that fit, whole parameters: nothing to refuse
}

template Network<double> as_network<double>(const IntegerNetwork&);
template Network<Rational> as_network<Rational>(const IntegerNetwork&);

}  // namespace axiomark
