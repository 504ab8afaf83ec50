#include "network/rewrites/fold_affine.hpp"

#include "network/builder.hpp"
#include "tests/network/random_network.hpp"

namespace axiomark::tests {
namespace {

Vector<Rational> draw_vector(Index count) {
  Vector<Rational> v(count);
  for (Rational& value : v) value = Rational(draw(-3, 3), 2);
  return v;
}

/// `values` repeated for each position of its channel.
Vector<Rational> over_channels(const Vector<Rational>& values, Index positions) {
  Vector<Rational> v(values.size() * positions);
  for (Index i = 0; i < v.size(); ++i) v(i) = values(i / positions);
  return v;
}

Matrix<Rational> draw_matrix(Index rows, Index columns) {
  Matrix<Rational> m(rows, columns);
  for (Rational& value : m.reshaped()) value = Rational(draw(-3, 3), 2);
  return m;
}

/// A scale or a shift of a tensor, the same on every position of a channel if asked.
Tensor draw_scale_or_shift(NetworkBuilder<Rational>& b, Tensor x, Index channels) {
  const Index positions = element_count(b.shape(x)) / channels;
  const auto numbers = over_channels(draw_vector(channels), positions);
  return draw(0, 1) == 0 ? b.scale(x, numbers) : b.shift(x, numbers);
}

Tensor draw_chain(NetworkBuilder<Rational>& b, Tensor x, Index channels) {
  for (int k = draw(0, 3); k > 0; --k) x = draw_scale_or_shift(b, x, channels);
  return x;
}

bool same_values(const Network<Rational>& f, const Network<Rational>& g) {
  const Batch<Rational> points = draw_points(f.input_features(), 6, 3);
  return (evaluate(f, points) == evaluate(g, points)).all();
}

Index count_scales_and_shifts(const Network<Rational>& network) {
  Index count = 0;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const auto& op = network.operator_of(t);
    if (std::holds_alternative<Scale<Rational>>(op)) ++count;
    if (std::holds_alternative<Shift<Rational>>(op)) ++count;
  }
  return count;
}

Convolution<Rational> draw_convolution(Index channels, Index size, Index padding) {
  const Index groups = channels % 2 == 0 && draw(0, 1) == 0 ? 2 : 1;
  const Index kernel = draw(1, 2);
  WindowGeometry window = plain_window({kernel});
  window.pad_begin[0] = padding;
  const Index outputs = 2;
  return {{channels, size},
          draw_matrix(outputs, channels / groups * kernel),
          draw_vector(outputs),
          groups,
          window};
}

Network<Rational> folded(const Network<Rational>& network) {
  return fold_affine(network).value().network;
}

}  // namespace

TEST_CASE("folding scales and shifts around dense layers changes no value and leaves none") {
  property("f = folded f, exactly", [] {
    NetworkBuilder<Rational> b;
    const Index inputs = draw(1, 3);
    const Index units = draw(1, 3);
    Tensor x = draw_chain(b, b.input({inputs}), inputs);
    if (draw(0, 1) == 0) x = b.apply(reshape<Rational>(b.shape(x), {1, inputs}), {x});
    x = draw_chain(b, x, inputs);
    x = draw_chain(b, b.dense(x, draw_matrix(units, inputs), draw_vector(units)), units);
    x = draw_chain(b, b.dense(b.relu(x), draw_matrix(2, units), draw_vector(2)), 2);
    const Network<Rational> network = b.build(x).value();
    const Network<Rational> twin = folded(network);
    RC_ASSERT(same_values(network, twin));
    RC_ASSERT(count_scales_and_shifts(twin) == 0);
  });
}

TEST_CASE("folding scales and shifts around convolutions changes no value") {
  int left = 0;
  property("f = folded f, exactly", [&] {
    NetworkBuilder<Rational> b;
    const Index channels = draw(1, 2);
    const Index size = draw(2, 4);
    const Index padding = draw(0, 1);
    Tensor x = b.input({channels, size});
    // Now and then other numbers at each position, which a convolution cannot take in.
    x = draw_chain(b, x, draw(0, 3) == 0 ? channels * size : channels);
    x = b.apply(Operator<Rational>(draw_convolution(channels, size, padding)), {x});
    x = b.relu(draw_chain(b, x, draw(0, 3) == 0 ? element_count(b.shape(x)) : 2));
    const Network<Rational> network = b.build(x).value();
    const Network<Rational> twin = folded(network);
    RC_ASSERT(same_values(network, twin));
    left += static_cast<int>(count_scales_and_shifts(twin));
  });
  CHECK(left > 0);
}

TEST_CASE("folding graphs with shared modules and several readers changes no value") {
  Index gone = 0;
  property("f = folded f, exactly", [&] {
    const Network<Rational> network = build(draw_blueprint(kEveryKind, 2, 12));
    const auto twin = fold_affine(network).value();
    RC_ASSERT(same_values(network, twin.network));
    RC_ASSERT(network.tensor_count() - twin.network.tensor_count() == twin.folded);
    for (Index t = 0; t < twin.network.tensor_count(); ++t) {
      RC_ASSERT(network.shape(twin.original[static_cast<std::size_t>(t)]) == twin.network.shape(t));
    }
    gone += twin.folded;
  });
  CHECK(gone > 0);
}

TEST_CASE("batch norm behind a convolution is folded into its weights and bias") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({1, 3});
  const Tensor c =
      b.apply(Operator<Rational>(Convolution<Rational>{
                  {1, 3}, Matrix<Rational>{{1, 2}}, Vector<Rational>{{1}}, 1, plain_window({2})}),
              {x});
  const Tensor n = b.shift(b.scale(c, Vector<Rational>{{3, 3}}), Vector<Rational>{{-1, -1}});
  const auto twin = fold_affine(b.build(b.relu(n)).value()).value();
  CHECK(twin.folded == 2);
  CHECK(twin.original == std::vector<Index>{0, 1, 4});
  const auto& made = std::get<Convolution<Rational>>(twin.network.operator_of(1));
  CHECK((made.weights == Matrix<Rational>{{3, 6}}).all());
  CHECK((made.bias == Vector<Rational>{{2}}).all());
}

TEST_CASE("what another node reads and what padding would not shift stays") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor h = b.dense(x, {{1, 2}, {3, 4}}, {0, 0});
  const Tensor s = b.scale(h, Vector<Rational>{{2, 2}});
  // h has two readers.
  CHECK(fold_affine(b.build(b.add(h, s)).value()).value().folded == 0);
  // Here the scale alone reads it.
  NetworkBuilder<Rational> d;
  const Tensor alone = d.dense(d.input({2}), {{1, 2}, {3, 4}}, {0, 0});
  CHECK(fold_affine(d.build(d.scale(alone, Vector<Rational>{{2, 2}})).value()).value().folded == 1);

  for (const Index padding : {0, 1}) {
    NetworkBuilder<Rational> c;
    const Tensor shifted = c.shift(c.input({1, 2}), Vector<Rational>{{1, 1}});
    WindowGeometry window = plain_window({2});
    window.pad_end[0] = padding;
    const Tensor y =
        c.apply(Operator<Rational>(Convolution<Rational>{
                    {1, 2}, Matrix<Rational>{{1, 1}}, Vector<Rational>{{0}}, 1, window}),
                {shifted});
    CHECK(fold_affine(c.build(y).value()).value().folded == 1 - padding);
  }
}

TEST_CASE("a dense instance used twice is copied before something is folded into one use") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({1});
  const Tensor first = b.dense(x, {{2}}, {1});
  const Tensor second = b.apply_again(first, {b.relu(first)});
  const Network<Rational> network = b.build(b.scale(second, Vector<Rational>{{5}})).value();
  const auto twin = fold_affine(network).value();
  CHECK(twin.folded == 1);
  CHECK(twin.network.operators().size() == 3);
  CHECK(evaluate(twin.network, Batch<Rational>(Vector<Rational>{{1}}))(0, 0) == 35);
}

}  // namespace axiomark::tests
