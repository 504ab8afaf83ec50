#include "axioms/affine_scale_invariance.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

namespace {

const std::string kAxiom = "affine-scale-invariance";

}  // namespace

TEST_CASE("A15 the serial-cost path depends on the units of the features") {
  NetworkBuilder<Rational> in_units;
  const Tensor y = in_units.input({2});
  const auto scaled =
      in_units.build(in_units.include(product_of_two(), {in_units.scale(y, vector({1, 3}))}))
          .value();
  // y_2 = x_2 / 3.
  const auto c =
      a_case({probe("f", product_of_two(), {1, 3}, {0, 0}), probe("g", scaled, {1, 1}, {0, 0})}, {},
             {1, Rational(1, 3), 0, 0});
  CHECK(on(kAxiom, "serial-cost:rule=simpson,steps=2", c) ==
        broken({Rational(1, 2), Rational(5, 2)}, {Rational(3, 2), Rational(3, 2)}));
  CHECK(on(kAxiom, "shapley", c).outcome == Outcome::kept);
  CHECK(on(kAxiom, "integrated-gradients:rule=simpson,steps=2", c).outcome == Outcome::kept);
}

TEST_CASE("affine scale invariance is asked of one function in two units only") {
  const Probe<Rational> f = probe("f", one_layer({{2, 1}}, {0}, {{1}}), {3, 1}, {0, 0});
  const Probe<Rational> g = probe("g", one_layer({{2, 2}}, {0}, {{1}}), {3, 1}, {0, 0});
  CHECK(refused(kAxiom, a_case({f, g}, {}, {1, 1, 0, 0})));
  CHECK(refused(kAxiom, a_case({f, f}, {}, {1, 0, 0, 0})));
  CHECK(refused(kAxiom, a_case({f, f}, {}, {1, 1})));
  CHECK(refused(kAxiom, a_case({f, f}, {}, {2, 1, 0, 0})));
}

}  // namespace axiomark::tests
