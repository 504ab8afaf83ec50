#include "axioms/non_decreasing_positivity.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/derivative_range.hpp"
#include "network/rewrites/wrappers.hpp"

namespace axiomark {

AxiomInfo NonDecreasingPositivity::info() {
  return {"non-decreasing-positivity",
          AxiomGroup::successor,
          "If the function does not fall when any feature goes from baseline to input, no "
          "attribution is "
          "negative.",
          "sign(x_i - x'_i) dF/dx_i >= 0  =>  A_i >= 0",
          "Lundstrom, Huang & Razaviyayn 2022",
          {MethodKind::zero_baseline_implied, MethodKind::one_baseline,
           MethodKind::baseline_distribution},
          {}};
}

CaseForm NonDecreasingPositivity::form() { return {1, 0, 0}; }

template <Scalar S>
Result<Case<S>> NonDecreasingPositivity::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  const auto range = derivative_range(in.network, in.target);
  if (!range) return tl::make_unexpected(range.error());
  Vector<S> slopes(in.input.size());
  for (Index i = 0; i < slopes.size(); ++i) {
    const bool up = in.input(i) >= baseline(i);
    slopes(i) = up ? std::max(S(0), S(-range->low(i))) : std::min(S(0), S(-range->high(i)));
  }
  auto network = with_linear_added(in.network, in.target, slopes);
  if (!network) return tl::make_unexpected(network.error());
  return Case<S>{{{"F", std::move(*network), in.input, baseline, in.target}},
                 {},
                 "F does not fall when any feature goes from baseline to input."};
}

Result<void> NonDecreasingPositivity::check_premise(const Case<Rational>& c) {
  const Probe<Rational>& probe = c.probes[0];
  for (const Vector<Rational>& sample : sample_points(c)) {
    // From -4, 4 to the box between baseline and input: the source asks for no more.
    const Vector<Rational> share =
        ((sample + Rational(4)) / Rational(8)).cwiseMax(Rational(0)).cwiseMin(Rational(1));
    const Vector<Rational> point = probe.baseline + share * (probe.input - probe.baseline);
    for (Index i = 0; i < point.size(); ++i) {
      Vector<Rational> moved = point;
      moved(i) = probe.input(i);
      if (value_at(probe, moved) < value_at(probe, point)) {
        return premise_fault("the function falls on the way from baseline to input");
      }
    }
  }
  return {};
}

template <Scalar S>
Comparison<S> NonDecreasingPositivity::compare(const Case<S>& c,
                                               const std::vector<Answer<S>>& answers) {
  const Vector<S>& a = answers[0].attribution->values;
  static_cast<void>(c);
  return {{"A", "what the axiom asks", a, S(0) * a}, Relation::at_least, a.abs().sum()};
}

template <Scalar S>
std::string NonDecreasingPositivity::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  static_cast<void>(c);
  return fmt::format("x{} gets {}, although F does not fall when any feature goes to its input",
                     entry + 1, brief_text(sides.left(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(NonDecreasingPositivity);

}  // namespace axiomark
