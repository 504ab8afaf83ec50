#include "axioms/continuity.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "axioms/simplest_fraction.hpp"
#include "network/linear_pieces.hpp"

namespace axiomark {
namespace {

Rational power_of_two(unsigned exponent) { return Rational(Integer(1) << exponent); }

// In double: small enough that what changes by the slope stays below the screen's threshold, large enough
// that x + e, of a small whole number x, is not rounded.
template <Scalar S>
S small_step() {
  if constexpr (is_exact<S>) {
    return Rational(1) / power_of_two(200);
  } else {
    return 0x1.0p-44;
  }
}

// The input, moved along the feature to the kink nearest to it.
template <Scalar S>
Vector<S> at_a_kink(const Ingredients<S>& in) {
  constexpr int kReach = 4;
  Vector<S> low = in.input;
  Vector<S> high = in.input;
  low(in.feature) -= S(kReach);
  high(in.feature) += S(kReach);
  const auto pieces = linear_pieces(in.network, in.target, {low, high});
  if (!pieces || pieces->count() < 2) return in.input;
  S nearest = pieces->breakpoints[1];
  for (std::size_t k = 2; k + 1 < pieces->breakpoints.size(); ++k) {
    const S& t = pieces->breakpoints[k];
    const S half = S(1) / S(2);
    if (absolute_value<S>(t - half) < absolute_value<S>(nearest - half)) nearest = t;
  }
  Vector<S> moved = in.input;
  moved(in.feature) = low(in.feature) + S(2 * kReach) * nearest;
  return moved;
}

// See the header; nothing where no fraction is simple enough.
std::optional<Vector<Rational>> limits(const Vector<Rational>& values) {
  static const Rational width = Rational(1) / power_of_two(136);
  static const Rational largest = power_of_two(32);
  Vector<Rational> result(values.size());
  for (Index i = 0; i < values.size(); ++i) {
    result(i) = simplest_fraction(values(i) - width, values(i) + width);
    if (Rational(denominator(result(i))) >= largest) return std::nullopt;
  }
  return result;
}

}  // namespace

AxiomInfo Continuity::info() {
  return {"continuity",
          AxiomGroup::successor,
          "When the input passes a point from either side, the attributions have one limit.",
          "lim A(x + e d) = lim A(x - e d) as e -> 0",
          "Montavon 2019",
          every_kind(),
          {.feature = true}};
}

CaseForm Continuity::form() { return {2, 1, 1, 1}; }

template <Scalar S>
Result<Case<S>> Continuity::build_case(const Ingredients<S>& in, MethodKind kind) {
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  const Vector<S> x = at_a_kink(in);
  const S e = small_step<S>();
  Vector<S> above = x;
  Vector<S> below = x;
  above(in.feature) += e;
  below(in.feature) -= e;
  return Case<S>{{{"F above", in.network, above, baseline, in.target},
                  {"F below", in.network, below, baseline, in.target}},
                 {in.feature},
                 fmt::format("x{0} just above and just below {1}, nothing else changes.",
                             in.feature + 1, brief_text(x(in.feature))),
                 Vector<S>::Constant(1, e)};
}

Result<void> Continuity::check_premise(const Case<Rational>& c) {
  const Probe<Rational>& above = c.probes[0];
  const Probe<Rational>& below = c.probes[1];
  const Index i = c.features[0];
  Vector<Rational> expected = below.input;
  expected(i) += 2 * c.numbers(0);
  if (c.numbers(0) != small_step<Rational>() || (above.input != expected).any() ||
      (above.baseline != below.baseline).any()) {
    return premise_fault("the inputs do not lie just above and just below one point");
  }
  for (const Vector<Rational>& point : sample_points(c)) {
    if (value_at(above, point) != value_at(below, point)) {
      return premise_fault("the two functions are not the same");
    }
  }
  return {};
}

template <Scalar S>
std::optional<std::string> Continuity::refusal(const Case<S>&,
                                               const std::vector<Answer<S>>& answers) {
  if constexpr (is_exact<S>) {
    for (const Answer<S>& answer : answers) {
      if (!limits(answer.attribution->values)) {
        return "no limit of the attributions with a denominator below 2^32";
      }
    }
  }
  return std::nullopt;
}

template <Scalar S>
Comparison<S> Continuity::compare(const Case<S>&, const std::vector<Answer<S>>& answers) {
  Vector<S> above = answers[0].attribution->values;
  Vector<S> below = answers[1].attribution->values;
  if constexpr (is_exact<S>) {
    above = *limits(above);
    below = *limits(below);
  }
  const S scale = above.abs().sum() + below.abs().sum();
  return {{"limit from above", "limit from below", above, below}, Relation::equal, scale};
}

template <Scalar S>
std::string Continuity::fault(const Case<S>& c, const Sides<S>& sides, Index entry) {
  return fmt::format("A of x{} has the limit {} when x{} comes from above, and {} from below",
                     entry + 1, brief_text(sides.left(entry)), c.features[0] + 1,
                     brief_text(sides.right(entry)));
}

AXIOMARK_INSTANTIATE_AXIOM(Continuity);
AXIOMARK_INSTANTIATE_REFUSAL(Continuity);

}  // namespace axiomark
