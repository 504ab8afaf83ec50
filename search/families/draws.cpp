#include "search/families/draws.hpp"

#include <array>

namespace axiomark {

double draw_weight(RandomStream& stream) {
  constexpr std::array<double, 16> kWeights = {0,  0,  0, 0,  1, 1,  1, -1,
                                               -1, -1, 2, -2, 2, -3, 3, 0.5};
  return kWeights[stream.below(kWeights.size())];
}

double draw_nonzero(RandomStream& stream) {
  constexpr std::array<double, 8> kNumbers = {1, 1, -1, -1, 2, -2, 3, 0.5};
  return kNumbers[stream.below(kNumbers.size())];
}

double draw_bias(RandomStream& stream) {
  return stream.one_in(2) ? 0.0 : static_cast<double>(stream.between(-3, 3));
}

Index draw_count(RandomStream& stream, Index low, Index high) {
  return static_cast<Index>(stream.between(low, high));
}

Layer<double> draw_layer(RandomStream& stream, Index outputs, Index inputs, bool relu) {
  Layer<double> layer{Matrix<double>(outputs, inputs), Vector<double>(outputs), relu};
  for (Index i = 0; i < outputs; ++i) {
    for (Index j = 0; j < inputs; ++j) layer.weights(i, j) = draw_weight(stream);
    layer.bias(i) = draw_bias(stream);
  }
  return layer;
}

Tensor draw_dense(NetworkBuilder<double>& b, RandomStream& stream, Tensor x, Index outputs) {
  Layer<double> layer = draw_layer(stream, outputs, element_count(b.shape(x)), false);
  return b.dense(x, std::move(layer.weights), std::move(layer.bias));
}

Network<double> built(const NetworkBuilder<double>& b, Tensor output) {
  return b.build(output).value();
}

}  // namespace axiomark
