#include "axioms/symmetric_monotonicity.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/derivative_range.hpp"
#include "network/gradient.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {
namespace {

enum class Kind { equal_slopes, ordered_slopes, count };

}  // namespace

AxiomInfo SymmetricMonotonicity::info() {
  return {
      "symmetric-monotonicity",
      AxiomGroup::successor,
      "If one function's slope in a feature is nowhere above another's slope in another feature, "
      "neither is the attribution per unit of change.",
      "dF/dx_i <= dG/dx_j  =>  A_i(F) / (x_i - x'_i) <= A_j(G) / (x_j - x'_j)",
      "Young 1985; Lundstrom & Razaviyayn 2023",
      {MethodKind::zero_baseline_implied, MethodKind::one_baseline,
       MethodKind::baseline_distribution},
      {.pair = true, .variants = static_cast<Index>(Kind::count)}};
}

CaseForm SymmetricMonotonicity::form() { return {2, 2, 2}; }

template <Scalar S>
Result<Case<S>> SymmetricMonotonicity::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Pair<S> at = pair_of(in, kind);
  const Vector<S> input = apart(at.input, at.baseline);
  const bool of_sum = variant_of<Kind>(in) == Kind::equal_slopes || in.network.input_features() < 2;
  Result<Network<S>> f = of_sum ? of_the_sum(in.network, input.size()) : in.network;
  if (!f) return tl::make_unexpected(f.error());
  Result<Network<S>> g = *f;
  if (!of_sum) {
    const auto range = derivative_range(*f, in.target);
    if (!range) return tl::make_unexpected(range.error());
    Vector<S> slopes = S(0) * input;
    slopes(at.j) = std::max(S(0), S(range->high(at.i) - range->low(at.j)));
    g = with_linear_added(*f, in.target, slopes);
    if (!g) return tl::make_unexpected(g.error());
  }
  return Case<S>{{{"g", std::move(*g), input, at.baseline, in.target},
                  {"f", std::move(*f), input, at.baseline, in.target}},
                 {at.i, at.j},
                 fmt::format("The slope of f in x{} is nowhere above the slope of g in x{}.",
                             at.i + 1, at.j + 1),
                 {},
                 of_sum ? "equal slopes" : "ordered slopes"};
}

Result<void> SymmetricMonotonicity::check_premise(const Case<Rational>& c) {
  const Index i = c.features[0];
  const Index j = c.features[1];
  const Probe<Rational>& g = c.probes[0];
  const Probe<Rational>& f = c.probes[1];
  if (f.input(i) == f.baseline(i) || g.input(j) == g.baseline(j)) {
    return premise_fault("a feature of the pair does not change");
  }
  for (Vector<Rational> point : sample_points(c)) {
    // Off the grid that kinks lie on: there a slope is a matter of convention.
    for (Index k = 0; k < point.size(); ++k) point(k) += Rational(k + 1, 97);
    const auto of_f = gradient(f.network, Batch<Rational>(point), f.target, {});
    const auto of_g = gradient(g.network, Batch<Rational>(point), g.target, {});
    if (!of_f) return tl::make_unexpected(of_f.error());
    if (!of_g) return tl::make_unexpected(of_g.error());
    if (!of_f->hung_on[0].empty() || !of_g->hung_on[0].empty()) continue;
    if (of_f->values(i, 0) > of_g->values(j, 0)) {
      return premise_fault("the slope of f is above that of g");
    }
  }
  return same_points(c);
}

template <Scalar S>
Comparison<S> SymmetricMonotonicity::compare(const Case<S>& c,
                                             const std::vector<Answer<S>>& answers) {
  const auto per_unit = [&](std::size_t probe, Index feature) {
    const Probe<S>& p = c.probes[probe];
    return S(answers[probe].attribution->values(feature) /
             (p.input(feature) - p.baseline(feature)));
  };
  const S g = per_unit(0, c.features[1]);
  const S f = per_unit(1, c.features[0]);
  Comparison<S> comparison =
      one_pair<S>(fmt::format("A of x{} in g per unit", c.features[1] + 1), g,
                  fmt::format("A of x{} in f per unit", c.features[0] + 1), f, Relation::at_least,
                  absolute_value<S>(f) + absolute_value<S>(g));
  const auto change = [&](std::size_t probe, Index feature) {
    const Probe<S>& p = c.probes[probe];
    return absolute_value<S>(p.input(feature) - p.baseline(feature));
  };
  comparison.bound_weight = S(S(1) / change(0, c.features[1]) + S(1) / change(1, c.features[0]));
  return comparison;
}

template <Scalar S>
std::string SymmetricMonotonicity::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  static_cast<void>(entry);
  return fmt::format(
      "x{} gets {} per unit in f, but x{} only {} in g, whose slope is nowhere below",
      c.features[0] + 1, brief_text(sides.right(0)), c.features[1] + 1, brief_text(sides.left(0)));
}

AXIOMARK_INSTANTIATE_AXIOM(SymmetricMonotonicity);

}  // namespace axiomark
