#include "axioms/sensitivity_a.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/builder.hpp"

namespace axiomark {
namespace {

// F(z) + z_i at the first output that the target reads.
template <Scalar S>
Result<Network<S>> with_feature_added(const Network<S>& network, const Vector<S>& target,
                                      Index feature) {
  Index output = 0;
  while (output + 1 < target.size() && target(output) == S(0)) ++output;
  NetworkBuilder<S> b;
  std::vector<Tensor> inputs;
  for (const Shape& shape : network.inputs()) inputs.push_back(b.input(shape));
  const Tensor f = b.include(network, inputs);
  Index first = 0;
  std::size_t which = 0;
  while (feature - first >= element_count(network.inputs()[which])) {
    first += element_count(network.inputs()[which++]);
  }
  Tensor flat = inputs[which];
  const Shape& shape = network.inputs()[which];
  if (shape.size() != 1) flat = b.apply(reshape<S>(shape, {element_count(shape)}), {flat});
  Matrix<S> weights = Matrix<S>::Constant(target.size(), element_count(shape), S(0));
  weights(output, feature - first) = S(1);
  Tensor added = b.dense(flat, std::move(weights), Vector<S>::Constant(target.size(), S(0)));
  if (b.shape(f).size() != 1) added = b.apply(reshape<S>({target.size()}, b.shape(f)), {added});
  return b.build(b.add(f, added));
}

}  // namespace

AxiomInfo SensitivityA::info() {
  return {"sensitivity-a",
          AxiomGroup::paper,
          "If input and baseline differ in one feature only and the outputs differ, that feature's "
          "attribution is not zero.",
          "x, x' differ in i only, F(x) != F(x')  =>  A_i != 0",
          "Sundararajan, Taly & Yan 2017, section 2.1",
          every_kind()};
}

template <Scalar S>
Result<Case<S>> SensitivityA::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  Vector<S> input = baseline;
  // The drawn input decides the one feature; it must move.
  input(in.feature) = in.input(in.feature) == baseline(in.feature) ? S(baseline(in.feature) + S(1))
                                                                   : in.input(in.feature);
  Network<S> network = in.network;
  if (value_at(network, in.target, input) == value_at(network, in.target, baseline)) {
    auto changed = with_feature_added(network, in.target, in.feature);
    if (!changed) return tl::make_unexpected(changed.error());
    network = std::move(*changed);
  }
  return Case<S>{{{"F", network, input, baseline, in.target}},
                 {in.feature},
                 fmt::format("Input and baseline differ in x{} only, and F differs between them.",
                             in.feature + 1)};
}

Result<void> SensitivityA::check_premise(const Case<Rational>& c) {
  if (const auto wrong = malformed(c, 1, 1, 1)) return premise_fault(wrong->reason);
  const Probe<Rational>& probe = c.probes[0];
  for (Index i = 0; i < probe.input.size(); ++i) {
    if (i != c.features[0] && probe.input(i) != probe.baseline(i)) {
      return premise_fault(fmt::format("input and baseline differ in x{}, too", i + 1));
    }
  }
  return {};
}

template <Scalar S>
Judgement<S> SensitivityA::check(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  if (auto wrong = malformed(c, 1, 1, 1)) return *wrong;
  if (auto missing = without_answers(answers)) return *missing;
  const Attribution<S>& a = *answers[0].attribution;
  const S value = a.values(c.features[0]);
  const S difference = answers[0].at_input - answers[0].at_baseline;
  Judgement<S> judgement;
  judgement.hung_on = a.hung_on;
  judgement.sides = {fmt::format("A of x{}", c.features[0] + 1), "F(x) - F(x')",
                     Vector<S>::Constant(1, value), Vector<S>::Constant(1, difference)};
  const S scale = difference < S(0) ? S(-difference) : difference;
  // In floating point an attribution near zero is the suspicion, whatever F(x) - F(x') rounded to.
  if ((!is_exact<S> || difference != S(0)) && !differ<S>(value, S(0), scale)) {
    judgement.outcome = Outcome::broken;
    judgement.reason =
        fmt::format("x{} gets attribution 0, although it alone changes the output, by {}",
                    c.features[0] + 1, brief_text(difference));
  }
  return judgement;
}

template Result<Case<double>> SensitivityA::build_case(const Ingredients<double>&, MethodKind);
template Result<Case<Rational>> SensitivityA::build_case(const Ingredients<Rational>&, MethodKind);
template Judgement<double> SensitivityA::check(const Case<double>&,
                                               const std::vector<Answer<double>>&);
template Judgement<Rational> SensitivityA::check(const Case<Rational>&,
                                                 const std::vector<Answer<Rational>>&);

}  // namespace axiomark
