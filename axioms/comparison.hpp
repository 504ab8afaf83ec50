#pragma once

#include "axioms/case.hpp"

namespace axiomark {

/// How an axiom wants its two sides to be, entry by entry.
enum class Relation {
  equal,
  not_zero,  ///< left != 0; the right side says why it should not be
  at_least,  ///< left >= right
  same,      ///< equal to the last bit of answers in floating point: no screen's threshold
  within,    ///< |left - right| <= bound
};

/// What an axiom has to say about one case: the two sides and how they should relate.
template <Scalar S>
struct Comparison {
  Sides<S> sides;
  Relation relation = Relation::equal;
  S scale;  ///< size of the numbers behind the sides; relative to it a double is suspicious
  S bound_weight = S(1);  ///< a side is off by at most so many times the sum of all error bounds
  Vector<S> bound =
      {};  ///< of `within`, entry by entry: what rounding explains, derived by the axiom
};

/// What a broken relation rests on.
[[nodiscard]] Evidence evidence_of(Relation relation);

/// " (off by 1e-8, rounding explains 2e-15)", of a relation with a bound.
template <Scalar S>
[[nodiscard]] std::string beyond_bound_text(const Comparison<S>& comparison, Index entry);

/// The first entry for which the relation does not hold by more than `allowance`, the error that the
/// answers state for themselves: without any other tolerance in Rational, beyond the screen's threshold
/// in floating point.
template <Scalar S>
[[nodiscard]] std::optional<Index> first_broken(const Comparison<S>& comparison,
                                                const S& allowance);

/// The sum of all error bounds that the answers state; 0 where none does.
template <Scalar S>
[[nodiscard]] S stated_error(const std::vector<Answer<S>>& answers);

/// What the probes, features and numbers of a case have to be for its axiom to speak about it.
struct CaseForm {
  std::size_t probes = 1;
  std::size_t least_features = 0;
  std::size_t most_features = 0;
  Index least_numbers = 0;
};

/// A judgement for a case that has not its axiom's form: a damaged or hand-made case file.
template <Scalar S>
[[nodiscard]] std::optional<Judgement<S>> malformed(const Case<S>& c, const CaseForm& form);

/// The judgement of axiom A: what A compares, related as A asks, in A's words. A has
///   static CaseForm form();
///   template <Scalar S> static Comparison<S> compare(const Case<S>&, const Answers&);
///   template <Scalar S> static std::string fault(const Case<S>&, const Sides<S>&, Index entry);
/// and may have, for answers that say nothing about the axiom, the reason why:
///   template <Scalar S> static std::optional<std::string> refusal(const Case<S>&, const Answers&);
template <class A, Scalar S>
[[nodiscard]] Judgement<S> judge(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  if (auto wrong = malformed(c, A::form())) return *wrong;
  if (auto missing = without_answers(answers)) return *missing;
  Judgement<S> judgement;
  if constexpr (requires { A::template refusal<S>(c, answers); }) {
    if (auto why = A::template refusal<S>(c, answers)) {
      judgement.outcome = Outcome::not_applicable;
      judgement.reason = std::move(*why);
      return judgement;
    }
  }
  Comparison<S> comparison = A::template compare<S>(c, answers);
  judgement.evidence = evidence_of(comparison.relation);
  for (const Answer<S>& answer : answers) judgement.hung_on |= answer.attribution->hung_on;
  const S allowance = comparison.bound_weight * stated_error(answers);
  if (const auto entry = first_broken<S>(comparison, allowance)) {
    judgement.outcome = Outcome::broken;
    judgement.reason =
        A::template fault<S>(c, comparison.sides, *entry) + beyond_bound_text(comparison, *entry);
  }
  judgement.sides = std::move(comparison.sides);
  return judgement;
}

}  // namespace axiomark
