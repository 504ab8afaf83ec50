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

/// Makes a convicting set of ingredients as simple as it can be made while it still convicts, by the
/// same kind of case and still without (or with) hanging on a convention. Every step is judged in exact arithmetic.
struct Shrunk {
  ExactJudgement judged;
  Ingredients<Rational> ingredients;  ///< that the axiom built it from
  int steps = 0;
};
[[nodiscard]] Shrunk shrink(const AnyMethod& method, const Axiom& axiom,
                            const Ingredients<Rational>& in, ExactJudgement judged,
                            bool may_hang_on_convention);

}  // namespace axiomark
