#include <set>

#include "tests/axioms/trial.hpp"
#include "tests/search/search_cell.hpp"

namespace axiomark::tests {
namespace {

/// The axioms that random search alone finds broken, on no convention's account.
std::set<std::string> broken_by(const std::string& asked, std::uint64_t cases) {
  CampaignOptions options;
  options.cases_per_cell = cases;
  options.fixed_cases = false;
  std::set<std::string> found;
  for (const Axiom& by : axiom_registry()) {
    const Finding finding = search_cell(method(asked), by, options);
    if (finding.verdict == VerdictKind::violated && finding.convention.empty()) {
      found.insert(by.info.name);
    }
    INFO(asked << " and " << by.info.name << ": " << finding.reason);
    CHECK(finding.verdict != VerdictKind::error);
  }
  return found;
}

}  // namespace

TEST_CASE("every axiom's own cases have its premise, in every kind of method") {
  for (const Axiom& by : axiom_registry()) {
    for (const MethodKind kind : every_kind()) {
      int built = 0;
      for_each_case(by.info.name, 60, [&](const Ingredients<Rational>& in) {
        const auto c = by.build_case(in, kind);
        if (!c) {
          INFO(by.info.name << ": " << message(c.error()));
          REQUIRE(c.error().kind == ErrorKind::unsupported);
          return;
        }
        ++built;
        const auto premise = by.check_premise(*c);
        INFO(by.info.name << ": " << (premise ? "" : message(premise.error())));
        REQUIRE(premise.has_value());
        const bool own =
            kind == MethodKind::one_baseline || kind == MethodKind::baseline_distribution;
        if (own || by.info.name == "affine-scale-invariance" || by.info.name == "input-shift")
          return;
        for (const Probe<Rational>& p : c->probes) REQUIRE((p.baseline == Rational(0)).all());
      });
      // Products have no bound on their slope and no linear pieces: where a premise needs one, none can
      // be built. Where it needs a rounding bound, every operator has to be affine or a relu.
      const bool rounds =
          by.info.name == "precision-consistency" || by.info.name == "batch-invariance";
      CHECK(built > (rounds ? 30 : 50));
    }
  }
}

namespace {

// Draws are dyadic and small; an axiom makes its points of them by a quotient, a product and a sum at most, of
// numbers up to 64: three roundings.
bool are_near(const Vector<double>& rounded, const Vector<Rational>& exact) {
  constexpr double kThreeRoundings = 3 * 0x1p-53 * 64;
  return rounded.size() == exact.size() &&
         (rounded.size() == 0 ||
          (rounded - convert_all<double>(exact)).abs().maxCoeff() <= kThreeRoundings);
}

}  // namespace

TEST_CASE("a case is the same in double and in Rational") {
  for (const Axiom& by : axiom_registry()) {
    if (by.info.name == "continuity") continue;  // steps as small as its arithmetic can tell apart
    for (std::uint64_t k = 0; k < 30; ++k) {
      const auto in = draw_case(2026, by.info.name, k);
      const auto rounded = by.build_case(in, MethodKind::one_baseline);
      const auto exact = by.build_case(convert<Rational>(in).value(), MethodKind::one_baseline);
      REQUIRE(rounded.has_value() == exact.has_value());
      if (!exact) continue;
      REQUIRE(rounded->probes.size() == exact->probes.size());
      REQUIRE(rounded->features == exact->features);
      INFO(by.info.name << ", case " << k);
      CHECK(are_near(rounded->numbers, exact->numbers));
      for (std::size_t p = 0; p < exact->probes.size(); ++p) {
        const Probe<double>& near = rounded->probes[p];
        const Probe<Rational>& right = exact->probes[p];
        CHECK(are_near(near.input, right.input));
        CHECK(are_near(near.baseline, right.baseline));
        CHECK(are_near(near.target, right.target));
      }
    }
  }
}

TEST_CASE("random search finds what exact integrated gradients break, and nothing else") {
  // Continuity where the whole segment turns from one side of a kink to the other (claim L03).
  CHECK(broken_by(kExact, 600) ==
        std::set<std::string>{"input-shift-fixed-baseline", "demand-monotonicity", "game-symmetry",
                              "null-player", "consistency", "sensitivity-n", "continuity"});
}

TEST_CASE("random search finds what Shapley values break, and nothing else") {
  CHECK(broken_by("shapley", 600) ==
        std::set<std::string>{"input-shift-fixed-baseline", "proportionality",
                              "symmetric-monotonicity", "sensitivity-n"});
}

TEST_CASE("a method is judged within the error it states, and an exact one is not") {
  // Three pieces; a tolerance of 9/10 lets adaptive look at fewer than exact would.
  const auto bent = one_layer({{1, 1}, {1, -1}}, {-1, 0}, {{1, 2}});
  const auto c = a_case({probe("F", bent, {3, 2}, {0, 0})});
  const auto loose =
      judged(method("integrated-gradients:rule=adaptive,tolerance=9/10"), "completeness", c);
  CHECK(loose.outcome == Outcome::kept);
  CampaignOptions options;
  options.cases_per_cell = 4000;  // networks grow: the first ones have pieces that all count
  options.fixed_cases = false;
  const Finding within = search_cell(method("integrated-gradients:rule=adaptive,tolerance=9/10"),
                                     axiom("completeness"), options);
  CHECK(within.verdict == VerdictKind::holds_within);
  CHECK(within.error_bound.value_or(0) > 0);
  CHECK(
      search_cell(method("integrated-gradients:rule=right,steps=3"), axiom("completeness"), options)
          .verdict == VerdictKind::violated);
}

}  // namespace axiomark::tests
