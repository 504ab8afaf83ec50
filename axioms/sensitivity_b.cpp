#include "axioms/sensitivity_b.hpp"

#include <fmt/format.h>

#include <limits>

#include "axioms/premise.hpp"
#include "network/builder.hpp"

namespace axiomark {
namespace {

// The dummy is the last feature: a declared input that no node reads.
template <Scalar S>
Result<Case<S>> unused_input(const Ingredients<S>& in, MethodKind kind) {
  NetworkBuilder<S> b;
  std::vector<Tensor> inputs;
  for (const Shape& shape : in.network.inputs()) inputs.push_back(b.input(shape));
  static_cast<void>(b.input({1}));
  auto network = b.build(b.include(in.network, inputs));
  if (!network) return tl::make_unexpected(network.error());
  const Index dummy = in.network.input_features();
  Vector<S> input(dummy + 1);
  Vector<S> baseline(dummy + 1);
  input << in.input, in.input(in.feature);
  baseline << baseline_for(kind, in.baseline), S(0);
  return Case<S>{{{"F", std::move(*network), std::move(input), std::move(baseline), in.target}},
                 {dummy},
                 fmt::format("Nothing reads x{}.", dummy + 1)};
}

template <Scalar S>
Result<Case<S>> cancelling_inputs(const Ingredients<S>& in, MethodKind kind,
                                  const Rewritten<S>& twin) {
  NetworkBuilder<S> b;
  std::vector<Tensor> inputs;
  for (const Shape& shape : in.network.inputs()) inputs.push_back(b.input(shape));
  const Tensor f = b.include(in.network, inputs);
  const Tensor g = b.include(twin.network, inputs);
  auto network = b.build(b.subtract(f, g));
  if (!network) return tl::make_unexpected(network.error());
  std::vector<Index> all;
  for (Index i = 0; i < in.network.input_features(); ++i) all.push_back(i);
  return Case<S>{
      {{"F", std::move(*network), in.input, baseline_for(kind, in.baseline), in.target}},
      std::move(all),
      fmt::format("F = f - g with g a rewritten f ({}): zero everywhere, so no feature matters.",
                  fmt::join(twin.done, ", "))};
}

}  // namespace

AxiomInfo SensitivityB::info() {
  return {"sensitivity-b",
          AxiomGroup::paper,
          "A feature that the function does not depend on gets attribution zero.",
          "F does not depend on i on R^n  =>  A_i = 0",
          "Sundararajan, Taly & Yan 2017, section 3; Friedman 2004",
          every_kind()};
}

template <Scalar S>
Result<Case<S>> SensitivityB::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Rewritten<S> twin = rewrite_all(in.network, in.rewrites);
  return twin.done.empty() ? unused_input(in, kind) : cancelling_inputs(in, kind, twin);
}

Result<void> SensitivityB::check_premise(const Case<Rational>& c) {
  if (const auto wrong = malformed(c, 1, 1, std::numeric_limits<std::size_t>::max())) {
    return premise_fault(wrong->reason);
  }
  const Probe<Rational>& probe = c.probes[0];
  for (const Vector<Rational>& point : sample_points(c)) {
    Vector<Rational> moved = probe.input;
    for (const Index feature : c.features) moved(feature) = point(feature);
    if (value_at(probe.network, probe.target, moved) !=
        value_at(probe.network, probe.target, probe.input)) {
      return premise_fault("the function does depend on a feature called a dummy");
    }
  }
  return {};
}

template <Scalar S>
Judgement<S> SensitivityB::check(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  if (auto wrong = malformed(c, 1, 1, std::numeric_limits<std::size_t>::max())) return *wrong;
  if (auto missing = without_answers(answers)) return *missing;
  const Attribution<S>& a = *answers[0].attribution;
  const auto count = static_cast<Index>(c.features.size());
  Judgement<S> judgement;
  judgement.hung_on = a.hung_on;
  judgement.sides = {"A of the dummies", "what the axiom asks", Vector<S>(a.values(c.features)),
                     Vector<S>::Constant(count, S(0))};
  const S scale = a.values.abs().sum();
  for (Index k = 0; k < count; ++k) {
    if (!differ<S>(judgement.sides.left(k), S(0), scale)) continue;
    judgement.outcome = Outcome::broken;
    judgement.reason = fmt::format("x{} gets attribution {}, although F does not depend on it",
                                   c.features[static_cast<std::size_t>(k)] + 1,
                                   brief_text(judgement.sides.left(k)));
    break;
  }
  return judgement;
}

template Result<Case<double>> SensitivityB::build_case(const Ingredients<double>&, MethodKind);
template Result<Case<Rational>> SensitivityB::build_case(const Ingredients<Rational>&, MethodKind);
template Judgement<double> SensitivityB::check(const Case<double>&,
                                               const std::vector<Answer<double>>&);
template Judgement<Rational> SensitivityB::check(const Case<Rational>&,
                                                 const std::vector<Answer<Rational>>&);

}  // namespace axiomark
