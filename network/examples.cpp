#include "network/examples.hpp"

#include "network/builder.hpp"

namespace axiomark::examples {
namespace {

using Builder = NetworkBuilder<Rational>;

}  // namespace

Network<Rational> figure_7_f() {
  Builder b;
  const Tensor x = b.input({2});
  const Tensor h = b.relu(b.dense(x, {{1, 0}, {0, 1}}, {0, 0}));
  return b.build(b.relu(b.dense(h, {{1, -1}}, {-1}))).value();
}

Network<Rational> figure_7_g() {
  Builder b;
  const Tensor x = b.input({2});
  const Tensor h = b.relu(b.dense(x, {{1, 0}, {0, 1}}, {-1, 0}));
  return b.build(b.relu(b.dense(h, {{1, -1}}, {0}))).value();
}

Network<Rational> figure_7_difference() {
  Builder b;
  const Tensor x = b.input({2});
  const Tensor f = b.include(figure_7_f(), {x});
  const Tensor g = b.include(figure_7_g(), {x});
  return b.build(b.subtract(f, g)).value();
}

Network<Rational> saturation() {
  Builder b;
  const Tensor x = b.input({1});
  const Tensor h = b.relu(b.dense(x, {{-1}}, {1}));
  return b.build(b.dense(h, {{-1}}, {1})).value();
}

Network<Rational> minimum() {
  Builder b;
  const Tensor x = b.input({2});
  const Tensor h = b.relu(b.dense(x, {{1, -1}, {1, 0}, {-1, 0}}, {0, 0, 0}));
  return b.build(b.dense(h, {{-1, 1, -1}}, {0})).value();
}

Network<Rational> minimum_mirrored() {
  Builder b;
  const Tensor x = b.input({2});
  const Tensor h = b.relu(b.dense(x, {{-1, 1}, {0, 1}, {0, -1}}, {0, 0, 0}));
  return b.build(b.dense(h, {{-1, 1, -1}}, {0})).value();
}

Network<Rational> first_input_in_disguise() {
  Builder b;
  const Tensor x = b.input({2});
  const Tensor h = b.relu(b.dense(x, {{1, -1}, {-1, 1}}, {0, 0}));
  const Tensor difference = b.dense(h, {{1, -1}}, {0});
  return b.build(b.add(difference, b.feature(x, 1))).value();
}

Network<Rational> saturated_sum() {
  Builder b;
  const Tensor x = b.input({2});
  const Tensor h = b.relu(b.dense(x, {{-1, -1}}, {1}));
  return b.build(b.dense(h, {{-1}}, {1})).value();
}

Network<Rational> thresholded() {
  Builder b;
  const Tensor x = b.input({1});
  return b.build(b.relu(b.dense(x, {{1}}, {-10}))).value();
}

}  // namespace axiomark::examples
