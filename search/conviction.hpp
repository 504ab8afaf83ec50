#pragma once

#include "search/verdict.hpp"

namespace axiomark {

/// A case judged in exact arithmetic.
struct ExactJudgement {
  Case<Rational> c;
  std::vector<Answer<Rational>> answers;
  Judgement<Rational> judgement;
};

[[nodiscard]] Result<ExactJudgement> judge_exactly(const AnyMethod& method, const Axiom& axiom,
                                                   const Ingredients<Rational>& in);
[[nodiscard]] Result<ExactJudgement> judge_exactly(const AnyMethod& method, const Axiom& axiom,
                                                   const Case<Rational>& c);

/// Convicting ingredients made as simple as they can be made while they still convict, by the same kind
/// of case and still without (or with) hanging on a convention. Doubles suspect here as well: what they do not suspect is not
/// tried, and every step that is taken was judged in exact arithmetic. Ends where no candidate of
/// simpler() and simpler_by_two() convicts.
struct Shrunk {
  ExactJudgement judged;
  Ingredients<double> ingredients;  ///< that the axiom built it from
  int steps = 0;
};
[[nodiscard]] Shrunk shrink(const AnyMethod& method, const Axiom& axiom, Ingredients<double> in,
                            ExactJudgement judged, bool may_hang_on_convention);

}  // namespace axiomark
