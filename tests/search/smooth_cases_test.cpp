#include <cmath>
#include <map>

#include "network/balls/enclosed_operator.hpp"
#include "network/examples.hpp"
#include "network/files/network_file.hpp"
#include "search/case_file.hpp"
#include "search/conviction.hpp"
#include "search/enclosed_judgement.hpp"
#include "search/families/smooth.hpp"
#include "search/ingredient_source.hpp"
#include "tests/axioms/trial.hpp"
#include "tests/search/search_cell.hpp"

namespace axiomark::tests {
namespace {

// Smooth cases alone.
Finding search_smooth(const std::string& on_trial, const std::string& by, std::uint64_t cases = 400,
                      std::uint64_t seed = 2026) {
  CampaignOptions options;
  options.cases_per_cell = 0;
  options.fixed_cases = false;
  options.smooth_cases = cases;
  options.seed = seed;
  return search_cell(method(on_trial), axiom(by), options);
}

Case<Rational> question(const Operator<double>& op, const Rational& input,
                        const Rational& baseline) {
  NetworkParts<double> parts{{{1}}, {op}, {{0, {0}, ""}}, 1};
  const auto network = Network<double>::make(std::move(parts)).value();
  const auto exact = decided([&] { return convert<Rational>(network); }).value();
  return {{{"F", exact, Vector<Rational>::Constant(1, input),
            Vector<Rational>::Constant(1, baseline), Vector<Rational>::Constant(1, Rational(1))}},
          {},
          {}};
}

std::string drawn(std::uint64_t seed, const std::string& by, std::uint64_t k) {
  const auto in = draw_smooth_case(seed, by, k);
  return network_json(in.network).dump() + std::to_string(in.input.sum()) +
         std::to_string(in.feature);
}

}  // namespace

// By hand: gradient x input at x = 1 against 0 is sigmoid'(1) = 0.19661193324, F(x) - F(x') = sigmoid(1) - 1/2 =
// 0.23105857863.
TEST_CASE("a violation on a sigmoid states its residual and what rounding explains") {
  const auto judged =
      judge_exactly(method("gradient-x-input"), axiom("completeness"), question(Sigmoid{}, 1, 0));
  REQUIRE(judged.has_value());
  CHECK(judged->judgement.outcome == Outcome::broken);
  CHECK(judged->judgement.evidence == Evidence::beyond_derived_bound);
  const auto off = residual_beyond_bound(judged->c, judged->judgement);
  REQUIRE(off.has_value());
  CHECK(std::abs(off->residual - 0.034446645385) < 1e-11);
  CHECK(off->bound > 0);
  CHECK(off->bound < 1e-70);
  CHECK(judged->judgement.reason.find("(off by 0.03444664539, rounding explains ") !=
        std::string::npos);
}

// By hand: the midpoint rule with one step gives tanh'(1/2) = 1 - tanh(1/2)^2 = 0.78644773296, the output rises by
// tanh(1) = 0.76159415595.
TEST_CASE("numeric integrated gradients are not complete on a tanh") {
  const auto judged = judge_exactly(method("integrated-gradients:rule=midpoint,steps=1"),
                                    axiom("completeness"), question(Tanh{}, 1, 0));
  REQUIRE(judged.has_value());
  CHECK(judged->judgement.outcome == Outcome::broken);
  CHECK(std::abs(residual_beyond_bound(judged->c, judged->judgement)->residual - 0.024853577008) <
        1e-11);
}

TEST_CASE("what holds exactly is left open, and not convicted") {
  for (const char* const complete : {"deeplift", "shapley", "occlusion"}) {
    const auto judged =
        judge_exactly(method(complete), axiom("completeness"), question(Tanh{}, 1, 0));
    REQUIRE_FALSE(judged.has_value());
    CHECK(is_undecided(judged.error()));
  }
}

TEST_CASE("known violations are found on smooth networks alone") {
  const std::map<std::string, std::vector<std::string>> known = {
      {"completeness",
       {"gradient", "gradient-x-input", "integrated-gradients:rule=gauss-legendre,steps=3",
        "integrated-gradients:rule=midpoint,steps=20", "occlusion",
        "lrp:rule=epsilon,epsilon=1/4"}},
      {"implementation-invariance", {"deeplift", "lrp:rule=epsilon,epsilon=1/4", "lrp:rule=z+"}},
      {"sensitivity-n", {"occlusion", "integrated-gradients:rule=gauss-legendre,steps=5"}},
      {"demand-monotonicity", {"gradient-x-input"}},
      {"symmetry", {"deeplift:rule=revealcancel"}},
  };
  for (const auto& [by, methods] : known) {
    for (const std::string& guilty : methods) {
      INFO(guilty << " and " << by);
      const Finding finding = search_smooth(guilty, by, 3000);
      CHECK(finding.verdict == VerdictKind::violated);
      REQUIRE(finding.counterexample.has_value());
      CHECK(finding.counterexample->provenance.smooth);
      // Shrinking may leave the smooth operators away: what is left is exact.
      const bool smooth = has_enclosed_values(finding.counterexample->convicting);
      CHECK(finding.evidence == (smooth ? Evidence::beyond_derived_bound : Evidence::exact));
    }
  }
}

// Two functions with a sigmoid or tanh in them, equal everywhere, and answers that differ beyond their bounds.
TEST_CASE("DeepLIFT and LRP tell smooth implementations of one function apart") {
  for (const std::string guilty : {"deeplift", "lrp:rule=epsilon,epsilon=1/4", "lrp:rule=z+"}) {
    INFO(guilty);
    const AnyMethod on_trial = method(guilty);
    const Axiom by = axiom("implementation-invariance");
    bool found = false;
    for (std::uint64_t k = 0; k < 3000 && !found; ++k) {
      const auto judged =
          judge_exactly(on_trial, by, exactly(draw_smooth_case(2026, by.info.name, k)).value());
      found = judged && judged->judgement.outcome == Outcome::broken &&
              judged->judgement.hung_on.empty();
      if (!found) continue;
      CHECK(has_enclosed_values(judged->c));
      CHECK(judged->judgement.evidence == Evidence::beyond_derived_bound);
      const auto off = residual_beyond_bound(judged->c, judged->judgement);
      REQUIRE(off.has_value());
      CHECK(off->residual > 1e50 * off->bound);
    }
    CHECK(found);
  }
}

TEST_CASE("what a source claims of relu networks is not contradicted by a smooth one") {
  // Ancona et al. 2018 equate the 0 rule with gradient x input "with relus as the only nonlinearities".
  const Finding found = search_smooth("lrp:rule=0,bias=include", "implementation-invariance");
  REQUIRE(found.verdict == VerdictKind::violated);
  const LiteratureEntry of_relus{found.method, found.axiom, Stance::holds, "", "", "", true};
  const LiteratureEntry of_all{found.method, found.axiom, Stance::holds, "", "", "", false};
  CHECK_FALSE(bears_on(found, of_relus));
  CHECK(bears_on(found, of_all));
  CHECK_FALSE(found.contradicts_literature);
  Finding on_relus = found;
  for (Probe<Rational>& probe : on_relus.counterexample->convicting.probes) {
    probe.network = examples::figure_7_f();
  }
  CHECK(bears_on(on_relus, of_relus));
}

TEST_CASE("a violation on a smooth network shrinks to one smooth unit") {
  const Finding finding = search_smooth("gradient-x-input", "completeness");
  REQUIRE(finding.counterexample.has_value());
  const Network<Rational>& network = finding.counterexample->convicting.probes.front().network;
  CHECK(network.input_features() == 1);
  CHECK(network.nodes().size() == 1);
}

TEST_CASE(
    "a case on smooth networks that is written and read and judged again gives the same bytes") {
  int cases = 0;
  for (const std::string on_trial : {"gradient-x-input", "deeplift", "lrp:rule=z+", "occlusion",
                                     "integrated-gradients:rule=left,steps=3"}) {
    for (const Axiom& by : axiom_registry()) {
      const Finding finding = search_smooth(on_trial, by.info.name, 60);
      if (!finding.counterexample) continue;
      ++cases;
      INFO(on_trial << ", " << by.info.name);
      const std::string written = case_json(*finding.counterexample);
      const auto parsed = parse_case(written, "case.json");
      REQUIRE(parsed.has_value());
      CHECK(parsed->provenance.smooth);
      const auto again = judge_again(*parsed);
      REQUIRE(again.has_value());
      CHECK(again->judgement.outcome == Outcome::broken);
      CHECK(case_json(*again) == written);
    }
  }
  CHECK(cases >= 15);
}

TEST_CASE(
    "a case file on smooth networks whose probes are not those of its ingredients is refused") {
  const Finding finding = search_smooth("gradient-x-input", "completeness");
  REQUIRE(finding.counterexample.has_value());
  Counterexample forged = *finding.counterexample;
  forged.convicting.probes.front().input(0) += 1;
  CHECK_FALSE(parse_case(case_json(forged), "case.json").has_value());
}

TEST_CASE("smooth cases are functions of seed and axiom and number, and leave the others alone") {
  for (const std::uint64_t k : {0, 5, 1000, 5000}) {
    CHECK(drawn(2026, "completeness", k) == drawn(2026, "completeness", k));
    CHECK(drawn(2026, "completeness", k) != drawn(2027, "completeness", k));
    CHECK(drawn(2026, "completeness", k) != drawn(2026, "symmetry", k));
  }
}

TEST_CASE(
    "every smooth family has smooth operators with derived bounds, and values in reach of them") {
  for (const NetworkFamily& family : smooth_families()) {
    INFO(family.name);
    for (std::uint64_t k = 0; k < 200; ++k) {
      RandomStream stream = RandomStream(7).split(k);
      const Network<double> network = family.draw(stream, size_of_case(k * 20));
      CHECK(has_enclosed_values<double>(network));
      CHECK(element_count(network.shape(network.output())) == 1);
      CHECK(decided([&] { return convert<Rational>(network); }).has_value());
    }
  }
}

TEST_CASE("smooth cases change nothing but what they convict") {
  CampaignOptions options;
  options.cases_per_cell = 100;
  for (const std::string by : {"completeness", "implementation-invariance", "linearity"}) {
    for (const std::string on_trial : {"deeplift", "gradient", "occlusion"}) {
      options.smooth_cases = 0;
      const Finding without = search_cell(method(on_trial), axiom(by), options);
      options.smooth_cases = 50;
      const Finding with = search_cell(method(on_trial), axiom(by), options);
      INFO(on_trial << ", " << by);
      CHECK_FALSE(without.smooth.has_value());
      CHECK(with.cases == without.cases);
      CHECK(with.violation_rate_upper == without.violation_rate_upper);
      if (without.verdict == VerdictKind::survived && with.verdict == VerdictKind::survived) {
        REQUIRE(with.smooth.has_value());
        CHECK(with.smooth->cases + with.smooth->undecided <= 50);
        CHECK(with.smooth->cases > 0);
      }
      if (without.counterexample && without.convention.empty())
        CHECK_FALSE(with.smooth.has_value());
    }
  }
}

}  // namespace axiomark::tests
