#include "search/families/windows.hpp"

#include "search/families/draws.hpp"

namespace axiomark {
namespace {

using Builder = NetworkBuilder<double>;

constexpr Index kLine = 4;  // room for two windows of two, dilated by two

// [1, 4]: hidden values side by side, behind a relu or not.
Tensor draw_line(Builder& b, RandomStream& stream, const DrawSize& most) {
  const Tensor x = b.input({draw_count(stream, 1, most.inputs)});
  const Tensor z = draw_dense(b, stream, x, kLine);
  const Tensor line = stream.one_in(2) ? b.relu(z) : z;
  return b.apply(reshape<double>({kLine}, {1, kLine}), {line});
}

Network<double> draw_max_pool(RandomStream& stream, const DrawSize& most,
                              const WindowGeometry& window) {
  Builder b;
  const Tensor line = draw_line(b, stream, most);
  const Tensor pooled = b.apply(max_pool(b.shape(line), window), {line});
  return built(b, draw_dense(b, stream, pooled, 1));
}

}  // namespace

Network<double> draw_overlapping_pool(RandomStream& stream, const DrawSize& most) {
  return draw_max_pool(stream, most, plain_window({draw_count(stream, 2, 3)}));
}

Network<double> draw_dilated_pool(RandomStream& stream, const DrawSize& most) {
  WindowGeometry window = plain_window({2});
  window.dilation = {2};
  return draw_max_pool(stream, most, window);
}

Network<double> draw_convolution(RandomStream& stream, const DrawSize& most) {
  Builder b;
  const Tensor line = draw_line(b, stream, most);
  Layer<double> kernel = draw_layer(stream, draw_count(stream, 1, 2), 2, false);
  WindowGeometry window = plain_window({2});
  if (stream.one_in(2)) window.pad_begin = {1};
  const Tensor convolved =
      b.apply(Operator<double>(Convolution<double>{b.shape(line), std::move(kernel.weights),
                                                   std::move(kernel.bias), 1, window}),
              {line});
  const Tensor active = b.relu(convolved);
  const WindowGeometry pairs = plain_window({2});
  const Tensor pooled = stream.one_in(2)
                            ? b.apply(average_pool<double>(b.shape(active), pairs), {active})
                            : b.apply(max_pool(b.shape(active), pairs), {active});
  return built(b, draw_dense(b, stream, pooled, 1));
}

}  // namespace axiomark
