#include "axioms/permutation_equivariance.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {
namespace {

const std::string kAxiom = "permutation-equivariance";

Case<Rational> exchanged() {
  return a_case(
      {probe("f", product_of_two(), {1, 2}, {0, 0}), probe("g", product_of_two(), {2, 1}, {0, 0})},
      {1, 0});
}

}  // namespace

TEST_CASE("an order of the features that is fixed by number depends on how they are listed") {
  CHECK(on(kAxiom, "path:order=[0,1],rule=simpson,steps=2", exchanged()) == broken({2, 0}, {0, 2}));
  CHECK(on(kAxiom, "integrated-gradients:rule=simpson,steps=2", exchanged()) ==
        kept({1, 1}, {1, 1}));
  CHECK(on(kAxiom, "occlusion", exchanged()) == kept({2, 2}, {2, 2}));
}

TEST_CASE("one feature becomes two that differ, so that there is an order") {
  const Ingredients<Rational> in{
      one_layer({{1}}, {-1}, {{1}}), vector({2}), vector({0}), vector({1}), 0, {}};
  const auto c = axiom(kAxiom).build_case(in, MethodKind::one_baseline).value();
  CHECK(numbers(c.probes[0].input) == Numbers{2, 3});
  CHECK(numbers(c.probes[1].input) == Numbers{3, 2});
  CHECK(c.features == std::vector<Index>{1, 0});
  CHECK_FALSE(refused(kAxiom, c));
}

TEST_CASE("equivariance is asked of a permutation of one function only") {
  auto c = exchanged();
  c.features = {0, 0};
  CHECK(refused(kAxiom, c));
  c = exchanged();
  c.features = {0, 1};
  CHECK(refused(kAxiom, c));
  c = exchanged();
  c.probes[1].network = one_layer({{1, 1}}, {0}, {{1}});
  CHECK(refused(kAxiom, c));
}

}  // namespace axiomark::tests
