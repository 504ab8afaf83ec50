#include "axioms/missingness.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"

namespace axiomark {

AxiomInfo Missingness::info() {
  return {"missingness",
          AxiomGroup::successor,
          "A feature whose value in the input is its baseline gets attribution zero.",
          "x_i = x'_i  =>  A_i = 0",
          "Lundberg & Lee 2017, property 2",
          {MethodKind::zero_baseline_implied, MethodKind::one_baseline,
           MethodKind::baseline_distribution},
          {.feature = true}};
}

CaseForm Missingness::form() { return {1, 1, 1}; }

template <Scalar S>
Result<Case<S>> Missingness::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  Vector<S> input = in.input;
  input(in.feature) = baseline(in.feature);
  return Case<S>{{{"F", in.network, input, baseline, in.target}},
                 {in.feature},
                 fmt::format("x{} has the same value in input and baseline.", in.feature + 1)};
}

Result<void> Missingness::check_premise(const Case<Rational>& c) {
  const Probe<Rational>& probe = c.probes[0];
  if (probe.input(c.features[0]) == probe.baseline(c.features[0])) return {};
  return premise_fault("the feature differs between input and baseline");
}

template <Scalar S>
Comparison<S> Missingness::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& a = answers[0].attribution->values;
  return one_pair<S>(fmt::format("A of x{}", c.features[0] + 1), a(c.features[0]),
                     "what the axiom asks", S(0), Relation::equal, a.abs().sum());
}

template <Scalar S>
std::string Missingness::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  static_cast<void>(entry);
  return fmt::format("x{} gets {}, although it does not differ from its baseline",
                     c.features[0] + 1, brief_text(sides.left(0)));
}

AXIOMARK_INSTANTIATE_AXIOM(Missingness);

}  // namespace axiomark
