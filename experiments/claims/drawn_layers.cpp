#include "experiments/claims/drawn_layers.hpp"

namespace axiomark::claims {

Rational draw_half(RandomStream& draws) { return Rational(draws.between(-8, 8), 2); }

Vector<Rational> draw_point(RandomStream& draws, Index features) {
  Vector<Rational> point(features);
  for (Rational& number : point) number = draw_half(draws);
  return point;
}

LayerList<Rational> draw_layers(RandomStream& draws, const std::vector<Index>& widths,
                                bool biased) {
  LayerList<Rational> layers;
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    Layer<Rational> layer{Matrix<Rational>(widths[l + 1], widths[l]),
                          Vector<Rational>::Zero(widths[l + 1]), l + 2 < widths.size()};
    for (Rational& weight : layer.weights.reshaped()) weight = draw_half(draws);
    if (biased) layer.bias = draw_point(draws, widths[l + 1]);
    layers.push_back(std::move(layer));
  }
  return layers;
}

std::vector<Vector<Rational>> sums_of(const LayerList<Rational>& layers,
                                      const Vector<Rational>& point) {
  std::vector<Vector<Rational>> sums;
  Vector<Rational> at = point;
  for (const Layer<Rational>& layer : layers) {
    Vector<Rational> z = layer.bias;
    for (Index j = 0; j < z.size(); ++j) {
      for (Index i = 0; i < at.size(); ++i) z(j) += layer.weights(j, i) * at(i);
    }
    sums.push_back(z);
    at = layer.relu ? Vector<Rational>(z.max(Rational(0))) : z;
  }
  return sums;
}

}  // namespace axiomark::claims
