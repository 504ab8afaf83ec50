#include "axioms/implementation_invariance.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axioms/premise.hpp"

namespace axiomark {

AxiomInfo ImplementationInvariance::info() {
  return {"implementation-invariance",
          AxiomGroup::paper,
          "Two networks with equal outputs for all inputs get equal attributions.",
          "F(z) = G(z) for all z in R^n  =>  A_F = A_G",
          "Sundararajan, Taly & Yan 2017, section 2.2",
          every_kind(),
          {.rewrites = true}};
}

CaseForm ImplementationInvariance::form() { return {2, 0, 0}; }

template <Scalar S>
Result<Case<S>> ImplementationInvariance::build_case(const Ingredients<S>& in, MethodKind kind) {
  Rewritten<S> twin = rewrite_all(in.network, in.rewrites);
  if (twin.done.empty()) {
    // Something always fits: the identity z = relu(z) - relu(-z) behind the first input.
    twin = rewrite_all(in.network, {{RewriteKind::insert_relu_pair, 0, 1}});
  }
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  Case<S> c{
      {{"f", in.network, in.input, baseline, in.target},
       {"g", std::move(twin.network), in.input, baseline, in.target}},
      {},
      fmt::format("g is f rewritten ({}): equal at every point.", fmt::join(twin.done, ", "))};
  c.rewrites = std::move(twin.steps);
  return c;
}

Result<void> ImplementationInvariance::check_premise(const Case<Rational>& c) {
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
Comparison<S> ImplementationInvariance::compare(const Case<S>&,
                                                const std::vector<Answer<S>>& answers) {
  const Vector<S>& f = answers[0].attribution->values;
  const Vector<S>& g = answers[1].attribution->values;
  return {{"A of f", "A of g", f, g}, Relation::equal, f.abs().sum() + g.abs().sum()};
}

template <Scalar S>
std::string ImplementationInvariance::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  const std::string told_apart =
      c.rewrites.empty() ? std::string() : ": " + rewrites_in_words(c.rewrites);
  return fmt::format("x{} gets {} in f and {} in g, which compute the same function{}", entry + 1,
                     brief_text(sides.left(entry)), brief_text(sides.right(entry)), told_apart);
}

std::string rewrites_in_words(const std::vector<RewriteStep>& steps) {
  std::vector<std::string_view> classes;
  std::vector<std::string_view> kinds;
  const auto add_once = [](std::vector<std::string_view>& list, std::string_view word) {
    if (std::ranges::find(list, word) == list.end()) list.push_back(word);
  };
  for (const RewriteStep& step : steps) {
    add_once(classes, name(info(step.kind).rewrite_class));
    add_once(kinds, name(step.kind));
  }
  if (kinds.empty()) return {};
  return fmt::format("{} ({})", fmt::join(classes, ", "), fmt::join(kinds, ", "));
}

AXIOMARK_INSTANTIATE_AXIOM(ImplementationInvariance);

}  // namespace axiomark
