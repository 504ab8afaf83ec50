#include "axioms/proportionality.hpp"

#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

namespace {

const std::string kAxiom = "proportionality";

}  // namespace

TEST_CASE("B03 attributions of a function of the sum are in proportion, but Shapley's are not") {
  const auto c = a_case({probe("F", one_layer({{1, 1}}, {-1}, {{1}}), {2, 1}, {0, 0})}, {0, 1});
  CHECK(on(kAxiom, kExact, c) == kept({Rational(4, 3)}, {Rational(4, 3)}));
  CHECK(on(kAxiom, "shapley", c) == broken({Rational(3, 2)}, {1}));
}

TEST_CASE("proportionality is asked of functions of the sum from zero only") {
  const auto sum = one_layer({{1, 1}}, {-1}, {{1}});
  CHECK(refused(kAxiom,
                a_case({probe("F", one_layer({{2, 1}}, {0}, {{1}}), {3, 1}, {0, 0})}, {0, 1})));
  CHECK(refused(kAxiom, a_case({probe("F", sum, {3, 1}, {1, 0})}, {0, 1})));
}

}  // namespace axiomark::tests
