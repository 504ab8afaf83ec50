#include "axioms/symmetry.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

TEST_CASE("a path along the axes tells the factors of x1 x2 apart, integrated gradients do not") {
  const auto c = a_case({probe("F", product_of_two(), {1, 1}, {0, 0})}, {0, 1});
  CHECK(on("symmetry", "path:order=[0,1],rule=simpson,steps=2", c) == broken({0}, {1}));
  CHECK(on("symmetry", "integrated-gradients:rule=simpson,steps=2", c) ==
        kept({Rational(1, 2)}, {Rational(1, 2)}));
}

TEST_CASE("symmetry is asked of symmetric functions at equal values only") {
  const auto sum = one_layer({{1, 1}}, {0}, {{1}});
  CHECK(refused("symmetry",
                a_case({probe("F", one_layer({{2, 1}}, {0}, {{1}}), {1, 1}, {0, 0})}, {0, 1})));
  CHECK(refused("symmetry", a_case({probe("F", sum, {1, 2}, {0, 0})}, {0, 1})));
  CHECK(refused("symmetry", a_case({probe("F", sum, {1, 1}, {0, 1})}, {0, 1})));
}

TEST_CASE("symmetric functions come symmetrised and symmetric by weights, equal on the pair only") {
  Ingredients<Rational> in{one_layer({{2, 1, 0}}, {1}, {{1}}),
                           vector({1, 2, 3}),
                           vector({-1, 0, 1}),
                           vector({1}),
                           0,
                           {}};
  in.other = 1;
  for (const Index variant : {0, 1}) {
    in.variant = variant;
    const auto c = axiom("symmetry").build_case(in, MethodKind::one_baseline).value();
    CHECK(c.variant == (variant == 0 ? "symmetrised" : "symmetric by weights"));
    CHECK(numbers(c.probes[0].input) == Numbers{1, 1, 3});
    CHECK(numbers(c.probes[0].baseline) == Numbers{-1, -1, 1});
    CHECK_FALSE(refused("symmetry", c));
  }
}

}  // namespace axiomark::tests
