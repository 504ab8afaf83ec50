#include "experiments/claims/drawn_layers.hpp"

namespace axiomark::claims {

namespace {

Rational draw_half(RandomStream& draws) { return Rational(draws.between(-8, 8), 2); }

Rational draw_parameter(RandomStream& draws, Numbers numbers) {
  return numbers == Numbers::whole ? Rational(draws.between(-3, 3)) : draw_half(draws);
}

}  // namespace

Vector<Rational> draw_point(RandomStream& draws, Index features, Numbers numbers) {
  Vector<Rational> point(features);
  for (Rational& number : point) {
    number = numbers == Numbers::whole ? Rational(draws.between(-4, 4)) : draw_half(draws);
  }
  return point;
}

LayerList<Rational> draw_layers(RandomStream& draws, const std::vector<Index>& widths, bool biased,
                                Numbers numbers) {
  LayerList<Rational> layers;
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    Layer<Rational> layer{Matrix<Rational>(widths[l + 1], widths[l]),
                          Vector<Rational>::Zero(widths[l + 1]), l + 2 < widths.size()};
    for (Rational& weight : layer.weights.reshaped()) weight = draw_parameter(draws, numbers);
    if (biased) {
      for (Rational& bias : layer.bias) bias = draw_parameter(draws, numbers);
    }
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
