#include "search/campaign.hpp"

#include <atomic>
#include <cmath>
#include <map>

#include "axioms/theorems.hpp"
#include "search/axiom_search.hpp"
#include "search/case_file.hpp"
#include "search/fixed_cases.hpp"
#include "search/violation_rate.hpp"
#include "tests/axioms/trial.hpp"
#include "tests/search/search_cell.hpp"

namespace axiomark::tests {
namespace {

CampaignOptions random_search_alone(std::uint64_t cases) {
  CampaignOptions options;
  options.cases_per_cell = cases;
  options.fixed_cases = false;
  return options;
}

CampaignOptions small_campaign() {
  CampaignOptions options;
  for (const std::string text :
       {"gradient", "guided-backprop", "integrated-gradients:rule=right,steps=4",
        "integrated-gradients:rule=exact"}) {
    options.methods.push_back(method(text));
  }
  for (const Axiom& by : axiom_registry()) options.axioms.push_back(by);
  options.cases_per_cell = 150;
  return options;
}

/// All that a finding says, as text.
std::string text(const Finding& f) {
  std::string all = f.method + "|" + f.axiom + "|" + std::string(name(f.verdict)) + "|" +
                    std::string(name(f.evidence)) + "|" + f.convention + "|" +
                    std::to_string(f.cases) + "|" + f.scope + "|" + f.reason + "|" +
                    std::to_string(f.literature.size()) + "|" +
                    std::to_string(f.contradicts_literature);
  if (f.violation_rate_upper) all += "|" + to_text(*f.violation_rate_upper);
  if (f.counterexample) all += "\n" + case_json(*f.counterexample);
  return all;
}

}  // namespace

TEST_CASE("random search alone convicts methods that are known to break an axiom") {
  struct Cell {
    std::string method;
    std::string axiom;
    std::uint64_t cases;  ///< within so many: a small part of a second
  };
  const std::vector<Cell> cells = {
      {"gradient", "sensitivity-a", 150},
      {"gradient", "completeness", 150},
      {"gradient-x-input", "sensitivity-a", 150},
      {"gradient-x-input", "completeness", 150},
      {"guided-backprop", "sensitivity-a", 150},
      {"guided-backprop", "sensitivity-b", 150},
      {"guided-backprop", "implementation-invariance", 150},
      {"guided-backprop", "completeness", 150},
      {"deconvnet", "sensitivity-a", 150},
      {"deconvnet", "sensitivity-b", 150},
      {"deconvnet", "implementation-invariance", 150},
      {"deconvnet", "completeness", 150},
      {"integrated-gradients:rule=right,steps=20", "completeness", 150},
      {"integrated-gradients:rule=gauss-legendre,steps=50", "completeness", 150},
      {"integrated-gradients:rule=midpoint,steps=1", "sensitivity-a", 150},
  };
  for (const Cell& cell : cells) {
    INFO(cell.method << " and " << cell.axiom);
    const Finding finding =
        search_cell(method(cell.method), axiom(cell.axiom), random_search_alone(500));
    REQUIRE(finding.verdict == VerdictKind::violated);
    CHECK(finding.evidence == Evidence::exact);
    CHECK(finding.convention.empty());
    CHECK(finding.cases <= cell.cases);
    REQUIRE(finding.counterexample.has_value());
    const Counterexample& found = *finding.counterexample;
    CHECK(found.provenance.named_case.empty());
    CHECK(found.provenance.seed == 2026);
    CHECK(found.judgement.outcome == Outcome::broken);
    CHECK(found.judgement.hung_on.empty());
    if (std::getenv("AXIOMARK_TEST_FIGURES") != nullptr) {
      std::cout << cell.method << ", " << cell.axiom << ": " << finding.cases << " cases, "
                << found.provenance.size_before << " -> " << found.provenance.size_after
                << std::endl;
    }
  }
}

TEST_CASE("what only a convention breaks is violated by convention alone") {
  for (const std::string by : {"sensitivity-b", "implementation-invariance"}) {
    for (const std::string text : {"gradient", "integrated-gradients:rule=trapezoid,steps=4"}) {
      INFO(text << " and " << by);
      const Finding finding = search_cell(method(text), axiom(by), random_search_alone(3000));
      CHECK(finding.verdict == VerdictKind::violated);
      CHECK(finding.convention == "kink");
      REQUIRE(finding.counterexample.has_value());
      CHECK(finding.counterexample->judgement.hung_on == HangSet(Hang::kink));
      CHECK_FALSE(finding.scope.empty());
    }
  }
}

TEST_CASE("what a theorem says random search does not refute, and no paper is contradicted") {
  for (const Axiom& by : axiom_registry()) {
    if (theorem_on("integrated-gradients:rule=exact", by.info.name) == nullptr) continue;
    INFO(by.info.name);
    const Finding finding =
        search_cell(method("integrated-gradients:rule=exact"), by, random_search_alone(200));
    CHECK(finding.verdict == VerdictKind::theorem);
    CHECK(finding.cases > 100);
    // What it does contradict are notes that no paper bears out (S14).
    CHECK(finding.contradicts_literature == (by.info.name == "implementation-invariance"));
  }
}

TEST_CASE("a cell says which kinds of case are violated and for which nothing was found") {
  const auto kinds = [](const std::string& asked, const std::string& by) {
    std::map<std::string, bool> violated;
    const Finding finding = search_cell(method(asked), axiom(by), random_search_alone(600));
    for (const VariantFinding& found : finding.variants) {
      CHECK(found.cases > 0);
      violated[found.variant] = found.violated && !found.by_convention;
    }
    return violated;
  };
  using Kinds = std::map<std::string, bool>;
  CHECK(kinds("lrp:rule=z+", "linearity") ==
        Kinds{{"output layer", true}, {"target weights", false}});
  CHECK(kinds("guided-backprop", "linearity") ==
        Kinds{{"output layer", true}, {"target weights", true}});
  CHECK(kinds("occlusion", "sensitivity-n") ==
        Kinds{{"all features", true}, {"n = 1", false}, {"n = 2", true}});
  CHECK(kinds("integrated-gradients:rule=exact", "sensitivity-n") ==
        Kinds{{"all features", false}, {"n = 1", true}, {"n = 2", true}});
  CHECK(kinds("integrated-gradients:rule=midpoint,steps=3", "completeness") ==
        Kinds{{"any segment", true}, {"one linear piece", false}});
  // From zero in one linear piece, the slope at the end is the slope all along.
  CHECK(kinds("gradient-x-input", "completeness") ==
        Kinds{{"any segment", true}, {"one linear piece", false}});
}

TEST_CASE("kinds of case in words, where they differ") {
  CHECK(variants_in_words({{"a", 3, true, false}, {"b", 1, false, false}, {"c", 2, true, true}}) ==
        "violated: a; violated only by convention: c; nothing found: b (1 case)");
  CHECK(variants_in_words({{"a", 3, false, false}, {"b", 1, false, false}}).empty());
  CHECK(variants_in_words({{"a", 3, true, false}}).empty());
}

TEST_CASE("the papers' own cases convict first") {
  CampaignOptions options;
  options.cases_per_cell = 0;
  const Finding finding = search_cell(method("gradient"), axiom("sensitivity-a"), options);
  REQUIRE(finding.verdict == VerdictKind::violated);
  CHECK(finding.counterexample->provenance.named_case ==
        "saturation, section 2.1 (Sundararajan, Taly, Yan 2017)");
  CHECK(finding.cases == 1);
  CHECK(finding.counterexample->provenance.shrinking_steps == 0);
}

TEST_CASE("the premises of the papers' own cases hold") {
  for (const FixedCase& fixed : fixed_cases()) {
    INFO(fixed.name << ", " << fixed.axiom);
    CHECK(find_axiom(fixed.axiom).has_value());
    const Probe<Rational>& first = fixed.c.probes.front();
    for (int i = -8; i <= 8; ++i) {
      for (int j = -8; j <= 8; ++j) {
        Vector<Rational> at(first.input.size());
        at(0) = Rational(i, 2);
        if (at.size() > 1) at(1) = Rational(j, 2);
        for (const Probe<Rational>& other : fixed.c.probes) {
          if (value(first, at) != value(other, at)) FAIL("f and g differ");
        }
        if (fixed.axiom == "sensitivity-b" && value(first, at) != 0) FAIL("a dummy matters");
      }
    }
    if (fixed.axiom != "sensitivity-a") continue;
    CHECK(value(first, first.input) != value(first, first.baseline));
    CHECK((first.input != first.baseline).count() == 1);
    CHECK(first.input(fixed.c.features.front()) != first.baseline(fixed.c.features.front()));
  }
}

TEST_CASE("a campaign gives identical results on one thread and on two") {
  const Campaign alone = run_campaign(small_campaign(), ThreadPool(1));
  const Campaign shared = run_campaign(small_campaign(), ThreadPool(2));
  REQUIRE(alone.findings.size() == 4 * axiom_registry().size());
  REQUIRE(shared.findings.size() == alone.findings.size());
  for (std::size_t k = 0; k < alone.findings.size(); ++k) {
    CHECK(text(alone.findings[k]) == text(shared.findings[k]));
  }
  for (std::size_t m = 0; m < alone.methods.size(); ++m) {
    for (std::size_t a = 0; a < alone.axioms.size(); ++a) {
      CHECK(alone.at(m, a).method == alone.methods[m]);
      CHECK(alone.at(m, a).axiom == alone.axioms[a]);
    }
  }
  CHECK(alone.examples.size() == paper_examples().size());
  for (const ExampleFinding& example : alone.examples) CHECK(example.rows.size() == 4);
}

TEST_CASE("what is found does not depend on which methods are asked together") {
  CampaignOptions options = small_campaign();
  options.fixed_cases = false;
  for (const std::string by : {"completeness", "sensitivity-b", "linearity"}) {
    INFO(by);
    const AxiomFindings together = search_axiom(options.methods, axiom(by), options);
    REQUIRE(together.findings.size() == options.methods.size());
    for (std::size_t m = 0; m < options.methods.size(); ++m) {
      CHECK(text(together.findings[m]) ==
            text(search_cell(options.methods[m], axiom(by), options)));
    }
    // Every judgement but those of fixed cases is of a random case, and no cell had more than there are.
    CHECK(together.work.judgements <= options.methods.size() * options.cases_per_cell);
    CHECK(together.work.judgements >= options.cases_per_cell);
    CHECK(together.work.exact_judgements > 0);
  }
}

TEST_CASE("another seed gives other cases and the same verdicts") {
  CampaignOptions options = random_search_alone(500);
  const Finding first = search_cell(method("gradient"), axiom("completeness"), options);
  options.seed = 7;
  const Finding second = search_cell(method("gradient"), axiom("completeness"), options);
  CHECK(first.verdict == VerdictKind::violated);
  CHECK(second.verdict == VerdictKind::violated);
  CHECK(second.counterexample->provenance.seed == 7);
}

TEST_CASE("progress is told once per cell and a stop ends the search") {
  CampaignOptions options = small_campaign();
  std::atomic<std::size_t> calls = 0;
  options.progress = [&](std::size_t done, std::size_t cells) {
    ++calls;
    if (done > cells) calls = 1000;
  };
  std::stop_source stop;
  options.stop = stop.get_token();
  options.fixed_cases = false;
  stop.request_stop();
  const Campaign stopped = run_campaign(options, ThreadPool(2));
  CHECK(calls == stopped.findings.size());
  for (const Finding& finding : stopped.findings) {
    CHECK(finding.cases == 0);
    if (finding.verdict == VerdictKind::outside) continue;
    CHECK(finding.verdict == VerdictKind::not_applicable);
    CHECK(finding.reason == "not judged");
  }
}

TEST_CASE("an axiom that is not stated for a kind of method is outside and judges nothing") {
  Axiom narrow = axiom("completeness");
  narrow.info.stated_for = {MethodKind::one_baseline};
  const Finding outside = search_cell(method("gradient"), narrow, random_search_alone(50));
  CHECK(outside.verdict == VerdictKind::outside);
  CHECK(outside.cases == 0);
  CHECK_FALSE(outside.counterexample.has_value());
  const Finding inside = search_cell(method("integrated-gradients:rule=right,steps=3"), narrow,
                                     random_search_alone(50));
  CHECK(inside.verdict == VerdictKind::violated);
}

TEST_CASE("the bound on the rate of violations is Clopper and Pearson's") {
  // No violation in n cases: the rate p with (1 - p)^n = 1/20.
  for (const std::uint64_t n : {1, 2, 10, 59, 100, 2000, 1000000}) {
    INFO(n << " cases");
    const double expected = -std::expm1(std::log(0.05) / static_cast<double>(n));
    // ibeta_inv and expm1 are good to a few units in the last place.
    CHECK(std::fabs(violation_rate_upper(n) - expected) <= 1e-13 * expected);
  }
  CHECK(violation_rate_upper(1) == 0.95);
  // The table value that "59 cases exclude 5 %" rests on.
  CHECK(violation_rate_upper(59) < 0.05);
  CHECK(violation_rate_upper(58) > 0.05);
  // One in two: p with 1 - p^2 = 1/20.
  CHECK(std::fabs(violation_rate_upper(2, 1) - std::sqrt(0.95)) <= 1e-13);
  CHECK(violation_rate_upper(0) == 1.0);
  CHECK(violation_rate_upper(3, 3) == 1.0);
}

}  // namespace axiomark::tests
