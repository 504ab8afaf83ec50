#include "axioms/completeness.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"

namespace axiomark {

AxiomInfo Completeness::info() {
  return {"completeness",
          AxiomGroup::paper,
          "The attributions add up to the difference between the output at the input and at the "
          "baseline.",
          "sum over i of A_i = F(x) - F(x')",
          "Sundararajan, Taly & Yan 2017, proposition 1",
          every_kind()};
}

template <Scalar S>
Result<Case<S>> Completeness::build_case(const Ingredients<S>& in, MethodKind kind) {
  return Case<S>{{{"F", in.network, in.input, baseline_for(kind, in.baseline), in.target}},
                 {},
                 "Completeness has no premise: it is asked of every network, input and baseline."};
}

Result<void> Completeness::check_premise(const Case<Rational>&) { return {}; }

template <Scalar S>
Judgement<S> Completeness::check(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  if (auto wrong = malformed(c, 1, 0, 0)) return *wrong;
  if (auto missing = without_answers(answers)) return *missing;
  const Attribution<S>& a = *answers[0].attribution;
  const S sum = a.values.sum();
  const S difference = answers[0].at_input - answers[0].at_baseline;
  const S scale =
      a.values.abs().sum() +
      (answers[0].at_input < S(0) ? S(-answers[0].at_input) : answers[0].at_input) +
      (answers[0].at_baseline < S(0) ? S(-answers[0].at_baseline) : answers[0].at_baseline);
  Judgement<S> judgement;
  judgement.hung_on = a.hung_on;
  judgement.sides = {"sum of A", "F(x) - F(x')", Vector<S>::Constant(1, sum),
                     Vector<S>::Constant(1, difference)};
  if (differ<S>(sum, difference, scale)) {
    judgement.outcome = Outcome::broken;
    judgement.reason = fmt::format("the attributions add up to {}, but F(x) - F(x') is {}",
                                   brief_text(sum), brief_text(difference));
  }
  return judgement;
}

template Result<Case<double>> Completeness::build_case(const Ingredients<double>&, MethodKind);
template Result<Case<Rational>> Completeness::build_case(const Ingredients<Rational>&, MethodKind);
template Judgement<double> Completeness::check(const Case<double>&,
                                               const std::vector<Answer<double>>&);
template Judgement<Rational> Completeness::check(const Case<Rational>&,
                                                 const std::vector<Answer<Rational>>&);

}  // namespace axiomark
