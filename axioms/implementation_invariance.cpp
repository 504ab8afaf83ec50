#include "axioms/implementation_invariance.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"

namespace axiomark {

AxiomInfo ImplementationInvariance::info() {
  return {"implementation-invariance",
          AxiomGroup::paper,
          "Two networks with equal outputs for all inputs get equal attributions.",
          "F(z) = G(z) for all z in R^n  =>  A_F = A_G",
          "Sundararajan, Taly & Yan 2017, section 2.2",
          every_kind()};
}

template <Scalar S>
Result<Case<S>> ImplementationInvariance::build_case(const Ingredients<S>& in, MethodKind kind) {
  Rewritten<S> twin = rewrite_all(in.network, in.rewrites);
  if (twin.done.empty()) {
    // Something always fits: the identity z = relu(z) - relu(-z) behind the first input.
    twin = rewrite_all(in.network, {{RewriteKind::insert_relu_pair, 0, 1}});
  }
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  return Case<S>{
      {{"f", in.network, in.input, baseline, in.target},
       {"g", std::move(twin.network), in.input, baseline, in.target}},
      {},
      fmt::format("g is f rewritten ({}): equal at every point.", fmt::join(twin.done, ", "))};
}

Result<void> ImplementationInvariance::check_premise(const Case<Rational>& c) {
  if (const auto wrong = malformed(c, 2, 0, 0)) return premise_fault(wrong->reason);
  const Probe<Rational>& f = c.probes[0];
  const Probe<Rational>& g = c.probes[1];
  if ((f.input != g.input).any() || (f.baseline != g.baseline).any()) {
    return premise_fault("the two networks are asked at different points");
  }
  for (const Vector<Rational>& point : sample_points(c)) {
    if (value_at(f.network, f.target, point) != value_at(g.network, g.target, point)) {
      return premise_fault("the two networks do not compute the same function");
    }
  }
  return {};
}

template <Scalar S>
Judgement<S> ImplementationInvariance::check(const Case<S>& c,
                                             const std::vector<Answer<S>>& answers) {
  if (auto wrong = malformed(c, 2, 0, 0)) return *wrong;
  if (auto missing = without_answers(answers)) return *missing;
  const Attribution<S>& f = *answers[0].attribution;
  const Attribution<S>& g = *answers[1].attribution;
  Judgement<S> judgement;
  judgement.hung_on = f.hung_on;
  judgement.hung_on |= g.hung_on;
  judgement.sides = {"A of f", "A of g", f.values, g.values};
  const S scale = f.values.abs().sum() + g.values.abs().sum();
  for (Index i = 0; i < f.values.size(); ++i) {
    if (!differ<S>(f.values(i), g.values(i), scale)) continue;
    judgement.outcome = Outcome::broken;
    judgement.reason = fmt::format("x{} gets {} in f and {} in g, which compute the same function",
                                   i + 1, brief_text(f.values(i)), brief_text(g.values(i)));
    break;
  }
  return judgement;
}

template Result<Case<double>> ImplementationInvariance::build_case(const Ingredients<double>&,
                                                                   MethodKind);
template Result<Case<Rational>> ImplementationInvariance::build_case(const Ingredients<Rational>&,
                                                                     MethodKind);
template Judgement<double> ImplementationInvariance::check(const Case<double>&,
                                                           const std::vector<Answer<double>>&);
template Judgement<Rational> ImplementationInvariance::check(const Case<Rational>&,
                                                             const std::vector<Answer<Rational>>&);

}  // namespace axiomark
