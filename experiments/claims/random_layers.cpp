#include "experiments/claims/random_layers.hpp"

namespace axiomark::claims {

LayerList<Rational> draw_layers(RandomStream& stream, const std::vector<Index>& widths,
                                bool biases) {
  LayerList<Rational> layers;
  for (std::size_t k = 1; k < widths.size(); ++k) {
    Layer<Rational> layer;
    layer.weights = Matrix<Rational>::Zero(widths[k], widths[k - 1]);
    layer.bias = Vector<Rational>::Zero(widths[k]);
    layer.relu = k + 1 < widths.size();
    for (Rational& weight : layer.weights.reshaped()) weight = stream.between(-3, 3);
    if (biases) {
      for (Rational& bias : layer.bias) bias = stream.between(-3, 3);
    }
    layers.push_back(std::move(layer));
  }
  return layers;
}

Vector<Rational> draw_point(RandomStream& stream, Index features) {
  Vector<Rational> point(features);
  for (Rational& number : point) number = stream.between(-4, 4);
  return point;
}

}  // namespace axiomark::claims
