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
          every_kind(),
          {},
          true};
}

CaseForm Completeness::form() { return {1, 0, 0}; }

template <Scalar S>
Result<Case<S>> Completeness::build_case(const Ingredients<S>& in, MethodKind kind) {
  return Case<S>{{{"F", in.network, in.input, baseline_for(kind, in.baseline), in.target}},
                 {},
                 "Completeness has no premise: it is asked of every network, input and baseline."};
}

Result<void> Completeness::check_premise(const Case<Rational>&) { return {}; }

template <Scalar S>
Comparison<S> Completeness::compare(const Case<S>&, const std::vector<Answer<S>>& answers) {
  const auto& [attribution, at_input, at_baseline] = answers[0];
  const Vector<S>& values = attribution->values;
  return {{"sum of A", "F(x) - F(x')", Vector<S>::Constant(1, values.sum()),
           Vector<S>::Constant(1, S(at_input - at_baseline))},
          Relation::equal,
          values.abs().sum() + absolute_value<S>(at_input) + absolute_value<S>(at_baseline)};
}

template <Scalar S>
std::string Completeness::fault(const Case<S>&, const Sides<S>& sides, Index) {
  return fmt::format("the attributions add up to {}, but F(x) - F(x') is {}",
                     brief_text(sides.left(0)), brief_text(sides.right(0)));
}

AXIOMARK_INSTANTIATE_AXIOM(Completeness);

}  // namespace axiomark
