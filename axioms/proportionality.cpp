#include "axioms/proportionality.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {

AxiomInfo Proportionality::info() {
  return {"proportionality",
          AxiomGroup::successor,
          "If the function depends on the sum of the features alone, attributions from zero are in "
          "proportion to the features.",
          "F = g(sum x), x' = 0  =>  A_i x_j = A_j x_i",
          "Friedman & Moulin 1999; Sundararajan & Najmi 2020",
          {MethodKind::zero_baseline_implied, MethodKind::one_baseline,
           MethodKind::baseline_distribution},
          {.pair = true}};
}

CaseForm Proportionality::form() { return {1, 2, 2}; }

template <Scalar S>
Result<Case<S>> Proportionality::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Pair<S> at = pair_of(in, kind);
  auto network = of_the_sum(in.network, at.input.size());
  if (!network) return tl::make_unexpected(network.error());
  return Case<S>{{{"F", std::move(*network), at.input, S(0) * at.input, in.target}},
                 {at.i, at.j},
                 "F depends on the sum of the features alone, and the baseline is zero."};
}

Result<void> Proportionality::check_premise(const Case<Rational>& c) {
  const Probe<Rational>& probe = c.probes[0];
  if ((probe.baseline != Rational(0)).any()) return premise_fault("a baseline other than zero");
  for (const Vector<Rational>& point : sample_points(c)) {
    Vector<Rational> gathered = Rational(0) * point;
    gathered(c.features[0]) = point.sum();
    if (value_at(probe, point) != value_at(probe, gathered)) {
      return premise_fault("the function does not depend on the sum alone");
    }
  }
  return {};
}

template <Scalar S>
Comparison<S> Proportionality::compare(const Case<S>& c, const std::vector<Answer<S>>& answers) {
  const Vector<S>& a = answers[0].attribution->values;
  const Vector<S>& x = c.probes[0].input;
  const Index i = c.features[0];
  const Index j = c.features[1];
  Comparison<S> comparison =
      one_pair<S>(fmt::format("A of x{} times x{}", i + 1, j + 1), a(i) * x(j),
                  fmt::format("A of x{} times x{}", j + 1, i + 1), a(j) * x(i), Relation::equal,
                  absolute_value<S>(a(i) * x(j)) + absolute_value<S>(a(j) * x(i)));
  comparison.bound_weight = absolute_value<S>(x(i)) + absolute_value<S>(x(j));
  return comparison;
}

template <Scalar S>
std::string Proportionality::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  static_cast<void>(entry);
  return fmt::format("A{0} x{1} = {2}, but A{1} x{0} = {3}, although F depends on the sum alone",
                     c.features[0] + 1, c.features[1] + 1, brief_text(sides.left(0)),
                     brief_text(sides.right(0)));
}

AXIOMARK_INSTANTIATE_AXIOM(Proportionality);

}  // namespace axiomark
