#pragma once

#include "network/builder.hpp"
#include "tests/property.hpp"

/// Random networks of images: convolutions with strides, padding and groups, batch norm, relus, skip
/// connections, maximum and average pools, and dense layers at the end.
namespace axiomark::tests {

class ConvolutionDraw {
 public:
  [[nodiscard]] Network<Rational> network() {
    Shape shape = {draw(1, 2)};
    for (int dimensions = draw(1, 2); dimensions > 0; --dimensions) shape.push_back(draw(2, 4));
    Tensor x = b_.input(shape);
    for (int layer = draw(1, 2); layer > 0; --layer) {
      x = b_.relu(normalised(convolved(x)));
      if (draw(0, 1) == 0) x = with_skip(x);
      if (draw(0, 1) == 0) x = pooled(x);
    }
    const Index units = draw(1, 3);
    const Tensor h = b_.relu(dense(x, units));
    auto made = b_.build(dense(h, 1));
    if (!made) RC_FAIL("refused: " + message(made.error()));
    return *made;
  }

 private:
  static Rational number() { return Rational(draw(-4, 4), 2); }
  static Vector<Rational> numbers(Index count) {
    Vector<Rational> v(count);
    for (Rational& value : v) value = number();
    return v;
  }
  static Matrix<Rational> numbers(Index rows, Index columns) {
    Matrix<Rational> m(rows, columns);
    for (Index k = 0; k < m.size(); ++k) m.data()[k] = number();
    return m;
  }
  static Shape spatial(const Shape& shape) { return {shape.begin() + 1, shape.end()}; }

  Tensor dense(Tensor x, Index units) {
    return b_.dense(x, numbers(units, element_count(b_.shape(x))), numbers(units));
  }

  Tensor convolved(Tensor x) {
    const Shape in = b_.shape(x);
    WindowGeometry window = plain_window(spatial(in));
    for (std::size_t d = 0; d < window.kernel.size(); ++d) {
      window.kernel[d] = draw(1, static_cast<int>(std::min<Index>(window.kernel[d], 3)));
      window.stride[d] = draw(1, 2);
      window.pad_begin[d] = draw(0, static_cast<int>(window.kernel[d]) - 1);
      window.pad_end[d] = draw(0, static_cast<int>(window.kernel[d]) - 1);
    }
    const Index groups = in[0] == 2 && draw(0, 3) == 0 ? 2 : 1;
    const Index outputs = groups * draw(1, 2);
    const Index weights = in[0] / groups * element_count(window.kernel);
    return b_.apply(Operator<Rational>(Convolution<Rational>{in, numbers(outputs, weights),
                                                             numbers(outputs), groups, window}),
                    {x});
  }

  // A scale and a shift that are constant on each channel.
  Tensor normalised(Tensor x) {
    if (draw(0, 1) == 0) return x;
    const Shape shape = b_.shape(x);
    const Index positions = element_count(spatial(shape));
    Vector<Rational> factor(element_count(shape));
    Vector<Rational> offset(element_count(shape));
    for (Index c = 0; c < shape[0]; ++c) {
      factor.segment(c * positions, positions).setConstant(number());
      offset.segment(c * positions, positions).setConstant(number());
    }
    return b_.shift(b_.scale(x, std::move(factor)), std::move(offset));
  }

  Tensor with_skip(Tensor x) {
    const Shape in = b_.shape(x);
    const Operator<Rational> convolution = Convolution<Rational>{
        in, numbers(in[0], in[0]), numbers(in[0]), 1, plain_window(Shape(in.size() - 1, 1))};
    return b_.add(x, b_.relu(b_.apply(convolution, {x})));
  }

  Tensor pooled(Tensor x) {
    const Shape in = b_.shape(x);
    WindowGeometry window = plain_window(spatial(in));
    for (std::size_t d = 0; d < window.kernel.size(); ++d) {
      window.kernel[d] = std::min<Index>(window.kernel[d], 2);
      window.stride[d] = draw(1, 2);
      if (window.kernel[d] == 2) window.pad_begin[d] = draw(0, 1);
    }
    if (draw(0, 1) == 0) return b_.apply(max_pool(in, window), {x});
    return b_.apply(average_pool<Rational>(in, window), {x});
  }

  NetworkBuilder<Rational> b_;
};

}  // namespace axiomark::tests
