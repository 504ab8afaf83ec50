#include "axioms/demand_monotonicity.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/derivative_range.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {
namespace {

// The drawn function with as much of the feature added as keeps it from falling.
template <Scalar S>
Result<Network<S>> nowhere_falling(const Ingredients<S>& in) {
  const auto range = derivative_range(in.network, in.target);
  if (!range) return tl::make_unexpected(range.error());
  Vector<S> slopes = S(0) * in.input;
  slopes(in.feature) = std::max(S(0), S(-range->low(in.feature)));
  return with_linear_added(in.network, in.target, slopes);
}

}  // namespace

AxiomInfo DemandMonotonicity::info() {
  return {
      "demand-monotonicity",
      AxiomGroup::successor,
      "If the function never falls when a feature grows, the feature's attribution does not fall "
      "either.",
      "F non-decreasing in i everywhere, h >= 0  =>  A_i(x + h e_i) >= A_i(x)",
      "Friedman & Moulin 1999; Sundararajan & Najmi 2020",
      {MethodKind::zero_baseline_implied, MethodKind::one_baseline,
       MethodKind::baseline_distribution},
      {.feature = true, .map = true}};
}

CaseForm DemandMonotonicity::form() { return {2, 1, 1}; }

template <Scalar S>
Result<Case<S>> DemandMonotonicity::build_case(const Ingredients<S>& in, MethodKind kind) {
  const auto network = nowhere_falling(in);
  if (!network) return tl::make_unexpected(network.error());
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  const Vector<S> input = baseline + (in.input - baseline).abs();
  Vector<S> grown = input;
  grown(in.feature) += absolute_value<S>(factors_of(in)(in.feature));
  return Case<S>{
      {{"F", *network, grown, baseline, in.target}, {"F", *network, input, baseline, in.target}},
      {in.feature},
      fmt::format("F never falls when x{} grows, and x{} alone grows.", in.feature + 1,
                  in.feature + 1)};
}

Result<void> DemandMonotonicity::check_premise(const Case<Rational>& c) {
  const Probe<Rational>& larger = c.probes[0];
  const Probe<Rational>& smaller = c.probes[1];
  const Index i = c.features[0];
  Vector<Rational> moved = smaller.input;
  moved(i) = larger.input(i);
  if (larger.input(i) < smaller.input(i) || (moved != larger.input).any() ||
      (larger.baseline != smaller.baseline).any() || (smaller.input < smaller.baseline).any()) {
    return premise_fault("the inputs do not differ by a growth of the one feature above baseline");
  }
  for (const Vector<Rational>& point : sample_points(c)) {
    Vector<Rational> grown = point;
    grown(i) += larger.input(i) - smaller.input(i);
    if (value_at(larger, point) != value_at(smaller, point)) {
      return premise_fault("the two functions are not the same");
    }
    if (value_at(larger, grown) < value_at(larger, point)) {
      return premise_fault("the function falls when the feature grows");
    }
  }
  return {};
}

template <Scalar S>
Comparison<S> DemandMonotonicity::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const S& larger = answers[0].attribution->values(c.features[0]);
  const S& smaller = answers[1].attribution->values(c.features[0]);
  return one_pair<S>(fmt::format("A of x{} at x + h e", c.features[0] + 1), larger,
                     fmt::format("A of x{} at x", c.features[0] + 1), smaller, Relation::at_least,
                     absolute_value<S>(larger) + absolute_value<S>(smaller));
}

template <Scalar S>
std::string DemandMonotonicity::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  static_cast<void>(entry);
  const Index i = c.features[0];
  return fmt::format("A of x{} falls from {} to {} when x{} grows from {} to {}", i + 1,
                     brief_text(sides.right(0)), brief_text(sides.left(0)), i + 1,
                     brief_text(c.probes[1].input(i)), brief_text(c.probes[0].input(i)));
}

AXIOMARK_INSTANTIATE_AXIOM(DemandMonotonicity);

}  // namespace axiomark
