#include "search/conviction.hpp"

#include "search/enclosed_judgement.hpp"
#include "search/simpler.hpp"

namespace axiomark {
namespace {

using Candidates = std::vector<Ingredients<double>>;

class Shrinking {
 public:
  Shrinking(const AnyMethod& method, const Axiom& axiom, bool may_hang_on_convention)
      : method_(method), axiom_(axiom), may_hang_(may_hang_on_convention) {}

  // Moves on to the first candidate that convicts, if there is one.
  [[nodiscard]] bool step(Shrunk& best, Candidates candidates) const {
    for (Ingredients<double>& candidate : candidates) {
      if (!suspected(candidate)) continue;
      const auto exact = exactly(candidate);
      if (!exact) continue;
      auto judged = judge_exactly(method_, axiom_, *exact);
      if (!judged || judged->judgement.outcome != Outcome::broken) continue;
      if (judged->c.variant != best.judged.c.variant) continue;
      if (!may_hang_ && !judged->judgement.hung_on.empty()) continue;
      best = {std::move(*judged), std::move(candidate), best.steps + 1};
      return true;
    }
    return false;
  }

 private:
  [[nodiscard]] bool suspected(const Ingredients<double>& in) const {
    const auto c = axiom_.build_case(in, method_.kind());
    if (!c) return false;
    const auto answers = ask(method_, *c, alone_);
    return answers && axiom_.check(*c, *answers).outcome == Outcome::broken;
  }

  const AnyMethod& method_;
  const Axiom& axiom_;
  bool may_hang_;
  ThreadPool alone_;
};

Result<ExactJudgement> judge(const AnyMethod& method, const Axiom& axiom, const Case<Rational>& c) {
  const ThreadPool alone;
  auto answers = ask(method, c, alone);
  if (!answers) return tl::make_unexpected(answers.error());
  Judgement<Rational> judgement = axiom.check(c, *answers);
  if (judgement.evidence == Evidence::exact && has_enclosed_values(c)) {
    judgement.evidence = Evidence::beyond_derived_bound;
  }
  return ExactJudgement{c, std::move(*answers), std::move(judgement)};
}

}  // namespace

Result<ExactJudgement> judge_exactly(const AnyMethod& method, const Axiom& axiom,
                                     const Case<Rational>& c) {
  return decided([&] { return judge(method, axiom, c); });
}

Result<ExactJudgement> judge_exactly(const AnyMethod& method, const Axiom& axiom,
                                     const Ingredients<Rational>& in) {
  return decided([&]() -> Result<ExactJudgement> {
    const auto c = axiom.build_case(in, method.kind());
    if (!c) return tl::make_unexpected(c.error());
    return judge(method, axiom, *c);
  });
}

Shrunk shrink(const AnyMethod& method, const Axiom& axiom, Ingredients<double> in,
              ExactJudgement judged, bool may_hang_on_convention) {
  const Shrinking shrinking(method, axiom, may_hang_on_convention);
  Shrunk best{std::move(judged), std::move(in), 0};
  // Each step makes a size smaller that cannot fall for ever; the bound only guards against a fault
  // in that size.
  constexpr int kMostSteps = 10000;
  while (best.steps < kMostSteps && (shrinking.step(best, simpler(best.ingredients)) ||
                                     shrinking.step(best, simpler_by_two(best.ingredients)))) {
  }
  return best;
}

}  // namespace axiomark
