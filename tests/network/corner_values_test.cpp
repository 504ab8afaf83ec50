#include "network/corners/corner_values.hpp"

#include <limits>

#include "network/builder.hpp"
#include "network/corners/column_updates.hpp"
#include "network/random_stream.hpp"
#include "network/rounding.hpp"
#include "network/segment/head.hpp"
#include "tests/catch.hpp"
#include "tests/network/operator_check.hpp"

namespace axiomark::tests {
namespace {

template <Scalar S>
struct Game {
  Network<S> network;
  Vector<S> target;
  BoxCorners<S> corners;
};

Matrix<Rational> draw_matrix(Index rows, Index cols) {
  Matrix<Rational> m(rows, cols);
  for (Rational& w : m.reshaped()) w = Rational(draw(-4, 4), 2);
  return m;
}
Vector<Rational> draw_vector(Index rows) { return draw_matrix(rows, 1).col(0); }

/// Whatever a head may be made of, one dense layer at most, and a tail with everything that is run in its own way.
Network<Rational> draw_network(Index features) {
  NetworkBuilder<Rational> b;
  Tensor x = b.input({features});
  if (draw(0, 1) == 1) x = b.shift(x, draw_vector(features));
  if (draw(0, 1) == 1) x = b.scale(x, draw_vector(features));
  if (draw(0, 1) == 1) x = b.apply(pad<Rational>({features}, {1}, {0}, Rational(7)), {x});
  if (draw(0, 3) > 0) {
    const Index units = draw(1, 9);
    x = b.dense(x, draw_matrix(units, b.shape(x)[0]), draw_vector(units));
    if (draw(0, 1) == 1) x = b.shift(x, draw_vector(units));
    if (draw(0, 1) == 1) x = b.apply(reshape<Rational>({units}, {1, units}), {x});
  }
  const Index units = element_count(b.shape(x));
  Tensor h = b.relu(x);
  if (draw(0, 1) == 1)
    h = b.apply(Operator<Rational>(Abs{}),
                {b.dense(h, draw_matrix(units, units), draw_vector(units))});
  if (draw(0, 1) == 1) {
    const Tensor more = b.relu(b.dense(h, draw_matrix(units, units), draw_vector(units)));
    if (element_count(b.shape(h)) == element_count(b.shape(more)) && b.shape(h) == b.shape(more)) {
      h = b.sum({h, more}, {Rational(1), Rational(-2)});
    }
  }
  if (draw(0, 1) == 1) h = b.dense(h, draw_matrix(3, element_count(b.shape(h))), draw_vector(3));
  return b.build(h).value();
}

/// Groups of one feature or several, some of which do not move; features of nobody.
BoxCorners<Rational> draw_corners(Index features) {
  BoxCorners<Rational> corners{draw_vector(features), draw_vector(features), {}};
  const int groups = draw(1, 4);
  corners.groups.resize(static_cast<std::size_t>(groups));
  for (Index i = 0; i < features; ++i) {
    const int owner = draw(0, groups);
    if (owner < groups) corners.groups[static_cast<std::size_t>(owner)].push_back(i);
    if (draw(0, 2) == 0) corners.to(i) = corners.from(i);
  }
  return corners;
}

Game<Rational> draw_game() {
  const Index features = draw(1, 7);
  Network<Rational> network = draw_network(features);
  const Vector<Rational> target = draw_vector(network.output_features());
  return {std::move(network), target, draw_corners(features)};
}

/// F at one corner, as a point.
template <Scalar S>
S value_at(const Game<S>& game, const std::vector<bool>& moved) {
  Batch<S> point = game.corners.from;
  for (std::size_t g = 0; g < moved.size(); ++g) {
    if (!moved[g]) continue;
    for (const Index i : game.corners.groups[g]) point(i, 0) = game.corners.to(i);
  }
  return (evaluate(game.network, point).col(0) * game.target).sum();
}

std::vector<bool> members(Index corner, Index groups) {
  std::vector<bool> moved;
  for (Index g = 0; g < groups; ++g) moved.push_back((corner >> g & 1) != 0);
  return moved;
}

std::vector<Index> draw_orders(Index groups, int walks) {
  std::vector<Index> orders;
  for (int k = 0; k < walks; ++k) {
    std::vector<Index> left;
    for (Index g = 0; g < groups; ++g) left.push_back(g);
    while (!left.empty()) {
      const auto at = left.begin() + draw(0, static_cast<int>(left.size()) - 1);
      orders.push_back(*at);
      left.erase(at);
    }
  }
  return orders;
}

/// Calls check(value, moved) for every value along the orders.
template <Scalar S, class Check>
void for_each_value(const Row<S>& values, const std::vector<Index>& orders, Index groups,
                    const Check& check) {
  Index k = 0;
  for (std::size_t first = 0; first < orders.size(); first += static_cast<std::size_t>(groups)) {
    std::vector<bool> moved(static_cast<std::size_t>(groups), false);
    check(values(k++), moved);
    for (Index g = 0; g < groups; ++g) {
      moved[static_cast<std::size_t>(orders[first + static_cast<std::size_t>(g)])] = true;
      check(values(k++), moved);
    }
  }
  RC_ASSERT(k == values.size());
}

/// Two layers wide enough for whole vectors and several blocks of columns; numbers of 8 bits.
Game<Rational> wide_game(Index features, Index units, std::uint64_t seed) {
  RandomStream stream(seed);
  const auto numbers = [&](Index rows, Index cols) {
    Matrix<Rational> m(rows, cols);
    for (Rational& w : m.reshaped()) w = Rational(stream.between(-128, 128)) / 128;
    return m;
  };
  NetworkBuilder<Rational> b;
  Tensor h =
      b.relu(b.dense(b.input({features}), numbers(units, features), numbers(units, 1).col(0)));
  h = b.relu(b.dense(h, numbers(units, units), numbers(units, 1).col(0)));
  Network<Rational> network = b.build(b.dense(h, numbers(3, units), numbers(3, 1).col(0))).value();
  BoxCorners<Rational> corners{numbers(features, 1).col(0), numbers(features, 1).col(0), {}};
  for (Index i = 0; i < features; ++i) corners.groups.push_back({i});
  return {std::move(network), numbers(3, 1).col(0), std::move(corners)};
}

template <Scalar S>
Game<S> rounded(const Game<Rational>& game) {
  return {
      convert<S>(game.network).value(),
      convert_all<S>(game.target),
      {convert_all<S>(game.corners.from), convert_all<S>(game.corners.to), game.corners.groups}};
}

/// What F may be off at a corner, in double: the bound of ColumnUpdates at the head, carried on by the rounding of each
/// later node (propagate_error), whose factor 2 covers that it is itself computed in floating point.
template <Scalar S>
double bound_at(const Game<S>& game, const std::vector<bool>& moved) {
  const auto& dense = std::get<Dense<S>>(game.network.operator_of(1));
  const Matrix<S> sizes = dense.weights.abs();
  Batch<S> point = game.corners.from;
  Batch<S> way = Batch<S>::Zero(point.rows(), 1);
  Index moves = 0;
  for (std::size_t g = 0; g < moved.size(); ++g) {
    if (!moved[g]) continue;
    ++moves;
    for (const Index i : game.corners.groups[g]) {
      way(i, 0) = std::abs(game.corners.to(i) - game.corners.from(i));
      point(i, 0) = game.corners.to(i);
    }
  }
  // h(from) is off by a product's roundings, a column by those of a difference and a multiplication, the sum by one per move.
  const Batch<S> from = game.corners.from.abs();
  Batch<S> terms = dense.bias.abs();
  for (Index r = 0; r < sizes.rows(); ++r)
    terms(r, 0) += (sizes.row(r).transpose() * (from.col(0) + way.col(0))).sum();
  const Index steps = dense.weights.cols() + 2 + moves + 2;
  Batch<S> bound = terms * (S(2) * rounding_factor<S>(steps));
  std::vector<Batch<S>> values = {
      point,
      evaluate<S>(game.network.operator_of(1),
                  NodeOperands<S>(game.network.node_of(1), std::vector<Batch<S>>{point}).get())};
  for (Index t = 2; t < game.network.tensor_count(); ++t) {
    const Batch<S>* const operand = &values.back();
    const Batch<S>* const off = &bound;
    Batch<S> next = propagate_error<S>(game.network.operator_of(t), Operands<S>(&operand, 1),
                                       Operands<S>(&off, 1));
    values.push_back(evaluate<S>(game.network.operator_of(t), Operands<S>(&operand, 1)));
    bound = std::move(next);
  }
  const auto n = static_cast<double>(game.target.size()) + 1;
  const double size =
      (values.back().abs().col(0) * game.target.abs()).template cast<double>().sum();
  return (bound.col(0) * game.target.abs()).template cast<double>().sum() *
         (1 + n * unit_roundoff<S>)+2 * n * unit_roundoff<S> * size;
}

template <Scalar S>
void check_close(const Game<Rational>& exact, const Game<S>& game, S value,
                 const std::vector<bool>& moved) {
  const auto truth = convert<double>(value_at(exact, moved));
  CHECK(std::abs(static_cast<double>(value) - truth) <= bound_at(game, moved));
}

template <Scalar S>
void check_wide(Index features, Index units, std::uint64_t seed) {
  const Game<Rational> exact = wide_game(features, units, seed);
  const Game<S> game = rounded<S>(exact);
  const auto all = values_at_all_corners(game.network, game.target, game.corners, ThreadPool(2));
  REQUIRE(all.has_value());
  REQUIRE(all->size() == Index{1} << features);
  for (Index c = 0; c < all->size(); c += 37) {
    check_close(exact, game, (*all)(c), members(c, features));
  }
  const ThreadPool alone;
  CHECK((*values_at_all_corners(game.network, game.target, game.corners, alone) == *all).all());
}

}  // namespace

TEST_CASE("values at all corners are those of the points, exactly") {
  property("columns against points", [] {
    const Game<Rational> game = draw_game();
    const auto values =
        values_at_all_corners(game.network, game.target, game.corners, ThreadPool());
    RC_ASSERT(values.has_value());
    RC_ASSERT(values->size() == Index{1} << game.corners.count());
    for (Index c = 0; c < values->size(); ++c) {
      RC_ASSERT((*values)(c) == value_at(game, members(c, game.corners.count())));
    }
  });
}

TEST_CASE("values along orders are those of the points, exactly") {
  property("moves against points", [] {
    const Game<Rational> game = draw_game();
    const Index groups = game.corners.count();
    const std::vector<Index> orders = draw_orders(groups, draw(1, 3));
    const auto values =
        values_along_orders(game.network, game.target, game.corners, orders, ThreadPool());
    RC_ASSERT(values.has_value());
    for_each_value(*values, orders, groups,
                   [&](const Rational& value, const std::vector<bool>& moved) {
                     RC_ASSERT(value == value_at(game, moved));
                   });
  });
}

TEST_CASE("values at corners are within the bound of their roundings, on any number of threads") {
  check_wide<float>(13, 40, 1);
  check_wide<float>(5, 300, 2);
  check_wide<double>(12, 33, 3);
}

TEST_CASE("values along orders are within the bound of their roundings, on any number of threads") {
  const Index features = 150;
  const Game<Rational> exact = wide_game(features, 24, 4);
  const Game<float> game = rounded<float>(exact);
  std::vector<Index> orders;
  for (const Index step : {1, 7, 11, 13, 17, 19, 23, 29, 31}) {  // prime to 150
    for (Index k = 0; k < features; ++k) orders.push_back(k * step % features);
  }
  const auto values =
      values_along_orders(game.network, game.target, game.corners, orders, ThreadPool(2));
  REQUIRE(values.has_value());
  Index k = 0;
  for_each_value(*values, orders, features, [&](float value, const std::vector<bool>& moved) {
    if (k++ % 29 == 0) check_close(exact, game, value, moved);
  });
  const ThreadPool alone;
  CHECK((*values_along_orders(game.network, game.target, game.corners, orders, alone) == *values)
            .all());
}

TEST_CASE("a group whose features do not move leaves the value as it is, bit for bit") {
  Game<float> game = rounded<float>(wide_game(9, 40, 5));
  game.corners.to(4) = game.corners.from(4);
  const auto all = values_at_all_corners(game.network, game.target, game.corners, ThreadPool());
  REQUIRE(all.has_value());
  for (Index c = 0; c < all->size(); ++c) CHECK((*all)(c) == (*all)(c ^ 16));
}

TEST_CASE("heads with a product behind a product have no columns") {
  NetworkBuilder<double> b;
  const Tensor x = b.dense(b.input({2}), {{1, 2}, {3, 4}}, {0, 0});
  const Network<double> network = b.build(b.relu(b.dense(x, {{1, 1}}, {0}))).value();
  const BoxCorners<double> corners{Vector<double>::Zero(2), Vector<double>::Ones(2), {{0}, {1}}};
  CHECK(!column_updates(network, find_head(network), corners));
  CHECK(!values_at_all_corners<double>(network, Vector<double>::Ones(1), corners, ThreadPool()));
}

TEST_CASE("a value that is not finite is left to the points, which say where") {
  Game<float> game = rounded<float>(wide_game(6, 40, 6));
  game.corners.to(3) = std::numeric_limits<float>::max();
  const std::vector<Index> order = {0, 1, 2, 3, 4, 5};
  CHECK(!values_at_all_corners(game.network, game.target, game.corners, ThreadPool()));
  CHECK(!values_along_orders(game.network, game.target, game.corners, order, ThreadPool()));
}

}  // namespace axiomark::tests
