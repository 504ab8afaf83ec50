#include "axioms/sensitivity_n.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

namespace {

Case<Rational> with(const Rational& n) {
  return a_case({probe("F", product_of_two(), {1, 1}, {0, 0})}, {}, {n});
}

}  // namespace

TEST_CASE("C04 occlusion keeps sensitivity-1 on x1 x2 and breaks sensitivity-2") {
  CHECK(on("sensitivity-n", "occlusion", with(1)) == kept({1, 1}, {1, 1}));
  CHECK(on("sensitivity-n", "occlusion", with(2)) == broken({2}, {1}));
  const std::string ig = "integrated-gradients:rule=simpson,steps=2";
  CHECK(on("sensitivity-n", ig, with(1)) == broken({Rational(1, 2), Rational(1, 2)}, {1, 1}));
  CHECK(on("sensitivity-n", ig, with(2)) == kept({1}, {1}));
}

TEST_CASE("n goes from 1 to the number of features") {
  CHECK(refused("sensitivity-n", with(0)));
  CHECK(refused("sensitivity-n", with(3)));
  CHECK(refused("sensitivity-n", with(Rational(1, 2))));
  CHECK(refused("sensitivity-n", a_case({probe("F", product_of_two(), {1, 1}, {0, 0})})));
  for (Index variant = 0; variant < 4; ++variant) {
    Ingredients<Rational> in{product_of_two(), vector({1, 1}), vector({0, 0}), vector({1}), 0, {}};
    in.variant = variant;
    const auto c = axiom("sensitivity-n").build_case(in, MethodKind::one_baseline).value();
    CHECK(numbers(c.numbers) == Numbers{variant % 2 + 1});
    CHECK(c.variant == (variant % 2 == 0 ? "n = 1" : "all features"));
  }
}

}  // namespace axiomark::tests
