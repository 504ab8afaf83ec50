#include "axioms/completeness.hpp"

#include "network/examples.hpp"
#include "tests/axioms/sabotage.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

const std::string kAxiom = "completeness";

Case<Rational> on(const Network<Rational>& network, const Numbers& input) {
  return {{probe("F", network, input, Numbers(input.size(), Rational(0)))}, {}, {}};
}

}  // namespace

TEST_CASE("a completeness case is the network and the points that were drawn") {
  for_each_case(kAxiom, 200, [](const Ingredients<Rational>& in) {
    if (in.variant % 2 == 1) return;
    const auto c = axiom(kAxiom).build_case(in, MethodKind::one_baseline).value();
    REQUIRE(c.probes.size() == 1);
    CHECK(c.variant == "any segment");
    CHECK(numbers(c.probes[0].input) == numbers(in.input));
    CHECK(numbers(c.probes[0].baseline) == numbers(in.baseline));
    CHECK(c.features.empty());
    for (const MethodKind kind : {MethodKind::local, MethodKind::zero_baseline_implied}) {
      const auto from_zero = axiom(kAxiom).build_case(in, kind).value();
      CHECK((from_zero.probes[0].baseline == Rational(0)).all());
    }
  });
}

TEST_CASE("every second completeness case stays in one linear piece of the segment drawn") {
  int moved = 0;
  int curved = 0;
  for_each_case(kAxiom, 200, [&](const Ingredients<Rational>& in) {
    if (in.variant % 2 == 0) return;
    for (const MethodKind kind : {MethodKind::one_baseline, MethodKind::zero_baseline_implied}) {
      const auto built = axiom(kAxiom).build_case(in, kind);
      if (!built) {
        // A product has no linear pieces.
        REQUIRE(built.error().kind == ErrorKind::unsupported);
        ++curved;
        continue;
      }
      const Case<Rational>& c = *built;
      const Probe<Rational>& p = c.probes[0];
      CHECK(c.variant == "one linear piece");
      // Affine on the segment: at points between as at its ends.
      const auto at = [&](const Rational& t) {
        return value(p, p.baseline + t * (p.input - p.baseline));
      };
      for (const int seventh : {1, 2, 3, 4, 5, 6}) {
        const Rational t(seventh, 7);
        CHECK(at(t) == (1 - t) * at(0) + t * at(1));
      }
      CHECK_FALSE(refused(kAxiom, c));
      moved += (p.input != in.input).any() ? 1 : 0;
      if (kind == MethodKind::zero_baseline_implied) CHECK((p.baseline == Rational(0)).all());
      // Correct weights are exact there.
      if (kind != MethodKind::one_baseline) continue;
      for (const std::string rule : {"left", "right", "midpoint", "trapezoid", "simpson"}) {
        const auto j = judged(method("integrated-gradients:steps=2,rule=" + rule), kAxiom, c);
        INFO(rule << ": " << j.reason);
        CHECK((j.outcome == Outcome::kept || !j.hung_on.empty()));
      }
    }
  });
  CHECK(moved > 50);
  CHECK(curved < 20);
}

TEST_CASE("a kink between baseline and input is no linear piece") {
  Case<Rational> c = on(examples::saturation(), {2});
  CHECK_FALSE(refused(kAxiom, c));
  c.variant = "one linear piece";
  CHECK(refused(kAxiom, c));
}

TEST_CASE("gradient x input adds up to 0 instead of 1 on 1 - relu(1 - x)") {
  const auto j = judged(method("gradient-x-input"), kAxiom, on(examples::saturation(), {2}));
  CHECK(j.outcome == Outcome::broken);
  CHECK(numbers(j.sides.left) == Numbers{0});
  CHECK(numbers(j.sides.right) == Numbers{1});
  CHECK(j.reason == "the attributions add up to 0, but F(x) - F(x') is 1");
  CHECK(j.hung_on.empty());
}

TEST_CASE("ten right end points add up to 4/5 instead of 1 and hang on the kink") {
  const auto j = judged(method("integrated-gradients:rule=right,steps=10"), kAxiom,
                        on(examples::saturation(), {2}));
  CHECK(j.outcome == Outcome::broken);
  CHECK(numbers(j.sides.left) == Numbers{Rational(4, 5)});
  CHECK(j.hung_on == HangSet(Hang::kink));
}

TEST_CASE("exact integrated gradients are complete on the papers' networks") {
  const AnyMethod exact = method("integrated-gradients:rule=exact");
  CHECK(judged(exact, kAxiom, on(examples::saturation(), {2})).outcome == Outcome::kept);
  CHECK(judged(exact, kAxiom, on(examples::minimum(), {1, 3})).outcome == Outcome::kept);
  CHECK(judged(exact, kAxiom, on(examples::figure_7_g(), {3, 1})).outcome == Outcome::kept);
}

TEST_CASE("a refusal is not applicable and a defect is an error and neither is a verdict") {
  const auto refused =
      judged(method("integrated-gradients:rule=exact"), kAxiom, on(examples::minimum(), {1, 1}));
  CHECK(refused.outcome == Outcome::not_applicable);
  CHECK(refused.reason.find("node 1 (relu), feature 0") != std::string::npos);
  const auto defect = judged(faulty(), kAxiom, on(examples::minimum(), {1, 3}));
  CHECK(defect.outcome == Outcome::error);
  CHECK(defect.reason == "faulty: a defect");
}

}  // namespace axiomark::tests
