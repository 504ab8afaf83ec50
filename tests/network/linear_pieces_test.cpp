#include "network/linear_pieces.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

#include "network/layer_list.hpp"
#include "tests/catch.hpp"
#include "tests/network/piece_check.hpp"
#include "tests/network/random_network.hpp"
#include "tests/reference/exact_integrated_gradients.hpp"
#include "tests/shared_data.hpp"

namespace axiomark::tests {
namespace {

using Json = nlohmann::json;
using Exact = std::vector<Rational>;

Vector<Rational> entries(const Exact& values) {
  Vector<Rational> result(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), result.data());
  return result;
}

Exact numbers(const Json& json) {
  Exact values;
  for (const Json& entry : json) {
    values.push_back(entry.is_string() ? parse_rational(entry.get<std::string>()).value()
                                       : Rational(entry.get<int>()));
  }
  return values;
}

/// A network of golden/relu_nets.json.
struct GoldenCase {
  Network<Rational> network;
  Vector<Rational> target;
  Segment<Rational> segment;
  Exact breakpoints;
  Exact attributions;
};

GoldenCase read_case(const Json& json) {
  LayerList<Rational> layers;
  for (const Json& layer : json.at("layers")) {
    const auto rows = static_cast<Index>(layer.at("W").size());
    Matrix<Rational> weights(rows, static_cast<Index>(layer.at("W").at(0).size()));
    for (Index i = 0; i < rows; ++i) {
      weights.row(i) = entries(numbers(layer.at("W").at(static_cast<std::size_t>(i)))).transpose();
    }
    layers.push_back({weights, entries(numbers(layer.at("b"))), layer.at("activation") == "relu"});
  }
  const auto network = make_network(layers).value();
  Vector<Rational> target = Vector<Rational>::Constant(network.output_features(), Rational(0));
  target(json.at("target").get<Index>()) = 1;
  return {network,
          target,
          {entries(numbers(json.at("baseline"))), entries(numbers(json.at("x")))},
          numbers(json.at("breakpoints")),
          numbers(json.at("expect").at("integrated_gradients_exact"))};
}

/// Whether some relu's operand is zero on a whole piece.
bool some_unit_rests(const GoldenCase& c) {
  const auto pieces = linear_pieces(c.network, c.target, c.segment).value();
  const Trace<Rational> at =
      trace(c.network, interpolate<Rational>(c.segment.from, c.segment.to, pieces.midpoints()));
  for (const Node& node : c.network.nodes()) {
    const bool relu =
        std::holds_alternative<Relu>(c.network.operators()[static_cast<std::size_t>(node.op)]);
    if (!relu) continue;
    if ((at.tensors[static_cast<std::size_t>(node.inputs[0])] == Rational(0)).any()) return true;
  }
  return false;
}

template <Scalar S>
Segment<S> rounded(const Segment<Rational>& segment) {
  return {convert_all<S>(segment.from), convert_all<S>(segment.to)};
}

/// The float or double pieces of a rounded network against the exact pieces of that same network.
template <Scalar S>
std::string find_and_compare(const Network<S>& network, const Vector<S>& target,
                             const Segment<S>& segment) {
  return compare_with_exact(network, target, segment,
                            linear_pieces(network, target, segment).value());
}

Vector<Rational> one() { return Vector<Rational>::Constant(1, Rational(1)); }

}  // namespace

TEST_CASE("the breakpoints of the golden networks are found exactly") {
  const auto file = shared_data("golden/relu_nets.json");
  if (!file) return skip_without_shared_data();
  std::ifstream stream(*file);
  const Json networks = Json::parse(stream);
  CHECK(networks.size() == 60);
  for (const Json& json : networks) {
    const GoldenCase c = read_case(json);
    const auto pieces = linear_pieces(c.network, c.target, c.segment).value();
    CHECK(pieces.breakpoints == c.breakpoints);
    CHECK_FALSE(pieces.inside_kink.has_value());
    CHECK(pieces.delta == 0);
    CHECK(pieces.uncertain_length == 0);
    CHECK(column(integrate(c.network, c.target, c.segment, pieces), 0) == c.attributions);
  }
}

TEMPLATE_TEST_CASE("the breakpoints of the golden networks are found within delta", "", float,
                   double) {
  using S = TestType;
  const auto file = shared_data("golden/relu_nets.json");
  if (!file) return skip_without_shared_data();
  std::ifstream stream(*file);
  for (const Json& json : Json::parse(stream)) {
    const GoldenCase c = read_case(json);
    const auto network = convert<S>(c.network).value();
    const auto target = convert_all<S>(c.target);
    const auto segment = rounded<S>(c.segment);
    CHECK(find_and_compare<S>(network, target, segment).empty());
    const auto pieces = linear_pieces<S>(network, target, segment).value();
    CHECK(pieces.breakpoints.size() == c.breakpoints.size());
    // Units of small whole numbers are known to about gamma_20 times a few hundred, and cross no
    // slower than one per unit of t. A unit that is zero on a whole piece, because all that it
    // reads is off, cannot be told from one that crosses there.
    if (!some_unit_rests(c)) {
      CHECK(static_cast<double>(pieces.delta) < 1e5 * unit_roundoff<S>);
    }
  }
}

TEST_CASE("relu networks have the pieces the reference finds by bisection") {
  property("layers of small whole numbers", [] {
    reference::LayeredNetwork<Rational> slow;
    LayerList<Rational> layers;
    int width = draw(1, 3);
    const int inputs = width;
    const int depth = draw(2, 3);
    for (int l = 0; l < depth; ++l) {
      const int units = l + 1 == depth ? 1 : draw(1, 4);
      Layer<Rational> layer{Matrix<Rational>(units, width), Vector<Rational>(units), l + 1 < depth};
      reference::Layer<Rational> twin;
      twin.activation = layer.relu ? reference::Activation::kRelu : reference::Activation::kNone;
      for (int i = 0; i < units; ++i) {
        twin.W.emplace_back();
        for (int j = 0; j < width; ++j) {
          layer.weights(i, j) = draw(-2, 2);
          twin.W.back().push_back(layer.weights(i, j));
        }
        layer.bias(i) = draw(-2, 2);
        twin.b.push_back(layer.bias(i));
      }
      layers.push_back(layer);
      slow.push_back(twin);
      width = units;
    }
    const Segment<Rational> segment{draw_points(inputs, 1, 1).col(0),
                                    draw_points(inputs, 1, 1).col(0)};
    const auto expected =
        reference::linear_pieces(slow, 0, column(segment.from, 0), column(segment.to, 0));
    const auto network = make_network(layers).value();
    const auto got = linear_pieces(network, one(), segment).value();
    RC_ASSERT(got.breakpoints == expected.breakpoints());
    const bool reaches = std::any_of(expected.kinks.begin(), expected.kinks.end(),
                                     [](const auto& kink) { return kink.reaches_target; });
    // Not the other way round: a kink may hang on features that do not move.
    if (got.inside_kink) RC_ASSERT(reaches);
    if (!got.inside_kink) {
      const Vector<Rational> sum = integrate(network, one(), segment, got);
      RC_ASSERT(column(sum, 0) ==
                reference::attributions(expected, column(segment.from, 0), column(segment.to, 0)));
    }
  });
}

TEST_CASE("pieces are linear, and something bends at every breakpoint between them") {
  property("at every tensor of random piecewise linear graphs", [] {
    const Blueprint plan = draw_blueprint(kPiecewiseLinear);
    const Network<Rational> network = build(plan);
    const Vector<Rational> target = draw_points(network.output_features(), 1).col(0);
    const Segment<Rational> segment{draw_points(plan.features(), 1).col(0),
                                    draw_points(plan.features(), 1).col(0)};
    const auto pieces = linear_pieces(network, target, segment).value();
    const Exact& t = pieces.breakpoints;
    RC_ASSERT(t.front() == 0);
    RC_ASSERT(t.back() == 1);
    const auto values_at = [&](const Exact& ts) {
      return trace(network, interpolate<Rational>(segment.from, segment.to, ts)).tensors;
    };
    /// Whether some tensor leaves the straight line through its values at a and c at b.
    const auto bends = [&](const Rational& a, const Rational& b, const Rational& c) {
      const Rational share = (b - a) / (c - a);
      for (const auto& values : values_at({a, b, c})) {
        const Batch<Rational> off =
            values.col(1) - values.col(0) - share * (values.col(2) - values.col(0));
        if ((off != Rational(0)).any()) return true;
      }
      return false;
    };
    const Exact middles = pieces.midpoints();
    for (std::size_t k = 0; k + 1 < t.size(); ++k) {
      RC_ASSERT(t[k] < t[k + 1]);
      RC_ASSERT(!bends(t[k], (t[k] + middles[k]) / 2, t[k + 1]));
      RC_ASSERT(!bends(t[k], (2 * t[k + 1] + middles[k]) / 3, t[k + 1]));
      if (k > 0) RC_ASSERT(bends(middles[k - 1], t[k], middles[k]));
    }
    const Batch<Rational> inner = interpolate<Rational>(segment.from, segment.to, middles);
    const auto slopes = gradient(network, inner, target, {}).value().values;
    for (Index i = 0; i < slopes.rows(); ++i) {
      RC_ASSERT(slopes.row(i).abs().maxCoeff() <= pieces.gradient_bound(i));
    }
  });
}

TEMPLATE_TEST_CASE("pieces in floating point are the exact ones of the rounded network", "", float,
                   double) {
  using S = TestType;
  property("random piecewise linear graphs with numbers that round", [] {
    const Blueprint plan = draw_blueprint(kPiecewiseLinear, 3);
    const auto network = convert<S>(build(plan)).value();
    const Vector<S> target = convert_all<S>(draw_points(network.output_features(), 1).col(0));
    const Segment<S> segment = rounded<S>(
        {draw_points(plan.features(), 1, 3).col(0), draw_points(plan.features(), 1, 3).col(0)});
    const std::string fault = find_and_compare<S>(network, target, segment);
    if (!fault.empty()) RC_FAIL(fault);
  });
}

TEST_CASE("linear pieces refuse what is not piecewise linear, naming the node") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({1});
  const auto network = b.build(b.product(b.relu(x), x)).value();
  const auto pieces =
      linear_pieces(network, one(), {Vector<Rational>::Constant(1, Rational(0)), one()});
  REQUIRE_FALSE(pieces.has_value());
  CHECK(pieces.error().kind == ErrorKind::unsupported);
  CHECK(pieces.error().where == "node 1 (product)");
}

}  // namespace axiomark::tests
