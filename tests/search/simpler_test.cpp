#include "search/simpler.hpp"

#include <tuple>

#include "network/builder.hpp"
#include "network/layer_list.hpp"
#include "search/ingredient_source.hpp"
#include "tests/property.hpp"

namespace axiomark::tests {
namespace {

/// How far a number is from what a reader likes: 0, 1, -1, then small integers, positive before
/// negative, then fractions by their denominator. Written anew, not taken from the code.
Rational cost(const Rational& v) {
  const Rational size = v < 0 ? Rational(-v) : v;
  const Rational integer = 2 * size - (v > 0 ? 1 : 0);
  return integer + 1000 * (Rational(denominator(v)) - 1);
}

template <class Values>
Rational cost_of(const Values& values) {
  Rational sum = 0;
  for (const Rational& v : values.reshaped()) sum += cost(v);
  return sum;
}

/// The documented order: rewrites and companions, layers, units, inputs, relus, non-zero weights,
/// numbers; of both functions.
auto measure(const Ingredients<Rational>& in) {
  std::size_t units = 0;
  std::size_t relus = 0;
  Index non_zero = 0;
  Rational numbers = cost_of(in.input) + cost_of(in.baseline) + static_cast<int>(in.feature);
  auto layers = layers_of(in.network);
  if (in.second) {
    for (const auto& layer : layers_of(*in.second)) layers.push_back(layer);
  }
  const std::size_t companions =
      (in.second ? 1U : 0U) + (in.factors.size() > 0 ? 1U : 0U) + (in.offsets.size() > 0 ? 1U : 0U);
  numbers += cost_of(in.factors) + cost_of(in.offsets) + cost(in.coefficients[0]) +
             cost(in.coefficients[1]) + static_cast<int>(in.other);
  for (const auto& layer : layers) {
    units += static_cast<std::size_t>(layer.bias.size());
    relus += layer.relu ? 1U : 0U;
    non_zero += (layer.weights != Rational(0)).count() + (layer.bias != Rational(0)).count();
    numbers += cost_of(layer.weights) + cost_of(layer.bias);
  }
  for (const RewriteStep& step : in.rewrites) {
    numbers += static_cast<int>(step.place) + step.parameter;
  }
  return std::tuple(in.rewrites.size() + companions, layers.size(), units, in.input.size(), relus,
                    non_zero, numbers);
}

}  // namespace

TEST_CASE("every simpler candidate is strictly simpler and still a case") {
  property("the documented measure falls", [] {
    Ingredients<Rational> in = *ingredient_generator();
    // Fractions, which the generator draws rarely and shrinking must handle.
    in.input(0) = Rational(draw(-9, 9), draw(1, 4));
    in.baseline(0) = Rational(draw(-9, 9), draw(1, 4));
    const auto before = measure(in);
    for (const Ingredients<Rational>& next : simpler(in)) {
      RC_ASSERT(measure(next) < before);
      RC_ASSERT(next.input.size() == next.network.input_features());
      RC_ASSERT(next.baseline.size() == next.input.size());
      RC_ASSERT(next.target.size() == next.network.output_features());
      RC_ASSERT(next.feature >= 0 && next.feature < next.input.size());
      RC_ASSERT(!layers_of(next.network).empty());
    }
  });
}

TEST_CASE("the simplest case has nothing simpler") {
  const LayerList<Rational> nothing = {{Matrix<Rational>{{0}}, Vector<Rational>{{0}}, false}};
  Ingredients<Rational> in{make_network(nothing).value(),
                           Vector<Rational>{{0}},
                           Vector<Rational>{{0}},
                           Vector<Rational>{{1}},
                           0,
                           {}};
  in.coefficients = {Rational(0), Rational(0)};
  CHECK(simpler(in).empty());
}

TEST_CASE("the largest steps come first") {
  const auto in = convert<Rational>(draw_ingredients(case_stream(2026, "completeness", 7))).value();
  const auto candidates = simpler(in);
  REQUIRE(candidates.size() > 10);
  CHECK(measure(candidates.front()) < measure(candidates.back()));
}

TEST_CASE("a network that is not plain layers keeps its network and gets simpler points") {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({1});
  const auto network = b.build(b.add(b.relu(x), x)).value();
  const Ingredients<Rational> in{network,
                                 Vector<Rational>{{3}},
                                 Vector<Rational>{{0}},
                                 Vector<Rational>{{1}},
                                 0,
                                 {{RewriteKind::insert_add_zero, 2, 1}}};
  const auto candidates = simpler(in);
  REQUIRE_FALSE(candidates.empty());
  for (const auto& next : candidates) CHECK(next.network.nodes() == network.nodes());
  CHECK(candidates.front().rewrites.empty());
}

TEST_CASE("the size of a network is told in inputs and relus and weights") {
  const LayerList<Rational> layers = {
      {Matrix<Rational>{{1, 0}, {0, -2}}, Vector<Rational>{{0, 1}}, true},
      {Matrix<Rational>{{1, -1}}, Vector<Rational>{{0}}, false}};
  CHECK(size_in_words(make_network(layers).value()) == "2 inputs, 2 relus, 5 non-zero weights");
}

}  // namespace axiomark::tests
