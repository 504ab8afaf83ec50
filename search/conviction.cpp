#include "search/conviction.hpp"

#include "search/ingredient_source.hpp"

namespace axiomark {

Result<ExactJudgement> judge_exactly(const AnyMethod& method, const Axiom& axiom,
                                     const Case<Rational>& c) {
  const ThreadPool alone;
  auto answers = ask(method, c, alone);
  if (!answers) return tl::make_unexpected(answers.error());
  Judgement<Rational> judgement = axiom.check(c, *answers);
  return ExactJudgement{c, std::move(*answers), std::move(judgement)};
}

Result<ExactJudgement> judge_exactly(const AnyMethod& method, const Axiom& axiom,
                                     const Ingredients<Rational>& in) {
  const auto c = axiom.build_case(in, method.kind());
  if (!c) return tl::make_unexpected(c.error());
  return judge_exactly(method, axiom, *c);
}

Shrunk shrink(const AnyMethod& method, const Axiom& axiom, const Ingredients<Rational>& in,
              ExactJudgement judged, bool may_hang_on_convention) {
  Shrunk best{std::move(judged), in, 0};
  rc::Shrinkable<Ingredients<Rational>> current = shrinkable(in);
  // Each accepted step makes a whole-number measure smaller, so this ends; the bound only guards
  // against a fault in that measure.
  constexpr int kMostSteps = 10000;
  for (bool moved = true; moved && best.steps < kMostSteps;) {
    moved = false;
    auto candidates = current.shrinks();
    while (auto candidate = candidates.next()) {
      auto verdict = judge_exactly(method, axiom, candidate->value());
      if (!verdict || verdict->judgement.outcome != Outcome::broken) continue;
      if (verdict->c.variant != best.judged.c.variant) continue;
      if (!may_hang_on_convention && !verdict->judgement.hung_on.empty()) continue;
      best = {std::move(*verdict), candidate->value(), best.steps + 1};
      current = std::move(*candidate);
      moved = true;
      break;
    }
  }
  return best;
}

}  // namespace axiomark
