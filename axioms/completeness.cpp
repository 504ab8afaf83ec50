#include "axioms/completeness.hpp"

#include <fmt/format.h>

#include "axioms/premise.hpp"
#include "network/linear_pieces.hpp"

namespace axiomark {
namespace {

enum class Kind { as_drawn, one_piece, count };

const std::string kOnePiece = "one linear piece";

// The middle half of a linear piece: one drawn if the baseline may be chosen, else the first, from the
// baseline on. No node of a quadrature in there, not even at an end, meets a kink that F crosses.
template <Scalar S>
Result<Segment<S>> inside_one_piece(const Ingredients<S>& in, MethodKind kind) {
  const Segment<S> whole{baseline_for(kind, in.baseline), in.input};
  const auto pieces = linear_pieces(in.network, in.target, whole);
  if (!pieces) return tl::make_unexpected(pieces.error());
  const bool own = has_own_baseline(kind);
  const auto piece = own ? static_cast<std::size_t>(in.feature % pieces->count()) : 0;
  const S& from = pieces->breakpoints[piece];
  const S& to = pieces->breakpoints[piece + 1];
  const S quarter = (to - from) / S(4);
  const std::vector<S> ends = {own ? S(from + quarter) : from, S(to - quarter)};
  const Batch<S> points = interpolate<S>(whole.from, whole.to, std::span<const S>(ends));
  return Segment<S>{points.col(0), points.col(1)};
}

}  // namespace

AxiomInfo Completeness::info() {
  return {"completeness",
          AxiomGroup::paper,
          "The attributions add up to the difference between the output at the input and at the "
          "baseline.",
          "sum over i of A_i = F(x) - F(x')",
          "Sundararajan, Taly & Yan 2017, proposition 1",
          every_kind(),
          {.variants = static_cast<Index>(Kind::count)},
          true};
}

CaseForm Completeness::form() { return {1, 0, 0}; }

template <Scalar S>
Result<Case<S>> Completeness::build_case(const Ingredients<S>& in, MethodKind kind) {
  if (variant_of<Kind>(in) == Kind::one_piece) {
    auto segment = inside_one_piece(in, kind);
    if (!segment) return tl::make_unexpected(segment.error());
    return Case<S>{{{"F", in.network, segment->to, segment->from, in.target}},
                   {},
                   "F is affine from baseline to input.",
                   {},
                   kOnePiece};
  }
  return Case<S>{{{"F", in.network, in.input, baseline_for(kind, in.baseline), in.target}},
                 {},
                 "Completeness has no premise: it is asked of every network, input and baseline.",
                 {},
                 "any segment"};
}

Result<void> Completeness::check_premise(const Case<Rational>& c) {
  if (c.variant != kOnePiece) return {};
  const Probe<Rational>& probe = c.probes[0];
  const auto pieces = linear_pieces(probe.network, probe.target, {probe.baseline, probe.input});
  if (!pieces) return tl::make_unexpected(pieces.error());
  if (pieces->count() == 1) return {};
  return premise_fault("the function has a kink between baseline and input");
}

template <Scalar S>
Comparison<S> Completeness::compare(const Case<S>&, const std::vector<Answer<S>>& answers) {
  const auto& [attribution, at_input, at_baseline] = answers[0];
  const Vector<S>& values = attribution->values;
  return {{"sum of A", "F(x) - F(x')", Vector<S>::Constant(1, values.sum()),
           Vector<S>::Constant(1, S(at_input - at_baseline))},
          Relation::equal,
          values.abs().sum() + absolute_value<S>(at_input) + absolute_value<S>(at_baseline)};
}

template <Scalar S>
std::string Completeness::fault(const Case<S>&, const Sides<S>& sides, Index) {
  return fmt::format("the attributions add up to {}, but F(x) - F(x') is {}",
                     brief_text(sides.left(0)), brief_text(sides.right(0)));
}

AXIOMARK_INSTANTIATE_AXIOM(Completeness);

}  // namespace axiomark
