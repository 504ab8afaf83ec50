#include <iostream>
#include <set>

#include "tests/axioms/trial.hpp"
#include "tests/saboteurs/saboteur.hpp"
#include "tests/search/search_cell.hpp"

namespace axiomark::tests {
namespace {

/// Whether random search alone convicts, on no convention's account, and what it came to.
struct Searched {
  bool convicted;
  Finding finding;
};
Searched searched(const Saboteur& saboteur, const Axiom& by, std::uint64_t cases) {
  CampaignOptions options;
  options.cases_per_cell = cases;
  options.fixed_cases = false;
  Finding finding = search_cell(saboteur.method, by, options);
  return {finding.verdict == VerdictKind::violated && finding.convention.empty(),
          std::move(finding)};
}

void try_all(const std::vector<Saboteur>& saboteurs) {
  constexpr std::uint64_t kToConvict = 2000;
  constexpr std::uint64_t kToKeep = 150;
  for (const Saboteur& saboteur : saboteurs) {
    INFO("saboteur: " << saboteur.method.name());
    if (const auto named = find_axiom(saboteur.convicted_by)) {
      const auto [convicted, finding] = searched(saboteur, *named, kToConvict);
      INFO("to be convicted by " << named->info.name << ": " << finding.reason);
      CHECK(convicted);
    } else {
      std::cout << "SKIPPED: no axiom " << saboteur.convicted_by << " to convict '"
                << saboteur.method.name() << "'\n";
    }
    std::set<std::string> kept;
    for (const Kept& keeps : saboteur.keeps) {
      for (const std::string& name : keeps.axioms) {
        CHECK(name != saboteur.convicted_by);
        CHECK(kept.insert(name).second);
        const auto [convicted, finding] = searched(saboteur, axiom(name), kToKeep);
        INFO("keeps " << name << ", because " << keeps.because << "; but " << finding.reason);
        CHECK_FALSE(convicted);
        CHECK(finding.verdict != VerdictKind::error);
        // Silence would keep everything.
        CHECK(finding.cases >= kToKeep / 2);
      }
    }
  }
}

}  // namespace

TEST_CASE("saboteurs that spoil answers are convicted by their axiom and by none that they keep") {
  try_all(spoiled_answers());
}
TEST_CASE("saboteurs that mistake features are convicted by their axiom and by none they keep") {
  try_all(wrong_features());
}
TEST_CASE("saboteurs that integrate wrongly are convicted by their axiom and by none they keep") {
  try_all(wrong_integrals());
}
TEST_CASE(
    "saboteurs that take wrong differences are convicted by their axiom and by none they keep") {
  try_all(wrong_differences());
}
TEST_CASE("saboteurs with wrong rules are convicted by their axiom and by none they keep") {
  try_all(wrong_rules());
}
TEST_CASE("careless implementations are convicted by their axiom and by none they keep") {
  try_all(careless_implementations());
}

TEST_CASE("there are at least forty saboteurs and many axioms convict one") {
  std::set<std::string> names;
  std::set<std::string> axioms;
  for (const auto& some : {spoiled_answers(), wrong_features(), wrong_integrals(),
                           wrong_differences(), wrong_rules(), careless_implementations()}) {
    for (const Saboteur& saboteur : some) {
      CHECK(names.insert(saboteur.method.name()).second);
      axioms.insert(saboteur.convicted_by);
    }
  }
  CHECK(names.size() >= 40);
  CHECK(axioms.size() >= 10);
}

}  // namespace axiomark::tests
