#include "search/families/graphs.hpp"

#include "search/families/draws.hpp"

namespace axiomark {
namespace {

using Builder = NetworkBuilder<double>;

Tensor draw_input(Builder& b, RandomStream& stream, const DrawSize& most) {
  return b.input({draw_count(stream, 1, most.inputs)});
}

Tensor draw_sum(Builder& b, RandomStream& stream, Tensor left, Tensor right) {
  const double a = stream.one_in(2) ? 1.0 : draw_nonzero(stream);
  const double c = stream.one_in(2) ? 1.0 : draw_nonzero(stream);
  return b.sum({left, right}, {a, c});
}

Tensor draw_hidden(Builder& b, RandomStream& stream, Tensor x, const DrawSize& most) {
  const Index units = draw_count(stream, 1, most.units);
  return draw_dense(b, stream, x, units);
}

}  // namespace

Network<double> draw_skip(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Tensor z = stream.one_in(4) ? x : draw_hidden(b, stream, x, most);
  const Tensor y = draw_sum(b, stream, b.relu(z), z);
  return built(b, draw_dense(b, stream, stream.one_in(2) ? b.relu(y) : y, 1));
}

Network<double> draw_two_activations(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Tensor z = draw_hidden(b, stream, x, most);
  const Tensor first = b.relu(z);
  const Tensor second = stream.one_in(2) ? b.apply(Operator<double>(Abs{}), {z})
                                         : b.apply(Operator<double>(LeakyRelu<double>{0.5}), {z});
  return built(b, draw_dense(b, stream, draw_sum(b, stream, first, second), 1));
}

Network<double> draw_shared_in_parallel(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Index width = draw_count(stream, 1, 2);
  const Tensor left = draw_dense(b, stream, x, width);
  const Tensor right = draw_dense(b, stream, x, width);
  const Tensor module = draw_hidden(b, stream, left, most);
  const Tensor activated = b.relu(module);
  const Tensor again = b.apply_again(activated, {b.apply_again(module, {right})});
  return built(b, draw_dense(b, stream, draw_sum(b, stream, activated, again), 1));
}

Network<double> draw_shared_in_sequence(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Tensor module = draw_dense(b, stream, x, element_count(b.shape(x)));
  const Tensor once = b.relu(module);
  const Tensor twice = b.apply_again(once, {b.apply_again(module, {once})});
  return built(b, draw_dense(b, stream, twice, 1));
}

Network<double> draw_unused_branch(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Tensor z = draw_hidden(b, stream, x, most);
  const Tensor read = b.relu(z);
  const Tensor unread = draw_dense(b, stream, stream.one_in(2) ? z : read, 1);
  static_cast<void>(b.relu(unread));
  return built(b, draw_dense(b, stream, read, 1));
}

Network<double> draw_batch_norm(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Tensor z = draw_hidden(b, stream, x, most);
  const Index units = element_count(b.shape(z));
  Vector<double> factor(units);
  Vector<double> offset(units);
  for (double& f : factor) f = draw_nonzero(stream);
  for (double& o : offset) o = draw_bias(stream);
  const Tensor normed = b.shift(b.scale(z, std::move(factor)), std::move(offset));
  return built(b, draw_dense(b, stream, b.relu(normed), 1));
}

Network<double> draw_joined_branches(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor x = draw_input(b, stream, most);
  const Index inputs = element_count(b.shape(x));
  const Tensor first = b.feature(x, draw_count(stream, 0, inputs - 1));
  const Tensor second = b.feature(x, draw_count(stream, 0, inputs - 1));
  const Tensor left = b.relu(draw_hidden(b, stream, first, most));
  const Tensor right = stream.one_in(2) ? second : b.relu(draw_dense(b, stream, second, 1));
  return built(b, draw_dense(b, stream, b.concat({left, right}, 0), 1));
}

}  // namespace axiomark
