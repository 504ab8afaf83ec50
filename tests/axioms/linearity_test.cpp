#include "axioms/linearity.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

namespace {

/// relu(x1) and relu(x2), and how they are put together.
Case<Rational> difference(bool by_target) {
  const auto f = one_layer({{1, 0}}, {0}, {{1}});
  const auto g = one_layer({{0, 1}}, {0}, {{1}});
  const auto h = by_target ? one_layer({{1, 0}, {0, 1}}, {0, 0}, {{1, 0}, {0, 1}})
                           : one_layer({{1, 0}, {0, 1}}, {0, 0}, {{1, -1}});
  auto c = a_case(
      {probe("H", h, {2, 1}, {0, 0}), probe("F", f, {2, 1}, {0, 0}), probe("G", g, {2, 1}, {0, 0})},
      {}, {1, -1});
  if (by_target) c.probes[0].target = vector({1, -1});
  return c;
}

}  // namespace

TEST_CASE("LRP's z+ rule is not linear in an output layer, but in the weights of two outputs") {
  // All of H = 2 - 1 goes to the positive part.
  CHECK(on("linearity", "lrp:rule=z+", difference(false)) == broken({1, 0}, {2, -1}));
  CHECK(on("linearity", "lrp:rule=z+", difference(true)) == kept({2, -1}, {2, -1}));
}

TEST_CASE("guided backpropagation is not linear in either form, the gradient is in both") {
  for (const bool by_target : {false, true}) {
    CHECK(on("linearity", "guided-backprop", difference(by_target)) == broken({1, 0}, {1, -1}));
    CHECK(on("linearity", "gradient", difference(by_target)) == kept({1, -1}, {1, -1}));
  }
}

TEST_CASE("linearity is asked of a weighted sum at the same points only") {
  auto c = difference(false);
  c.numbers = vector({1, 1});
  CHECK(refused("linearity", c));
  c = difference(false);
  c.numbers = vector({1});
  CHECK(refused("linearity", c));
  c = difference(false);
  c.probes[2].input = vector({2, 2});
  CHECK(refused("linearity", c));
}

TEST_CASE("the two forms of a weighted sum are kinds of case") {
  Ingredients<Rational> in{
      one_layer({{1, 0}}, {0}, {{1}}), vector({2, 1}), vector({0, 0}), vector({1}), 0, {}};
  in.second = one_layer({{0, 1}}, {0}, {{1}});
  in.second_target = vector({1});
  in.coefficients = {2, -3};
  const auto layer = axiom("linearity").build_case(in, MethodKind::one_baseline).value();
  CHECK(layer.variant == "output layer");
  CHECK(layer.probes[0].network.output_features() == 1);
  in.variant = 1;
  const auto target = axiom("linearity").build_case(in, MethodKind::one_baseline).value();
  CHECK(target.variant == "target weights");
  CHECK(numbers(target.probes[0].target) == Numbers{2, -3});
}

}  // namespace axiomark::tests
