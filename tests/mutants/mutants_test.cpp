#include <iostream>
#include <set>

#include "tests/mutants/mutant.hpp"

namespace axiomark::tests {
namespace {

std::vector<Facts> all_facts() {
  std::vector<Facts> all = facts_of_the_paper();
  for (const auto& some :
       {facts_of_maps_and_slopes(), facts_of_games_and_values(), facts_of_accounts_and_limits(),
        facts_of_repetition(), facts_of_representation()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

std::vector<Mutants> all_mutants() {
  std::vector<Mutants> all = mutants_of_the_paper();
  for (const auto& some :
       {mutants_of_maps_and_slopes(), mutants_of_games_and_values(),
        mutants_of_accounts_and_limits(), mutants_of_repetition(), mutants_of_representation()}) {
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

// What a reviewer would call enough changes of one check.
constexpr std::size_t kFewest = 5;

void kill_all(const std::vector<Mutants>& groups) {
  for (const auto& [name, list] : groups) {
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

TEST_CASE("every mutant of the axioms on accounts and limits is killed by a fact") {
  kill_all(mutants_of_accounts_and_limits());
}
TEST_CASE("every mutant of the axioms on repetition is killed by a fact") {
  kill_all(mutants_of_repetition());
}
TEST_CASE("every mutant of the axioms on representation is killed by a fact") {
  kill_all(mutants_of_representation());
}

TEST_CASE("what kills each mutant", "[.]") {
  for (const auto& [name, list] : all_mutants()) {
    for (const Mutant& mutant : list) {
      std::cout << name << ", changed: " << mutant.change << "\n    "
                << first_fault(mutant.axiom, facts_of(name)) << '\n';
    }
  }
}

TEST_CASE("every axiom has facts and mutants") {
  const std::vector<Facts> facts = all_facts();
  const std::vector<Mutants> mutants = all_mutants();
  for (const Axiom& by : axiom_registry()) {
    INFO(by.info.name);
    const auto known = [&](const Facts& some) { return some.axiom == by.info.name; };
    CHECK(std::ranges::count_if(facts, known) == 1);
    const auto found = std::ranges::find(mutants, by.info.name, &Mutants::axiom);
    REQUIRE(found != mutants.end());
    CHECK(found->list.size() >= kFewest);
  }
  CHECK(mutants.size() == axiom_registry().size());
}

}  // namespace axiomark::tests
