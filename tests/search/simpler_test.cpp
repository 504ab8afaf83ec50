#include "search/simpler.hpp"

#include <functional>
#include <map>
#include <tuple>

#include "network/builder.hpp"
#include "network/layer_list.hpp"
#include "search/case_size.hpp"
#include "search/ingredient_source.hpp"
#include "search/simpler_numbers.hpp"
#include "tests/property.hpp"

namespace axiomark::tests {
namespace {

/// How far a number is from what a reader likes: 0, 1, -1, then small integers, positive before
/// negative, then fractions by their denominator. Written anew, not taken from the code.
Rational cost(double v) {
  const auto exact = convert<Rational>(v);
  const Rational size = exact < 0 ? Rational(-exact) : exact;
  const Rational integer = 2 * size - (exact > 0 ? 1 : 0);
  return integer + 1000 * (Rational(denominator(exact)) - 1);
}

Rational cost_of_all(const Vector<double>& values) {
  Rational sum = 0;
  for (const double v : values) sum += cost(v);
  return sum;
}

/// The documented order: extras, operators, units, inputs, bends, non-zero parameters, numbers; of both
/// functions.
struct Measure {
  Index extras = 0;
  Index operators = 0;
  Index units = 0;
  Index inputs = 0;
  Index bends = 0;
  Index non_zero = 0;
  Rational numbers = 0;

  friend auto operator<=>(const Measure& a, const Measure& b) {
    return std::tie(a.extras, a.operators, a.units, a.inputs, a.bends, a.non_zero, a.numbers) <=>
           std::tie(b.extras, b.operators, b.units, b.inputs, b.bends, b.non_zero, b.numbers);
  }
};

void add(Measure& m, const Network<double>& network) {
  const std::map<std::string_view, Index> weights = {
      {"dense", 1},   {"scale", 1}, {"shift", 1},      {"relu", 1},        {"abs", 2},
      {"clip", 2},    {"power", 2}, {"leaky-relu", 2}, {"product", 5},     {"max-pool", 5},
      {"gather", 2},  {"slice", 2}, {"reshape", 2},    {"convolution", 4}, {"average-pool", 4},
      {"concat", -1}, {"sum", -1},  {"reduce-max", 5}, {"max", -2},        {"min", -2}};
  std::map<Index, int> uses;
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const Node& node = network.node_of(t);
    const auto& op = network.operator_of(t);
    const Index weight = weights.at(name<double>(op));
    const auto operands = static_cast<Index>(node.inputs.size());
    m.operators += weight == -1 ? operands : weight == -2 ? 1 + operands : weight;
    if (uses[node.op]++ > 0) m.operators += 1;
    m.bends += kind<double>(op) == OperatorKind::elementwise ? 1 : 0;
    m.units += element_count(network.shape(t));
  }
  for (const auto& op : network.operators()) {
    std::visit(
        [&](const auto& o) {
          for_each_parameter<double>(o, [&]<class P>(const P& p) {
            if constexpr (std::same_as<P, double>) {
              m.non_zero += p != 0 ? 1 : 0;
              m.numbers += cost(p);
            } else {
              m.non_zero += (p != 0.0).count();
              for (const double v : p.reshaped()) m.numbers += cost(v);
            }
          });
        },
        op);
  }
}

Measure measure(const Ingredients<double>& in) {
  Measure m;
  m.extras = static_cast<Index>(in.rewrites.size()) + (in.second ? 1 : 0) +
             (in.factors.size() > 0 ? 1 : 0) + (in.offsets.size() > 0 ? 1 : 0);
  m.inputs = in.input.size();
  add(m, in.network);
  if (in.second) add(m, *in.second);
  m.numbers += cost_of_all(in.input) + cost_of_all(in.baseline) + cost_of_all(in.factors) +
               cost_of_all(in.offsets) + cost(in.coefficients[0]) + cost(in.coefficients[1]) +
               cost(static_cast<double>(in.feature)) + cost(static_cast<double>(in.other));
  for (const RewriteStep& step : in.rewrites) {
    const auto kinds = rewrite_kinds();
    m.numbers +=
        cost(static_cast<double>(step.place)) + cost(step.parameter) +
        cost(static_cast<double>(std::find(kinds.begin(), kinds.end(), step.kind) - kinds.begin()));
  }
  return m;
}

/// Takes the first simpler ingredients that will do, as long as there are any.
Ingredients<double> least(Ingredients<double> in,
                          const std::function<bool(const Ingredients<double>&)>& will_do) {
  for (bool moved = true; moved;) {
    moved = false;
    for (Ingredients<double>& next : simpler(in)) {
      if (!will_do(next)) continue;
      in = std::move(next);
      moved = true;
      break;
    }
  }
  return in;
}

Ingredients<double> drawn(std::uint64_t k) {
  return draw_ingredients(RandomStream(31).split(k), size_of_case(1'000'000));
}

}  // namespace

TEST_CASE("every simpler candidate is strictly simpler and still a case") {
  property("the documented measure does not grow, and the size falls", [] {
    Ingredients<double> in = drawn(static_cast<std::uint64_t>(draw(0, 100'000)));
    in.input(0) = static_cast<double>(draw(-9, 9)) / 4;
    const Measure before = measure(in);
    auto candidates = simpler(in);
    for (auto& next : simpler_by_two(in)) candidates.push_back(std::move(next));
    for (const Ingredients<double>& next : candidates) {
      RC_ASSERT(measure(next) <= before);
      RC_ASSERT(size_of(next) < size_of(in));
      RC_ASSERT(next.input.size() == next.network.input_features());
      RC_ASSERT(next.baseline.size() == next.input.size());
      RC_ASSERT(next.target.size() == next.network.output_features());
      RC_ASSERT(next.feature >= 0 && next.feature < next.input.size());
      RC_ASSERT(next.other >= 0 && next.other < next.input.size());
      RC_ASSERT(!next.network.nodes().empty());
      if (next.second) RC_ASSERT(next.second->input_features() == next.input.size());
      if (next.factors.size() > 0) RC_ASSERT(next.factors.size() == next.input.size());
      if (next.offsets.size() > 0) RC_ASSERT(next.offsets.size() == next.input.size());
      RC_ASSERT((next.factors != 0.0).all());
    }
  });
}

TEST_CASE("the smallest candidates come first") {
  for (std::uint64_t k = 0; k < 50; ++k) {
    const auto candidates = simpler(drawn(k));
    for (std::size_t c = 1; c < candidates.size(); ++c) {
      REQUIRE_FALSE(size_of(candidates[c]) < size_of(candidates[c - 1]));
    }
  }
}

TEST_CASE("the simplest case has nothing simpler") {
  const LayerList<double> nothing = {{Matrix<double>{{0}}, Vector<double>{{0}}, false}};
  Ingredients<double> in{make_network(nothing).value(),
                         Vector<double>{{0}},
                         Vector<double>{{0}},
                         Vector<double>{{1}},
                         0,
                         {}};
  in.coefficients = {0, 0};
  CHECK(simpler(in).empty());
  CHECK(simpler_by_two(in).empty());
}

TEST_CASE("whatever is drawn shrinks to one dense node of one feature if everything will do") {
  for (std::uint64_t k = 0; k < 300; ++k) {
    INFO("draw " << k);
    const Ingredients<double> in = least(drawn(k), [](const auto&) { return true; });
    const auto layers = layers_of(in.network);
    REQUIRE(layers.size() == 1);
    CHECK(layers[0].weights.size() == 1);
    CHECK_FALSE(layers[0].relu);
    CHECK(simpler(in).empty());
    CHECK(measure(in).numbers == 0);
    CHECK(measure(in).extras == 0);
  }
}

TEST_CASE("a function that has to bend shrinks to the smallest network that bends") {
  const auto bends = [](const Ingredients<double>& in) {
    const Index n = in.network.input_features();
    Batch<double> points(n, 3);
    for (Index k = 0; k < 3; ++k) points.col(k) = Vector<double>::Constant(n, double(k - 1));
    const Batch<double> y = evaluate(in.network, points);
    return y(0, 0) + y(0, 2) != 2 * y(0, 1);
  };
  int bent = 0;
  for (std::uint64_t k = 0; k < 200; ++k) {
    INFO("draw " << k);
    Ingredients<double> in = drawn(k);
    if (!bends(in)) continue;
    ++bent;
    in = least(std::move(in), bends);
    CHECK(bends(in));
    // relu(x1), whatever bent before.
    const Measure m = measure(in);
    CHECK(m.operators == 1);
    CHECK(m.inputs == 1);
    CHECK(m.bends == 1);
  }
  CHECK(bent > 50);
}

TEST_CASE("a module used twice is given up only for fewer uses") {
  NetworkBuilder<double> b;
  const Tensor x = b.input({2});
  const Tensor once = b.relu(b.dense(x, {{1, 2}, {-1, 1}}, {0, 1}));
  const Tensor twice = b.apply_again(once, {b.apply_again(Tensor{1}, {once})});
  const auto network = b.build(b.dense(twice, {{1, 1}}, {0})).value();
  const Ingredients<double> in{
      network, Vector<double>{{1, 2}}, Vector<double>{{0, 0}}, Vector<double>{{1}}, 0, {}};
  bool unshared = false;
  for (const auto& next : simpler(in)) {
    const auto& n = next.network;
    if (n.nodes().size() == network.nodes().size() && n.operators().size() == 4) unshared = true;
  }
  CHECK(unshared);
}

TEST_CASE("numbers become simpler and stay dyadic") {
  CHECK(simpler_numbers(0).empty());
  CHECK(simpler_numbers(1) == std::vector<double>{0});
  CHECK(simpler_numbers(-1) == std::vector<double>{0, 1});
  CHECK(simpler_numbers(5) == std::vector<double>{0, 1, -1, 2, 4});
  CHECK(simpler_numbers(-3) == std::vector<double>{0, 1, -1, 3, -2});
  CHECK(simpler_numbers(2.75) == std::vector<double>{0, 1, -1, 2, 3, 2.5, 1.75});
  CHECK(simpler_numbers(-0.5) == std::vector<double>{0, 1, -1, 0.5});
  for (double v = -6; v <= 6; v += 0.125) {
    INFO(v);
    for (const double next : simpler_numbers(v)) CHECK(cost(next) < cost(v));
  }
}

TEST_CASE("the size of a network is told in inputs and relus and weights") {
  const LayerList<double> layers = {{Matrix<double>{{1, 0}, {0, -2}}, Vector<double>{{0, 1}}, true},
                                    {Matrix<double>{{1, -1}}, Vector<double>{{0}}, false}};
  CHECK(size_in_words(make_network(layers).value()) == "2 inputs, 2 relus, 5 non-zero weights");
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  CHECK(size_in_words(b.build(b.add(b.relu(x), x)).value()) ==
        "1 input, 1 relu, 1 other operator, 2 non-zero weights");
}

}  // namespace axiomark::tests
