#include "axioms/sensitivity_b.hpp"

#include "network/examples.hpp"
#include "tests/axioms/sabotage.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

const std::string kAxiom = "sensitivity-b";

}  // namespace

TEST_CASE("in a sensitivity-b case the dummies never matter") {
  RandomStream stream(2026);
  int unused = 0;
  int cancelling = 0;
  for_each_case(kAxiom, 300, [&](const Ingredients<Rational>& in) {
    const auto c = axiom(kAxiom).build_case(in, MethodKind::one_baseline).value();
    REQUIRE(c.probes.size() == 1);
    const Probe<Rational>& p = c.probes[0];
    const Index n = p.network.input_features();
    REQUIRE_FALSE(c.features.empty());
    REQUIRE(p.input.size() == n);
    REQUIRE(p.baseline.size() == n);
    const bool is_unused = c.features == std::vector<Index>{in.network.input_features()};
    ++(is_unused ? unused : cancelling);
    for (int round = 0; round < 4; ++round) {
      const Vector<Rational> at = draw_point(stream, n);
      for (const Index dummy : c.features) {
        Vector<Rational> moved = at;
        moved(dummy) = draw_point(stream, 1)(0);
        CHECK(value(p, at) == value(p, moved));
      }
    }
    if (is_unused) return;
    // With one more feature the function is not zero, and that feature is no dummy.
    CHECK(static_cast<Index>(c.features.size()) == in.network.input_features());
    if (n > in.network.input_features()) CHECK(value(p, p.input) == 1);
  });
  CHECK(unused > 50);
  CHECK(cancelling > 50);
}

TEST_CASE("guided backpropagation and DeConvNet give x1 of f - g a share of nothing") {
  const Case<Rational> c{{probe("F", examples::figure_7_difference(), {3, 1}, {0, 0})}, {0, 1}, {}};
  for (const std::string text : {"guided-backprop", "deconvnet"}) {
    INFO(text);
    const auto j = judged(method(text), kAxiom, c);
    CHECK(j.outcome == Outcome::broken);
    CHECK(numbers(j.sides.left) == Numbers{1, 0});
    CHECK(numbers(j.sides.right) == Numbers{0, 0});
    CHECK(j.reason == "x1 gets attribution 1, although F does not depend on it");
  }
  for (const std::string text :
       {"gradient", "gradient-x-input", "integrated-gradients:rule=exact"}) {
    INFO(text);
    CHECK(judged(method(text), kAxiom, c).outcome == Outcome::kept);
  }
}

TEST_CASE("inside a kink a quadrature gives x2 what belongs to x1 and hangs on the kink") {
  const Case<Rational> c{
      {probe("F", examples::first_input_in_disguise(), {1, 1}, {0, 0})}, {1}, {}};
  const auto at_0 = judged(method("integrated-gradients:rule=right,steps=5"), kAxiom, c);
  CHECK(at_0.outcome == Outcome::broken);
  CHECK(numbers(at_0.sides.left) == Numbers{1});
  CHECK(at_0.hung_on == HangSet(Hang::kink));
  const auto at_1 = judged(method("integrated-gradients:rule=right,steps=5,kink=1"), kAxiom, c);
  CHECK(numbers(at_1.sides.left) == Numbers{-1});
  const auto at_half =
      judged(method("integrated-gradients:rule=right,steps=5,kink=1/2"), kAxiom, c);
  CHECK(at_half.outcome == Outcome::kept);
  const auto exact = judged(method("integrated-gradients:rule=exact"), kAxiom, c);
  CHECK(exact.outcome == Outcome::not_applicable);
}

TEST_CASE("only the dummies are asked about") {
  // x2 of relu(x1) is a dummy, x1 is not.
  const Case<Rational> c{{probe("F", examples::figure_7_f(), {3, 1}, {0, 0})}, {}, {}};
  CHECK(judged(ones(), kAxiom, c).outcome == Outcome::error);  // a case without a dummy is none
  Case<Rational> second = c;
  second.features = {1};
  CHECK(judged(ones(), kAxiom, second).outcome == Outcome::broken);
  CHECK(judged(zero(), kAxiom, second).outcome == Outcome::kept);
}

}  // namespace axiomark::tests
