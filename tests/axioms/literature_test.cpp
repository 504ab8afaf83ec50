#include "axioms/literature.hpp"

#include <algorithm>
#include <set>

#include "axioms/theorems.hpp"
#include "search/conviction.hpp"
#include "tests/axioms/trial.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
TEST_CASE("the literature speaks of axioms that exist and of methods by the whole name") {
  std::set<std::string> named;
  for (const Work& work : works()) {
    INFO(work.name);
    CHECK(named.insert(work.name).second);
    CHECK_FALSE(work.citation.empty());
    CHECK_FALSE(work.statements.empty());
    for (const Statement& statement : work.statements) {
      CHECK(statement.claim != Stance::silent);
      CHECK_FALSE(statement.text.empty());
    }
  }
  for (const LiteratureEntry& entry : literature()) {
    INFO(entry.method << ", " << entry.axiom);
    CHECK(find_axiom(entry.axiom).has_value());
    CHECK(make_method(entry.method).has_value());
    CHECK(entry.source.starts_with(entry.work));
  }
}

TEST_CASE("a source says the same about a method and an axiom wherever it speaks of them") {
  for (const LiteratureEntry& one : literature()) {
    for (const LiteratureEntry& other : literature()) {
      if (one.work != other.work || one.method != other.method || one.axiom != other.axiom)
        continue;
      // Only the notes contradict themselves: S01 and S02 on sensitivity.
      if (one.work.starts_with("reading notes")) continue;
      INFO(one.source << " and " << other.source << ": " << one.method << ", " << one.axiom);
      CHECK(one.claim == other.claim);
    }
  }
}

TEST_CASE("a claim about a method covers its variants and no other method") {
  CHECK(names_method("lrp", "lrp"));
  CHECK(names_method("lrp", "lrp:rule=0"));
  CHECK(names_method("lrp:rule=0", "lrp:rule=0,bias=include"));
  CHECK(names_method("path:order", "path:order=reverse"));
  CHECK(names_method("shapley:rule=exact", "shapley"));
  CHECK(names_method("shapley:rule=exact", "shapley:kink=1"));
  CHECK_FALSE(names_method("shapley:rule=exact", "shapley:rule=permutations"));
  CHECK_FALSE(names_method("integrated-gradients:rule=exact", "integrated-gradients"));
  CHECK_FALSE(names_method("gradient", "gradient-x-input"));
  CHECK_FALSE(names_method("lrp:rule=0,bias=include", "lrp:rule=0"));
  CHECK(literature_on("gradient-x", "sensitivity-a").empty());
  CHECK(literature_on("integrated-gradients:rule=left,steps=5", "completeness").size() == 1);
  // The paper, and the notes.
  CHECK(literature_on("gradient:kink=1", "sensitivity-a").size() == 2);
}

TEST_CASE("every source holds, fails or is silent about every cell") {
  const auto claim = [](const std::string& work, const std::string& method,
                        const std::string& axiom) {
    for (const Work& one : works()) {
      if (one.name == work) return claim_of(one, method, axiom);
    }
    FAIL("no source " << work);
    return Stance::silent;
  };
  const std::string paper = "Sundararajan, Taly, Yan 2017";
  CHECK(claim(paper, "lrp:rule=z+", "sensitivity-a") == Stance::holds);
  CHECK(claim(paper, "gradient", "sensitivity-a") == Stance::fails);
  CHECK(claim(paper, "occlusion", "sensitivity-a") == Stance::silent);
  CHECK(claim(paper, "deeplift:rule=revealcancel", "implementation-invariance") == Stance::fails);
  CHECK(claim("Sundararajan, Najmi 2020", kExact, "demand-monotonicity") == Stance::fails);
  CHECK(claim("Sundararajan, Najmi 2020", "shapley", "demand-monotonicity") == Stance::holds);
  CHECK(claim("Kindermans et al. 2017", kExact, "input-shift-fixed-baseline") == Stance::fails);
  CHECK(claim("Shapley 1953", kExact, "null-player") == Stance::silent);
}

TEST_CASE("theorems name axioms and methods that exist, and cover only what they are proved for") {
  for (const TheoremEntry& theorem : theorems()) {
    INFO(theorem.method << ", " << theorem.axiom);
    CHECK(find_axiom(theorem.axiom).has_value());
    CHECK(make_method(theorem.method).has_value());
    CHECK_FALSE(theorem.citation.empty());
    CHECK_FALSE(theorem.premises.empty());
  }
  for (const std::string axiom :
       {"sensitivity-a", "sensitivity-b", "implementation-invariance", "completeness"}) {
    CHECK(theorem_on(kExact, axiom) != nullptr);
    CHECK(theorem_on("shapley", axiom) != nullptr);
    CHECK(theorem_on("shapley:rule=permutations", axiom) == nullptr);
    CHECK(theorem_on("integrated-gradients", axiom) == nullptr);
    CHECK(theorem_on("gradient", axiom) == nullptr);
  }
  CHECK(theorem_on("occlusion", "completeness") == nullptr);
  CHECK(theorem_on("deeplift:threshold=1", "completeness") == nullptr);
  CHECK(theorem_on("integrated-gradients:rule=left,steps=7", "linearity") != nullptr);
}

TEST_CASE("no theorem is broken in 60 random cases in exact arithmetic") {
  for (const TheoremEntry& theorem : theorems()) {
    std::string text = theorem.method;
    if (theorem.covers_options && text.starts_with("integrated-gradients")) text += ",steps=4";
    const AnyMethod tried = method(text);
    const Axiom by = axiom(theorem.axiom);
    if (std::ranges::find(by.info.stated_for, tried.kind()) == by.info.stated_for.end()) continue;
    int kept = 0;
    for_each_case(theorem.axiom, 60, [&](const Ingredients<Rational>& in) {
      const auto judged = judge_exactly(tried, by, in);
      if (!judged) {
        // No premise can be built on a network with a product, where it needs linear pieces or slopes.
        REQUIRE(judged.error().kind == ErrorKind::unsupported);
        return;
      }
      const Outcome outcome = judged->judgement.outcome;
      if (outcome == Outcome::broken || outcome == Outcome::error) {
        FAIL(text << " on " << theorem.axiom << ": " << judged->judgement.reason);
      }
      kept += outcome == Outcome::kept ? 1 : 0;
    });
    INFO(text << " on " << theorem.axiom);
    CHECK(kept > 20);
  }
}

}  // namespace axiomark::tests
