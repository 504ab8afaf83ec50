#include "axioms/axiom.hpp"

#include <algorithm>
#include <set>

#include "axioms/theorems.hpp"
#include "search/conviction.hpp"
#include "tests/axioms/sabotage.hpp"
#include "tests/axioms/trial.hpp"
#include "tests/search/search_cell.hpp"

namespace axiomark::tests {
namespace {

/// Random search alone, in 300 cases.
Finding searched(const AnyMethod& on_trial, const std::string& by) {
  CampaignOptions options;
  options.cases_per_cell = 300;
  options.fixed_cases = false;
  return search_cell(on_trial, axiom(by), options);
}

const std::set<std::string> kFirstFour = {"sensitivity-a", "sensitivity-b",
                                          "implementation-invariance", "completeness"};

}  // namespace

TEST_CASE("exact integrated gradients break no axiom with a theorem in 2000 random cases each") {
  const AnyMethod exact = method(kExact);
  for (const Axiom& by : axiom_registry()) {
    if (theorem_on(kExact, by.info.name) == nullptr) continue;
    int judged_cases = 0;
    for_each_case(by.info.name, 2000, [&](const Ingredients<Rational>& in) {
      const auto judgement = judge_exactly(exact, by, in);
      if (!judgement) {
        // No premise can be built on a network with a product, where it needs linear pieces or slopes.
        REQUIRE(judgement.error().kind == ErrorKind::unsupported);
        return;
      }
      const Outcome outcome = judgement->judgement.outcome;
      if (outcome == Outcome::broken || outcome == Outcome::error) {
        FAIL(judgement->judgement.reason);
      }
      if (outcome == Outcome::kept) ++judged_cases;
    });
    // Few segments run inside a kink.
    INFO(by.info.name);
    CHECK(judged_cases > 1500);
  }
}

TEST_CASE("each sabotaged method is convicted by the axioms it breaks and by no other") {
  struct Row {
    AnyMethod method;
    std::set<std::string> broken;
  };
  const std::vector<Row> rows = {
      {negated(), {"completeness"}},
      {without_difference(), {"completeness"}},
      {zero(), {"completeness", "sensitivity-a"}},
      {ones(), {"completeness", "sensitivity-b"}},
      {equal_shares(), {"sensitivity-b"}},
      {counts_nodes(), {"completeness", "sensitivity-b", "implementation-invariance"}},
  };
  std::set<std::string> convicting;
  for (const Row& row : rows) {
    for (const std::string& name : kFirstFour) {
      const Axiom by = axiom(name);
      INFO(row.method.name() << " and " << by.info.name);
      const bool broken = row.broken.contains(by.info.name);
      const Finding finding = searched(row.method, by.info.name);
      // What a convention decides is no fault of the method's own.
      const bool own = finding.verdict == VerdictKind::violated && finding.convention.empty();
      CHECK(own == broken);
      CHECK((broken || finding.cases > 200));
      if (broken) convicting.insert(by.info.name);
    }
  }
  CHECK(convicting == kFirstFour);
}

TEST_CASE("a method whose every answer is a defect is an error and no violation") {
  for (const Axiom& by : axiom_registry()) {
    INFO(by.info.name);
    const auto& kinds = by.info.stated_for;
    const bool stated = std::ranges::find(kinds, MethodKind::one_baseline) != kinds.end();
    CHECK(searched(faulty(), by.info.name).verdict ==
          (stated ? VerdictKind::error : VerdictKind::outside));
  }
}

TEST_CASE("an unknown axiom is refused with the nearest name and all names") {
  const auto found = find_axiom("completness");
  REQUIRE_FALSE(found.has_value());
  CHECK(found.error().kind == ErrorKind::usage);
  const std::string text = message(found.error());
  CHECK(text.find("did you mean 'completeness'?") != std::string::npos);
  for (const Axiom& by : axiom_registry()) CHECK(text.find(by.info.name) != std::string::npos);
}

}  // namespace axiomark::tests
