#include "axioms/sensitivity_a.hpp"

#include "network/examples.hpp"
#include "tests/axioms/sabotage.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

const std::string kAxiom = "sensitivity-a";

/// A01: 1 - relu(1 - x) from 0 to 2.
Case<Rational> saturation() { return {{probe("F", examples::saturation(), {2}, {0})}, {0}, {}}; }

/// A06: network f of figure 7 from (3, 0) to (3, 1).
Case<Rational> figure_7() {
  return {{probe("f", examples::figure_7_f(), {3, 1}, {3, 0})}, {1}, {}};
}

}  // namespace

TEST_CASE("in a sensitivity-a case one feature moves alone and moves the output") {
  int changed = 0;
  for (const MethodKind kind : {MethodKind::local, MethodKind::zero_baseline_implied,
                                MethodKind::one_baseline, MethodKind::baseline_distribution}) {
    for_each_case(kAxiom, 200, [&](const Ingredients<Rational>& in) {
      const auto c = axiom(kAxiom).build_case(in, kind).value();
      REQUIRE(c.probes.size() == 1);
      const Probe<Rational>& p = c.probes[0];
      REQUIRE(c.features == std::vector<Index>{in.feature});
      for (Index i = 0; i < p.input.size(); ++i) {
        CHECK((p.input(i) != p.baseline(i)) == (i == in.feature));
      }
      CHECK(value(p, p.input) != value(p, p.baseline));
      const bool own =
          kind == MethodKind::one_baseline || kind == MethodKind::baseline_distribution;
      CHECK(numbers(p.baseline) ==
            (own ? numbers(in.baseline)
                 : Numbers(static_cast<std::size_t>(in.baseline.size()), Rational(0))));
      if (p.network.nodes().size() != in.network.nodes().size()) ++changed;
    });
  }
  // Both ways to make the output move were taken.
  CHECK(changed > 100);
  CHECK(changed < 700);
}

TEST_CASE("gradients miss the rise of 1 - relu(1 - x) and exact integrated gradients see it") {
  for (const std::string text : {"gradient", "gradient-x-input", "guided-backprop", "deconvnet"}) {
    INFO(text);
    const auto j = judged(method(text), kAxiom, saturation());
    CHECK(j.outcome == Outcome::broken);
    CHECK(numbers(j.sides.left) == Numbers{0});
    CHECK(numbers(j.sides.right) == Numbers{1});
    CHECK(j.reason == "x1 gets attribution 0, although it alone changes the output, by 1");
  }
  const auto kept = judged(method("integrated-gradients:rule=exact"), kAxiom, saturation());
  CHECK(kept.outcome == Outcome::kept);
  CHECK(numbers(kept.sides.left) == Numbers{1});
}

TEST_CASE("guided backpropagation and DeConvNet miss x2 of figure 7 which the gradient sees") {
  for (const std::string text : {"guided-backprop", "deconvnet"}) {
    INFO(text);
    const auto j = judged(method(text), kAxiom, figure_7());
    CHECK(j.outcome == Outcome::broken);
    CHECK(numbers(j.sides.left) == Numbers{0});
    CHECK(numbers(j.sides.right) == Numbers{-1});
  }
  for (const std::string text : {"gradient", "integrated-gradients:rule=exact"}) {
    INFO(text);
    const auto j = judged(method(text), kAxiom, figure_7());
    CHECK(j.outcome == Outcome::kept);
    CHECK(numbers(j.sides.left) == Numbers{-1});
  }
}

TEST_CASE("sensitivity-a asks for an attribution that is not zero and for no value") {
  CHECK(judged(negated(), kAxiom, saturation()).outcome == Outcome::kept);
  CHECK(judged(ones(), kAxiom, figure_7()).outcome == Outcome::kept);
  CHECK(judged(zero(), kAxiom, saturation()).outcome == Outcome::broken);
  CHECK(judged(faulty(), kAxiom, saturation()).outcome == Outcome::error);
}

}  // namespace axiomark::tests
