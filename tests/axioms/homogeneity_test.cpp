#include "axioms/homogeneity.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

namespace {

Case<Rational> negated() {
  const Probe<Rational> f = probe("F", one_layer({{1}}, {0}, {{1}}), {2}, {0});
  const Probe<Rational> g = probe("G", one_layer({{1}}, {0}, {{-1}}), {2}, {0});
  return a_case({g, f}, {}, {-1});
}

}  // namespace

TEST_CASE("guided backpropagation loses a function with its sign, the gradient turns around") {
  CHECK(on("homogeneity", "guided-backprop", negated()) == broken({0}, {-1}));
  CHECK(on("homogeneity", "gradient", negated()) == kept({-1}, {-1}));
  CHECK(on("homogeneity", kExact, negated()) == kept({-2}, {-2}));
}

TEST_CASE("homogeneity is asked of a multiple of the function only") {
  auto c = negated();
  c.numbers = vector({1});
  CHECK(refused("homogeneity", c));
  c.numbers = vector({});
  CHECK(refused("homogeneity", c));
}

}  // namespace axiomark::tests
