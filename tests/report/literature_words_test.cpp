#include "report/literature_words.hpp"

#include "report/case_words.hpp"
#include "tests/catch.hpp"
#include "tests/report/sample_campaign.hpp"

using namespace axiomark;
using namespace axiomark::tests;

namespace {

Finding cell(VerdictKind verdict, std::initializer_list<Stance> claims,
             std::string convention = {}) {
  Finding f = finding("constant", "completeness", verdict);
  f.convention = std::move(convention);
  for (const Stance claim : claims) {
    f.literature.push_back({"constant", "completeness", claim, "S", "t", "S"});
  }
  return f;
}

}  // namespace

TEST_CASE("only what was shown agrees with a claim or contradicts it") {
  using enum VerdictKind;
  const auto one = [](VerdictKind verdict, Stance claim, const std::string& convention = {}) {
    return standing(cell(verdict, {claim}, convention));
  };
  CHECK(one(violated, Stance::holds) == Standing::contradicts);
  CHECK(one(violated, Stance::fails) == Standing::agrees);
  CHECK(one(violated, Stance::holds, "kink") == Standing::by_convention);
  CHECK(one(violated, Stance::fails, "kink") == Standing::open);
  CHECK(one(theorem, Stance::holds) == Standing::agrees);
  CHECK(one(theorem, Stance::fails) == Standing::contradicts);
  CHECK(one(holds_in_scope, Stance::fails) == Standing::contradicts);
  CHECK(one(survived, Stance::holds) == Standing::agrees);
  CHECK(one(survived, Stance::fails) == Standing::open);
  CHECK(one(outside, Stance::holds) == Standing::open);
  CHECK(one(error, Stance::fails) == Standing::open);
  CHECK(standing(cell(violated, {})) == Standing::unheard);
}

TEST_CASE("where sources disagree, the one that is contradicted decides") {
  const Finding f = cell(VerdictKind::violated, {Stance::fails, Stance::holds});
  CHECK(standing(f) == Standing::contradicts);
  CHECK(decisive_claim(f)->claim == Stance::holds);
  CHECK(outcome_for_claim(f, f.literature[0]) == "Agrees.");
  CHECK(outcome_for_claim(f, f.literature[1]) == "Contradicted, by the counterexample.");
}

TEST_CASE("every standing has a letter and a name of its own") {
  for (const StandingWords& one : standing_words()) {
    CHECK(&words(one.kind) == &one);
    for (const StandingWords& other : standing_words()) {
      if (&one == &other) continue;
      CHECK(one.code != other.code);
      CHECK(one.name != other.name);
    }
  }
}

TEST_CASE("every method of ours says why a violation follows from its definition") {
  for (const RegistryEntry& entry : method_registry()) {
    if (entry.family == "Test doubles" || entry.name == "combination") continue;
    const Finding f = violation("gradient", "completeness", saturation(), {}, "");
    Counterexample c = *f.counterexample;
    c.method = entry.name;
    INFO(entry.name);
    CHECK_FALSE(case_why(c).empty());
  }
}
