#include "search/families/layers.hpp"

#include <algorithm>

#include "search/families/draws.hpp"

namespace axiomark {
namespace {

LayerList<double> draw_layers(RandomStream& stream, Index inputs, const DrawSize& most) {
  LayerList<double> layers;
  Index width = inputs;
  const Index hidden = draw_count(stream, 1, most.hidden);
  for (Index l = 0; l < hidden; ++l) {
    const Index units = draw_count(stream, 1, most.units);
    // A stage without relus now and then: what reads it linearly shows what happens on its kink.
    const bool bends = !stream.one_in(8);
    layers.push_back(draw_layer(stream, units, width, bends));
    width = units;
  }
  const bool relu = stream.one_in(3);
  layers.push_back(draw_layer(stream, 1, width, relu));
  return layers;
}

LayerList<double> draw_layers(RandomStream& stream, const DrawSize& most) {
  const Index inputs = draw_count(stream, 1, most.inputs);
  return draw_layers(stream, inputs, most);
}

Network<double> draw_apart(RandomStream& stream, const DrawSize& most, double factor) {
  LayerList<double> layers = draw_layers(stream, most);
  const Index unit = draw_count(stream, 0, layers[0].bias.size() - 1);
  layers[0].weights.row(unit) *= factor;
  layers[0].bias(unit) *= factor;
  if (!stream.one_in(4)) layers[1].weights.col(unit) /= factor;
  return make_network(layers).value();
}

}  // namespace

Network<double> draw_plain_layers(RandomStream& stream, const DrawSize& most) {
  return make_network(draw_layers(stream, most)).value();
}

Network<double> draw_layers_of(RandomStream& stream, Index inputs, const DrawSize& most) {
  return make_network(draw_layers(stream, inputs, most)).value();
}

Network<double> draw_one_feature(RandomStream& stream, const DrawSize& most) {
  return draw_layers_of(stream, 1, most);
}

Network<double> draw_nested_threshold(RandomStream& stream, const DrawSize& most) {
  const Index inputs = draw_count(stream, std::min<Index>(2, most.inputs), most.inputs);
  Layer<double> first{Matrix<double>::Zero(inputs, inputs), Vector<double>(inputs), true};
  for (Index i = 0; i < inputs; ++i) {
    first.weights(i, i) = stream.one_in(4) ? -1 : 1;
    first.bias(i) = stream.one_in(3) ? static_cast<double>(stream.between(-1, 1)) : 0;
  }
  Layer<double> second{Matrix<double>(1, inputs), Vector<double>(1), true};
  for (Index i = 0; i < inputs; ++i) {
    second.weights(0, i) = static_cast<double>(-stream.between(0, 2));
  }
  const Index driver = draw_count(stream, 0, inputs - 1);
  // Above the others' weights as a rule: the unit is on, too, where all features are alike.
  second.weights(0, driver) = static_cast<double>(stream.between(1, 4));
  second.bias(0) = static_cast<double>(-stream.between(1, 2));
  return make_network<double>({first, second}).value();
}

Network<double> draw_constant(RandomStream& stream, const DrawSize& most) {
  LayerList<double> layers = draw_layers(stream, most);
  layers.back().weights.setZero();
  return make_network(layers).value();
}

Network<double> draw_far_apart(RandomStream& stream, const DrawSize& most) {
  return draw_apart(stream, most, 0x1p24);
}

Network<double> draw_farther_apart(RandomStream& stream, const DrawSize& most) {
  return draw_apart(stream, most, 0x1p40);
}

}  // namespace axiomark
