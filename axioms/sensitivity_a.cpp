#include "axioms/sensitivity_a.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {
AxiomInfo SensitivityA::info() {
  return {"sensitivity-a",
          AxiomGroup::paper,
          "If input and baseline differ in one feature only and the outputs differ, that feature's "
          "attribution is not zero.",
          "x, x' differ in i only, F(x) != F(x')  =>  A_i != 0",
          "Sundararajan, Taly & Yan 2017, section 2.1",
          every_kind(),
          {.feature = true},
          true};
}

CaseForm SensitivityA::form() { return {1, 1, 1}; }

template <Scalar S>
Result<Case<S>> SensitivityA::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  Vector<S> input = baseline;
  // The drawn input decides the one feature; it must move.
  input(in.feature) = in.input(in.feature) == baseline(in.feature) ? S(baseline(in.feature) + S(1))
                                                                   : in.input(in.feature);
  Network<S> network = in.network;
  if (value_at(network, in.target, input) == value_at(network, in.target, baseline)) {
    Vector<S> slopes = Vector<S>::Constant(input.size(), S(0));
    slopes(in.feature) = S(1);
    auto changed = with_linear_added(network, in.target, slopes);
    if (!changed) return tl::make_unexpected(changed.error());
    network = std::move(*changed);
  }
  return Case<S>{{{"F", network, input, baseline, in.target}},
                 {in.feature},
                 fmt::format("Input and baseline differ in x{} only, and F differs between them.",
                             in.feature + 1)};
}

Result<void> SensitivityA::check_premise(const Case<Rational>& c) {
  const Probe<Rational>& probe = c.probes[0];
  for (Index i = 0; i < probe.input.size(); ++i) {
    if (i != c.features[0] && probe.input(i) != probe.baseline(i)) {
      return premise_fault(fmt::format("input and baseline differ in x{}, too", i + 1));
    }
  }
  if (value_at(probe, probe.input) == value_at(probe, probe.baseline)) {
    return premise_fault("the function is equal at input and baseline");
  }
  return {};
}

template <Scalar S>
Comparison<S> SensitivityA::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const auto& [attribution, at_input, at_baseline] = answers[0];
  const S difference = at_input - at_baseline;
  return {{fmt::format("A of x{}", c.features[0] + 1), "F(x) - F(x')",
           Vector<S>::Constant(1, attribution->values(c.features[0])),
           Vector<S>::Constant(1, difference)},
          Relation::not_zero,
          absolute_value<S>(difference)};
}

template <Scalar S>
std::string SensitivityA::fault(const Case<S>& c, const Sides<S>& sides, Index) {
  return fmt::format("x{} gets attribution 0, although it alone changes the output, by {}",
                     c.features[0] + 1, brief_text(sides.right(0)));
}

AXIOMARK_INSTANTIATE_AXIOM(SensitivityA);

}  // namespace axiomark
