#include "axioms/demand_monotonicity.hpp"

#include "network/examples.hpp"
#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {

namespace {

const std::string kAxiom = "demand-monotonicity";

Case<Rational> grown(const Network<Rational>& network, const Rational& to, const Rational& from) {
  return a_case({probe("F", network, {to, 3}, {0, 0}), probe("F", network, {from, 3}, {0, 0})},
                {0});
}

}  // namespace

TEST_CASE("B01 integrated gradients of the minimum fall when the feature grows, Shapley's do not") {
  CHECK(on(kAxiom, kExact, grown(examples::minimum(), 4, Rational(5, 2))) ==
        broken({0}, {Rational(5, 2)}));
  CHECK(on(kAxiom, kExact, grown(examples::minimum(), 2, 1)) == kept({2}, {1}));
  CHECK(on(kAxiom, "shapley", grown(examples::minimum(), 4, Rational(5, 2))) ==
        kept({Rational(3, 2)}, {Rational(5, 4)}));
}

TEST_CASE("demand monotonicity is not asked of functions that fall or of inputs that shrink") {
  const auto falling = one_layer({{-1, 1}}, {1}, {{1}});
  const Probe<Rational> p = probe("F", examples::minimum(), {3, 1}, {0, 0});
  CHECK(refused(kAxiom, a_case({p, p, p}, {0})));
  CHECK(refused(kAxiom, grown(falling, 3, 2)));
  CHECK(refused(kAxiom, grown(examples::minimum(), 1, 2)));
  CHECK(refused(kAxiom, a_case({p, probe("F", examples::minimum(), {2, 0}, {0, 0})}, {0})));
}

}  // namespace axiomark::tests
