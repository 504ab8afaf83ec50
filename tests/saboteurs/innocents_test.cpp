#include <iostream>
#include <set>

#include "tests/axioms/trial.hpp"
#include "tests/saboteurs/innocent_methods.hpp"

namespace axiomark::tests {

TEST_CASE("no correct method is convicted by an axiom that it provably keeps") {
  constexpr std::uint64_t kJudgements = 200;
  for (const Innocent& innocent : innocent_methods()) {
    std::set<std::string> kept;
    for (const Proved& proved : innocent.keeps) {
      for (const std::string& name : proved.axioms) {
        CHECK(kept.insert(name).second);
        const Trial trial = put_on_trial(innocent.method, axiom(name), 2026, kJudgements);
        INFO(innocent.method << " keeps " << name << ", because " << proved.because);
        CHECK(trial.convicted == std::vector<std::uint64_t>{});
        CHECK(trial.errors == std::vector<std::uint64_t>{});
        CHECK(trial.judged == kJudgements);
      }
    }
  }
}

TEST_CASE("a trial convicts the guilty") {
  CHECK_FALSE(put_on_trial("gradient", axiom("completeness"), 2026, 100).convicted.empty());
  CHECK_FALSE(put_on_trial("occlusion", axiom("completeness"), 2026, 100).convicted.empty());
}

}  // namespace axiomark::tests
