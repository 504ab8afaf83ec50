#include "axioms/symmetric_monotonicity.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

namespace {

const std::string kAxiom = "symmetric-monotonicity";

/// (z_1 + z_2)^3
Network<Rational> cube_of_sum() {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  return b.build(b.apply(Operator<Rational>(Power{3}), {b.dense(x, {{1, 1}}, {0})})).value();
}

}  // namespace

TEST_CASE("L05 Shapley values of (x1 + x2)^3 per unit differ where the slopes are equal") {
  const auto cube = cube_of_sum();
  const auto c =
      a_case({probe("g", cube, {1, 2}, {0, 0}), probe("f", cube, {1, 2}, {0, 0})}, {0, 1});
  CHECK(on(kAxiom, "shapley", c) == broken({Rational(17, 2)}, {10}));
  // Simpson's rule is exact for the squares that it integrates.
  CHECK(on(kAxiom, "integrated-gradients:rule=simpson,steps=2", c) == kept({9}, {9}));
}

TEST_CASE("symmetric monotonicity is asked of ordered slopes and of features that move only") {
  const auto cube = cube_of_sum();
  const Probe<Rational> steep = probe("f", one_layer({{2, 1}}, {0}, {{1}}), {3, 1}, {0, 0});
  CHECK(refused(kAxiom, a_case({steep, steep}, {0, 1})));
  CHECK_FALSE(refused(kAxiom, a_case({steep, steep}, {1, 0})));
  const Probe<Rational> still = probe("f", cube, {0, 2}, {0, 0});
  CHECK(refused(kAxiom, a_case({still, still}, {0, 1})));
}

}  // namespace axiomark::tests
