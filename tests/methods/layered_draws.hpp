#pragma once

#include "network/layer_list.hpp"
#include "tests/property.hpp"
#include "tests/reference/layered_network.hpp"

/// Random layer networks, described once for the reference and built for the product.
namespace axiomark::tests {

using Layered = reference::LayeredNetwork<Rational>;
using Numbers = std::vector<Rational>;

/// Thirds and integers: nothing here is exact in double, and units lie on kinks now and then.
[[nodiscard]] inline Rational draw_number() {
  const int numerator = draw(-4, 4);
  return draw(0, 3) == 0 ? Rational(numerator, 3) : Rational(numerator);
}

[[nodiscard]] inline Numbers draw_numbers(std::size_t count) {
  Numbers values(count);
  for (Rational& value : values) value = draw_number();
  return values;
}

[[nodiscard]] inline Layered draw_layered(std::size_t inputs, std::size_t outputs) {
  Layered layers(static_cast<std::size_t>(draw(1, 3)));
  std::size_t width = inputs;
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const bool last = l + 1 == layers.size();
    const std::size_t units = last ? outputs : static_cast<std::size_t>(draw(1, 4));
    for (std::size_t j = 0; j < units; ++j) layers[l].W.push_back(draw_numbers(width));
    layers[l].b = draw(0, 2) == 0 ? Numbers(units, Rational(0)) : draw_numbers(units);
    const bool relu = !last || draw(0, 2) == 0;
    layers[l].activation = relu ? reference::Activation::kRelu : reference::Activation::kNone;
    width = units;
  }
  return layers;
}

[[nodiscard]] inline Network<Rational> build(const Layered& layers) {
  LayerList<Rational> list;
  for (const auto& layer : layers) {
    const auto rows = static_cast<Index>(layer.W.size());
    const auto columns = static_cast<Index>(layer.W.front().size());
    Layer<Rational> made{Matrix<Rational>(rows, columns), Vector<Rational>(rows),
                         layer.activation == reference::Activation::kRelu};
    for (Index i = 0; i < rows; ++i) {
      made.bias(i) = layer.b[static_cast<std::size_t>(i)];
      for (Index j = 0; j < columns; ++j) {
        made.weights(i, j) = layer.W[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
      }
    }
    list.push_back(std::move(made));
  }
  return make_network(list).value();
}

/// A network, a target, and two points.
struct LayeredQuestion {
  Layered layers;
  std::size_t target;
  Numbers x;
  Numbers baseline;

  /// 1 at the target, 0 at the other outputs.
  [[nodiscard]] Vector<Rational> target_weights() const {
    Vector<Rational> weights =
        Vector<Rational>::Constant(static_cast<Index>(layers.back().W.size()), Rational(0));
    weights(static_cast<Index>(target)) = 1;
    return weights;
  }
};

[[nodiscard]] inline LayeredQuestion draw_question() {
  const auto inputs = static_cast<std::size_t>(draw(1, 3));
  const auto outputs = static_cast<std::size_t>(draw(1, 2));
  Layered layers = draw_layered(inputs, outputs);
  const auto target = static_cast<std::size_t>(draw(0, static_cast<int>(outputs) - 1));
  return {std::move(layers), target, draw_numbers(inputs), draw_numbers(inputs)};
}

}  // namespace axiomark::tests
