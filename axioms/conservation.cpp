#include "axioms/conservation.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"

namespace axiomark {

AxiomInfo RelevanceConservation::info() {
  return {"conservation",
          AxiomGroup::successor,
          "The relevance that reaches the inputs and what the layers absorb add up to the output.",
          "sum over i of R_i + sum over layers of absorbed relevance = F(x)",
          "Bach et al. 2015, eq. 2",
          {MethodKind::zero_baseline_implied}};
}

CaseForm RelevanceConservation::form() { return {1, 0, 0}; }

template <Scalar S>
Result<Case<S>> RelevanceConservation::build_case(const Ingredients<S>& in, MethodKind kind) {
  return Case<S>{{{"F", in.network, in.input, baseline_for(kind, in.baseline), in.target}},
                 {},
                 "Conservation has no premise: it is asked of every network and input."};
}

Result<void> RelevanceConservation::check_premise(const Case<Rational>&) { return {}; }

template <Scalar S>
std::optional<std::string> RelevanceConservation::refusal(const Case<S>&,
                                                          const std::vector<Answer<S>>& answers) {
  if (answers[0].attribution->conservation) return std::nullopt;
  return "the method does not pass on relevance and say what absorbs it";
}

template <Scalar S>
Comparison<S> RelevanceConservation::compare(const Case<S>&,
                                             const std::vector<Answer<S>>& answers) {
  const Attribution<S>& a = *answers[0].attribution;
  S sum = a.values.sum();
  S scale = a.values.abs().sum() + absolute_value<S>(answers[0].at_input);
  for (const auto& at : a.conservation->absorbed) {
    sum += at.relevance;
    scale += absolute_value<S>(at.relevance);
  }
  return one_pair<S>("sum of R and absorbed", sum, "F(x)", answers[0].at_input, Relation::equal,
                     scale);
}

template <Scalar S>
std::string RelevanceConservation::fault(const Case<S>&, const Sides<S>& sides, Index) {
  return fmt::format("the inputs' relevance and what is absorbed add up to {}, but F(x) is {}",
                     brief_text(sides.left(0)), brief_text(sides.right(0)));
}

AXIOMARK_INSTANTIATE_AXIOM(RelevanceConservation);
AXIOMARK_INSTANTIATE_REFUSAL(RelevanceConservation);

}  // namespace axiomark
