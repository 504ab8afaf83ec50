#include "search/families/smooth.hpp"

#include <algorithm>
#include <array>

#include "search/families/draws.hpp"
#include "search/families/layers.hpp"

namespace axiomark {
namespace {

using Builder = NetworkBuilder<double>;

Tensor draw_input(Builder& b, RandomStream& stream, const DrawSize& most) {
  return b.input({draw_count(stream, 1, most.inputs)});
}

Tensor draw_hidden(Builder& b, RandomStream& stream, Tensor x, const DrawSize& most) {
  const Index units = draw_count(stream, 1, most.units);
  return draw_dense(b, stream, x, units);
}

Operator<double> draw_activation(RandomStream& stream) {
  const std::array<Operator<double>, 6> kActivations = {Sigmoid{}, Sigmoid{},  Tanh{},
                                                        Tanh{},    Softplus{}, Elu<double>{1}};
  return kActivations[stream.below(kActivations.size())];
}

Tensor layers(Builder& b, RandomStream& stream, Tensor x, const Operator<double>& activation,
              const DrawSize& most) {
  const Index hidden = draw_count(stream, 1, most.hidden);
  for (Index l = 0; l < hidden; ++l) x = b.apply(activation, {draw_hidden(b, stream, x, most)});
  return x;
}

Network<double> draw_layers_with(const Operator<double>& activation, RandomStream& stream,
                                 const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Tensor hidden = layers(b, stream, x, activation, most);
  return built(b, draw_dense(b, stream, hidden, 1));
}

Network<double> draw_sigmoid_layers(RandomStream& stream, const DrawSize& most) {
  return draw_layers_with(Sigmoid{}, stream, most);
}
Network<double> draw_tanh_layers(RandomStream& stream, const DrawSize& most) {
  return draw_layers_with(Tanh{}, stream, most);
}
Network<double> draw_softplus_layers(RandomStream& stream, const DrawSize& most) {
  return draw_layers_with(Softplus{}, stream, most);
}

// An activation of its own at the end: the score of a classifier or a bounded regression.
Network<double> draw_smooth_output(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Tensor z = b.relu(draw_hidden(b, stream, x, most));
  const Operator<double> activation = draw_activation(stream);
  return built(b, b.apply(activation, {draw_dense(b, stream, z, 1)}));
}

// relu in one layer, a smooth activation in another.
Network<double> draw_mixed_layers(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const bool relu_first = stream.one_in(2);
  const Operator<double> smooth = draw_activation(stream);
  const Operator<double> relu = Relu{};
  const Tensor z = draw_hidden(b, stream, x, most);
  const Tensor first = b.apply(relu_first ? relu : smooth, {z});
  const Tensor again = draw_hidden(b, stream, first, most);
  const Tensor second = b.apply(relu_first ? smooth : relu, {again});
  return built(b, draw_dense(b, stream, second, 1));
}

// a(relu(c relu(x) - k - w relu(y))): where a threshold can be shifted, below a smooth activation.
Network<double> draw_activated_threshold(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Network<double> threshold = draw_nested_threshold(stream, most);
  const Tensor x = b.input({threshold.input_features()});
  const Operator<double> activation = draw_activation(stream);
  return built(b, b.apply(activation, {b.include(threshold, {x})}));
}

// sigmoid(p) a(q), as in recurrent cells and gated units.
Network<double> draw_gate(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Tensor gate = b.apply(Operator<double>(Sigmoid{}), {draw_dense(b, stream, x, 1)});
  const Tensor z = draw_dense(b, stream, x, 1);
  const Tensor gated = stream.one_in(2) ? z : b.apply(Operator<double>(Tanh{}), {z});
  return built(b, b.product(gate, gated));
}

// A weighted sum of shares: of all shares with one weight the function would be constant.
Network<double> draw_softmax(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Index classes = draw_count(stream, 2, std::max<Index>(2, most.units));
  const Tensor z = stream.one_in(2) ? x : b.relu(draw_hidden(b, stream, x, most));
  const Tensor shares = b.softmax(draw_dense(b, stream, z, classes), 0);
  Matrix<double> weights = Matrix<double>::Zero(1, classes);
  weights(0, 0) = 1;
  for (Index k = 1; k + 1 < classes; ++k) weights(0, k) = draw_weight(stream);
  return built(b, b.dense(shares, std::move(weights), Vector<double>::Zero(1)));
}

// One module with a smooth activation, used by two branches.
Network<double> draw_shared_smooth(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Tensor left = draw_dense(b, stream, x, 1);
  const Tensor right = draw_dense(b, stream, x, 1);
  const Tensor module = b.apply(draw_activation(stream), {left});
  const Tensor again = b.apply_again(module, {right});
  return built(b, draw_dense(b, stream, b.concat({module, again}, 0), 1));
}

// clang-format off
constexpr std::array kSmoothFamilies = {
    NetworkFamily{"sigmoid-layers", 5, "dense layers and sigmoids", &draw_sigmoid_layers},
    NetworkFamily{"tanh-layers", 5, "dense layers and tanhs", &draw_tanh_layers},
    NetworkFamily{"softplus-layers", 2, "dense layers and softplus", &draw_softplus_layers},
    NetworkFamily{"smooth-output", 3, "a smooth activation behind layers", &draw_smooth_output},
    NetworkFamily{"mixed-layers", 3, "relu in one layer, a smooth activation in another", &draw_mixed_layers},
    NetworkFamily{"activated-threshold", 4, "a smooth activation of relu(c relu(x) - k - w relu(y))", &draw_activated_threshold},
    NetworkFamily{"gate", 2, "sigmoid(p) q or sigmoid(p) tanh(q)", &draw_gate},
    NetworkFamily{"softmax", 3, "a weighted sum of shares", &draw_softmax},
    NetworkFamily{"shared-smooth", 2, "one smooth module in two branches", &draw_shared_smooth},
};
// clang-format on

constexpr std::uint64_t sum_of_shares() {
  std::uint64_t sum = 0;
  for (const NetworkFamily& family : kSmoothFamilies) {
    sum += static_cast<std::uint64_t>(family.share);
  }
  return sum;
}

}  // namespace

std::span<const NetworkFamily> smooth_families() { return kSmoothFamilies; }

Network<double> draw_smooth_network(RandomStream& stream, const DrawSize& most) {
  auto left = static_cast<int>(stream.below(sum_of_shares()));
  std::size_t k = 0;
  while (left >= kSmoothFamilies[k].share) left -= kSmoothFamilies[k++].share;
  return kSmoothFamilies[k].draw(stream, most);
}

}  // namespace axiomark
