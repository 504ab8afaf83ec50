#include "tests/saboteurs/smooth_innocents.hpp"

#include "tests/axioms/trial.hpp"

namespace axiomark::tests {

TEST_CASE("no correct method is convicted on smooth networks by an axiom that it provably keeps") {
  constexpr std::uint64_t kJudgements = 60;
  std::uint64_t enclosed = 0;
  std::uint64_t undecided = 0;
  for (const Innocent& innocent : innocent_methods()) {
    for (const Proved& proved : innocent.keeps) {
      for (const std::string& name : proved.axioms) {
        const SmoothTrial trial =
            put_on_smooth_trial(innocent.method, axiom(name), 2026, kJudgements, 4);
        INFO(innocent.method << " keeps " << name << ", because " << proved.because);
        CHECK(trial.convicted == std::vector<std::uint64_t>{});
        CHECK(trial.errors == std::vector<std::uint64_t>{});
        enclosed += trial.enclosed;
        undecided += trial.undecided;
      }
    }
  }
  CHECK(enclosed > 2000);
  CHECK(undecided < enclosed);
}

TEST_CASE("a trial on smooth networks convicts the guilty") {
  CHECK_FALSE(
      put_on_smooth_trial("gradient", axiom("completeness"), 2026, 40, 1).convicted.empty());
  CHECK_FALSE(
      put_on_smooth_trial("occlusion", axiom("completeness"), 2026, 40, 1).convicted.empty());
}

}  // namespace axiomark::tests
