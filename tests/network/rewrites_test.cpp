#include <map>

#include "network/examples.hpp"
#include "network/files/array_file.hpp"
#include "network/files/network_file.hpp"
#include "network/linear_pieces.hpp"
#include "network/rewrites/rewrite.hpp"
#include "tests/methods/layered_draws.hpp"
#include "tests/network/random_network.hpp"
#include "tests/shared_data.hpp"

namespace axiomark::tests {
namespace {

RewriteStep draw_step() {
  const auto kinds = rewrite_kinds();
  return {kinds[static_cast<std::size_t>(draw(0, static_cast<int>(kinds.size()) - 1))], draw(0, 9),
          draw(1, 4)};
}

std::string text(const RewriteStep& step) {
  return std::string(name(step.kind)) + " at " + std::to_string(step.place) + " by " +
         std::to_string(step.parameter);
}

/// Every point of {-2, -1, ..., 2}^n, halved: the kinks of small networks lie on it.
Batch<Rational> grid(Index features) {
  Index count = 1;
  for (Index i = 0; i < features; ++i) count *= 5;
  Batch<Rational> points(features, count);
  for (Index n = 0; n < count; ++n) {
    Index rest = n;
    for (Index i = 0; i < features; ++i, rest /= 5) points(i, n) = Rational(rest % 5 - 2, 2);
  }
  return points;
}

/// The middle of the segments between the breakpoints, and the breakpoints themselves, on a line
/// through two random points: units of f are on their kinks there.
Batch<Rational> points_on_kinks(const Network<Rational>& network) {
  const Batch<Rational> ends = draw_points(network.input_features(), 2);
  const Segment<Rational> line{ends.col(0), ends.col(1)};
  const Vector<Rational> target =
      Vector<Rational>::Constant(network.output_features(), Rational(1));
  const auto pieces = linear_pieces(network, target, line);
  RC_ASSERT(pieces.has_value());
  std::vector<Rational> ts = pieces->breakpoints;
  for (const Rational& t : pieces->midpoints()) ts.push_back(t);
  return interpolate<Rational>(line.from, line.to, ts);
}

bool same_values(const Network<Rational>& f, const Network<Rational>& g,
                 const Batch<Rational>& points) {
  return (evaluate(f, points) == evaluate(g, points)).all();
}

/// f and its rewritten twin agree on a grid, at random points, and where units of either bend.
void require_same_function(const Network<Rational>& f, const Network<Rational>& g,
                           const RewriteStep& step) {
  RC_LOG() << text(step) << "\n";
  RC_ASSERT(g.inputs() == f.inputs());
  RC_ASSERT(g.output_features() == f.output_features());
  if (f.input_features() <= 3) RC_ASSERT(same_values(f, g, grid(f.input_features())));
  RC_ASSERT(same_values(f, g, draw_points(f.input_features(), 8, 3)));
  RC_ASSERT(same_values(f, g, points_on_kinks(f)));
  RC_ASSERT(same_values(f, g, points_on_kinks(g)));
}

/// relu(c u - k - sum_j w_j v_j) of first units u, v_j, and another unit that reads them too: the
/// shape that the threshold shift needs and random weights almost never form.
Layered draw_nested_threshold() {
  const auto inputs = static_cast<std::size_t>(draw(2, 3));
  const auto source = static_cast<std::size_t>(draw(0, static_cast<int>(inputs) - 1));
  Layered layers(2);
  for (auto& layer : layers) layer.activation = reference::Activation::kRelu;
  for (std::size_t j = 0; j < inputs; ++j) layers[0].W.push_back(draw_numbers(inputs));
  layers[0].b = draw_numbers(inputs);
  Numbers weights(inputs);
  for (Rational& w : weights) w = -draw(0, 3);
  weights[source] = draw(1, 3);
  layers[1] = {{weights}, {Rational(-draw(1, 4), 2)}, reference::Activation::kRelu};
  if (draw(0, 1) == 0) {
    layers[1].W.push_back(draw_numbers(inputs));
    layers[1].b.push_back(draw_number());
  }
  return layers;
}

Network<Rational> draw_layers() {
  return build(draw(0, 1) == 0 ? draw_nested_threshold()
                               : draw_layered(static_cast<std::size_t>(draw(1, 3)), 1));
}

}  // namespace

TEST_CASE("rewrites of layer networks change no value anywhere") {
  std::map<RewriteKind, int> fitted;
  const auto one = [&] {
    Network<Rational> f = draw_layers();
    // Several in a row: each starts from what the last one made.
    for (int k = 0; k < 3; ++k) {
      const RewriteStep step = draw_step();
      const auto g = rewrite(f, step);
      if (!g) continue;
      ++fitted[step.kind];
      require_same_function(f, *g, step);
      f = *g;
    }
  };
  for (int round = 0; round < 4; ++round) property("f = g, exactly", one);
  for (const RewriteKind kind : rewrite_kinds()) {
    INFO(name(kind));
    CHECK(fitted[kind] >= 5);
  }
}

TEST_CASE("rewrites of graphs with skip connections and shared modules change no value anywhere") {
  std::map<RewriteKind, int> fitted;
  int networks = 0;
  const auto one = [&] {
    const Network<Rational> f = build(draw_blueprint(kPiecewiseLinear));
    ++networks;
    for (const RewriteKind kind : rewrite_kinds()) {
      const RewriteStep step{kind, draw(0, 9), draw(1, 4)};
      const auto g = rewrite(f, step);
      if (!g) continue;
      ++fitted[kind];
      require_same_function(f, *g, step);
    }
  };
  property("f = g, exactly", one);
  for (const RewriteKind kind :
       {RewriteKind::insert_relu_pair, RewriteKind::split_affine, RewriteKind::insert_add_zero}) {
    INFO(name(kind));
    CHECK(fitted[kind] == networks);
  }
}

TEST_CASE("a rewrite changes the network unless it has no place") {
  const Network<Rational> f = examples::figure_7_f();
  for (const RewriteKind kind : rewrite_kinds()) {
    INFO(name(kind));
    const auto g = rewrite(f, {kind, 0, 1});
    REQUIRE(g.has_value());
    const auto before = layers_of(f);
    const auto after = layers_of(*g);
    const bool same = before.size() == after.size() &&
                      std::ranges::equal(before, after, [](const auto& a, const auto& b) {
                        return a.weights.rows() == b.weights.rows() &&
                               a.weights.cols() == b.weights.cols() &&
                               (a.weights == b.weights).all() && (a.bias == b.bias).all();
                      });
    CHECK_FALSE(same);
  }
}

TEST_CASE("rewrites of hidden units find no place in a network without any") {
  NetworkBuilder<Rational> b;
  const Network<Rational> affine = b.build(b.dense(b.input({2}), {{1, 2}}, {3})).value();
  for (const RewriteKind kind : {RewriteKind::permute_units, RewriteKind::split_unit,
                                 RewriteKind::scale_unit, RewriteKind::shift_threshold}) {
    INFO(name(kind));
    CHECK_FALSE(rewrite(affine, {kind, 0, 1}).has_value());
  }
}

TEST_CASE("the threshold shift makes network g of figure 7 from network f") {
  const auto made = rewrite(examples::figure_7_f(), {RewriteKind::shift_threshold, 0, 1});
  REQUIRE(made.has_value());
  const auto twin = layers_of(*made);
  const auto g = layers_of(examples::figure_7_g());
  REQUIRE(twin.size() == g.size());
  for (std::size_t l = 0; l < g.size(); ++l) {
    CHECK((twin[l].weights == g[l].weights).all());
    CHECK((twin[l].bias == g[l].bias).all());
    CHECK(twin[l].relu == g[l].relu);
  }
}

TEST_CASE("the threshold shift copies a unit that others read as well") {
  // Both second units read relu(x1); only the first has a threshold.
  const LayerList<Rational> layers = {
      {Matrix<Rational>{{1, 0}, {0, 1}}, Vector<Rational>{{0, 0}}, true},
      {Matrix<Rational>{{2, -1}, {1, 1}}, Vector<Rational>{{-3, 0}}, true},
      {Matrix<Rational>{{1, 1}}, Vector<Rational>{{0}}, false}};
  const auto f = make_network(layers).value();
  const auto g = rewrite(f, {RewriteKind::shift_threshold, 0, 1});
  REQUIRE(g.has_value());
  const auto twin = layers_of(*g);
  REQUIRE(twin.front().bias.size() == 3);
  CHECK(twin[0].bias(2) == Rational(-3, 2));
  CHECK(twin[1].weights(0, 0) == 0);
  CHECK(twin[1].weights(0, 2) == 2);
  CHECK(twin[1].bias(0) == 0);
  CHECK(same_values(f, *g, grid(2)));
}

TEST_CASE("the threshold shift leaves alone what its proof does not cover") {
  const auto fits = [](const LayerList<Rational>& layers) {
    return rewrite(make_network(layers).value(), {RewriteKind::shift_threshold, 0, 1}).has_value();
  };
  const auto nested = [](const Rational& w1, const Rational& w2, const Rational& bias,
                         bool outer_relu) {
    return LayerList<Rational>{{Matrix<Rational>{{1, 0}, {0, 1}}, Vector<Rational>{{0, 0}}, true},
                               {Matrix<Rational>{{w1, w2}}, Vector<Rational>{{bias}}, outer_relu}};
  };
  CHECK(fits(nested(1, -1, -1, true)));
  CHECK(fits(nested(-1, 1, -1, true)));
  CHECK(fits(nested(1, 0, -1, true)));
  CHECK_FALSE(fits(nested(1, -1, -1, false)));
  CHECK_FALSE(fits(nested(1, 1, -1, true)));
  CHECK_FALSE(fits(nested(-1, -1, -1, true)));
  CHECK_FALSE(fits(nested(1, -1, 0, true)));
  CHECK_FALSE(fits(nested(1, -1, 1, true)));
}

TEST_CASE("rewrites of an ONNX network of digits change its outputs by rounding alone") {
  const auto folder = shared_data("data");
  if (!folder) return skip_without_shared_data();
  const auto f = read_network<double>(*folder / "networks/mnist-net_256x2.onnx").value();
  const Shape sample = sample_shape(f);
  Batch<double> points(f.input_features(), 4);
  for (Index k = 0; k < 4; ++k) {
    const auto file = *folder / ("inputs/mnist-net_256x2/" + std::to_string(k) + ".npy");
    points.col(k) = read_batch<double>(file.string(), sample).value().col(0);
  }
  const Batch<double> expected = evaluate(f, points);
  int fitted = 0;
  for (const RewriteKind kind : rewrite_kinds()) {
    INFO(name(kind));
    for (const Index place : {0, 1, 2, 3}) {
      const auto g = rewrite(f, {kind, place, 3});
      if (!g) continue;
      ++fitted;
      const Batch<double> got = evaluate(*g, points);
      // Sums of 784 and 256 terms in another order: 1e3 2^-53 of the magnitudes that are summed,
      // themselves within a factor 1e3 of the outputs.
      CHECK((got - expected).abs().maxCoeff() <= 1e-10);
      // These three round nothing anew.
      if (kind == RewriteKind::scale_unit || kind == RewriteKind::insert_add_zero ||
          kind == RewriteKind::insert_relu_pair) {
        CHECK((got == expected).all());
      }
    }
  }
  CHECK(fitted >= 6 * 4);
}

}  // namespace axiomark::tests
