#include <iostream>
#include <set>

#include "tests/mutants/mutant.hpp"

namespace axiomark::tests {
namespace {

std::vector<Facts> all_facts() {
  std::vector<Facts> all = facts_of_the_paper();
  for (auto& some : {facts_of_maps_and_slopes(), facts_of_games_and_values()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

Facts facts_of(const std::string& axiom) {
  for (Facts& facts : all_facts()) {
    if (facts.axiom == axiom) return std::move(facts);
  }
  FAIL("no facts about " << axiom);
  throw;
}

void kill_all(const std::vector<Mutants>& groups) {
  // What a reviewer would call enough changes of one check.
  constexpr std::size_t kFewest = 5;
  for (const auto& [name, list] : groups) {
    CHECK(list.size() >= kFewest);
    const Facts facts = facts_of(name);
    std::set<std::string> changes;
    for (const Mutant& mutant : list) {
      INFO(name << ", changed: " << mutant.change);
      CHECK(changes.insert(mutant.change).second);
      CHECK_FALSE(first_fault(mutant.axiom, facts).empty());
    }
  }
}

}  // namespace

TEST_CASE("no fact contradicts an axiom") {
  for (const Facts& facts : all_facts()) {
    INFO(facts.axiom);
    CHECK(first_fault(axiom(facts.axiom), facts) == "");
  }
}

TEST_CASE("every mutant of the paper's axioms is killed by a fact") {
  kill_all(mutants_of_the_paper());
}
TEST_CASE("every mutant of the axioms on maps and slopes is killed by a fact") {
  kill_all(mutants_of_maps_and_slopes());
}
TEST_CASE("every mutant of the axioms on games and values is killed by a fact") {
  kill_all(mutants_of_games_and_values());
}

TEST_CASE("what kills each mutant", "[.]") {
  for (const auto& groups :
       {mutants_of_the_paper(), mutants_of_maps_and_slopes(), mutants_of_games_and_values()}) {
    for (const auto& [name, list] : groups) {
      for (const Mutant& mutant : list) {
        std::cout << name << ", changed: " << mutant.change << "\n    "
                  << first_fault(mutant.axiom, facts_of(name)) << '\n';
      }
    }
  }
}

TEST_CASE("every axiom has mutants") {
  std::set<std::string> with_mutants;
  for (const auto& groups :
       {mutants_of_the_paper(), mutants_of_maps_and_slopes(), mutants_of_games_and_values()}) {
    for (const auto& [name, list] : groups) with_mutants.insert(name);
  }
  for (const Axiom& by : axiom_registry()) {
    if (!with_mutants.contains(by.info.name)) {
      std::cout << "SKIPPED: no mutants of " << by.info.name << '\n';
    }
  }
  CHECK(with_mutants.size() >= 20);
}

}  // namespace axiomark::tests
