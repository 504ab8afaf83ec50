#include "methods/automatic_integral.hpp"

#include <fmt/format.h>

#include "methods/adaptive_integral.hpp"
#include "methods/adaptive_integral/longest_pieces.hpp"
#include "methods/path_integral.hpp"

namespace axiomark {
namespace {

// The default number of steps: the exact answer is a bargain up to there.
constexpr Index kFewPieces = 50;

// What the bound of an answer is worth, against what was asked.
template <Scalar S>
std::string guarantee(const Attribution<S>& answer, const S& allowed, const S& tolerance) {
  if (!answer.error_bound) {
    return "no guarantee: the error is an estimate from finitely many points";
  }
  const Vector<S>& bound = *answer.error_bound;
  const S worst = bound.size() == 0 ? S(0) : S(bound.maxCoeff());
  if (worst == S(0)) return "guaranteed: exact";
  if (worst <= allowed) {
    return fmt::format("guaranteed: every attribution is within {} of F(x) - F(x') of the integral",
                       brief_text(tolerance));
  }
  return fmt::format(
      "no guarantee of that: every attribution is proved to be within {} of the integral, which is "
      "more than the {} asked for",
      brief_text(worst), brief_text(allowed));
}

}  // namespace

template <Scalar S>
Result<Attribution<S>> automatic_integral(const Function<S>& function, const Segment<S>& segment,
                                          const S& tolerance) {
  Batch<S> ends(segment.from.size(), 2);
  ends.col(0) = segment.from;
  ends.col(1) = segment.to;
  const auto values = function.evaluate(ends);
  if (!values) return tl::make_unexpected(values.error());
  const S allowed = tolerance * absolute_value<S>((*values)(1) - (*values)(0));
  const auto pieces = function.linear_pieces(segment);
  if (!pieces && pieces.error().kind != ErrorKind::unsupported) {
    return tl::make_unexpected(pieces.error());
  }
  std::string chosen = "rule=adaptive";
  auto answer = [&]() -> Result<Attribution<S>> {
    if (!pieces) return adaptive_integral<S>(function, segment, tolerance);
    const auto ok = refuse_inside_kink<S>(*pieces, "the segment from baseline to input");
    if (!ok) return tl::make_unexpected(ok.error());
    const bool few = pieces->count() <= kFewPieces;
    if (few) chosen = "rule=exact";
    // Nothing may be left out: the exact sum.
    return longest_pieces_integral<S>(function, segment, *pieces, few ? S(0) : allowed);
  }();
  if (!answer) return answer;
  if (pieces) answer->function_evaluations += 2;
  answer->notes.push_back(
      fmt::format("{} chosen; {}", chosen, guarantee<S>(*answer, allowed, tolerance)));
  return answer;
}

#define AXIOMARK_INSTANTIATE(S)                                                                \
  template Result<Attribution<S>> automatic_integral<S>(const Function<S>&, const Segment<S>&, \
                                                        const S&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
