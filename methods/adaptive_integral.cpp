#include "methods/adaptive_integral.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "methods/adaptive_integral/enclosed_integral.hpp"
#include "methods/adaptive_integral/kronrod_integral.hpp"
#include "methods/adaptive_integral/longest_pieces.hpp"
#include "methods/path_integral.hpp"

namespace axiomark {
namespace {

// The other answer's values, moved into the bounds of this one; what is left of them around each.
template <Scalar S>
void take_values(Attribution<S>& bounded, const Attribution<S>& other) {
  for (Index i = 0; i < bounded.values.size(); ++i) {
    S& bound = (*bounded.error_bound)(i);
    S& value = bounded.values(i);
    // In floating point the sum and difference are rounded, and so is the distance: the bound grows
    // by more than that.
    const S moved = std::clamp<S>(other.values(i), value - bound, value + bound);
    const S slack = convert<S>(8 * unit_roundoff<S>) * (absolute_value<S>(value) + bound);
    bound += absolute_value<S>(moved - value) + slack;
    value = moved;
  }
  bounded.hung_on |= other.hung_on;
  bounded.gradient_evaluations += other.gradient_evaluations;
  bounded.function_evaluations += other.function_evaluations;
  bounded.notes.emplace_back("the values are those of Gauss-Kronrod rules, moved into the bounds");
}

template <Scalar S>
Result<Attribution<S>> of_smooth_function(const Function<S>& function, const Segment<S>& segment,
                                          const Row<S>& values_at_ends, const S& tolerance) {
  const auto enclosure = function.gradient_enclosure(segment);
  auto enclosed = enclosure
                      ? enclosed_integral<S>(*enclosure, tolerance)
                      : Result<EnclosedAttribution<S>>(tl::make_unexpected(enclosure.error()));
  if (enclosed && enclosed->reached) return std::move(enclosed->attribution);
  auto estimate = kronrod_integral<S>(function, segment, values_at_ends, tolerance);
  if (!enclosed) {
    if (estimate) estimate->notes.push_back("no bound: " + message(enclosed.error()));
    return estimate;
  }
  // Bounds that are far apart say little of where the value is: the estimate says more.
  if (estimate) take_values(enclosed->attribution, *estimate);
  return std::move(enclosed->attribution);
}

}  // namespace

template <Scalar S>
Result<AdaptiveAnswer<S>> adaptive_answer(const Function<S>& function, const Segment<S>& segment,
                                          const S& tolerance, Index exact_up_to) {
  Batch<S> ends(segment.from.size(), 2);
  ends.col(0) = segment.from;
  ends.col(1) = segment.to;
  const auto values = function.evaluate(ends);
  if (!values) return tl::make_unexpected(values.error());
  AdaptiveAnswer<S> answer{{}, tolerance * absolute_value<S>((*values)(1) - (*values)(0)), false};
  // Refused before anything is computed: not piecewise linear, or a black box.
  const auto pieces = function.linear_pieces(segment);
  const bool smooth = !pieces && pieces.error().kind == ErrorKind::unsupported;
  if (!pieces && !smooth) return tl::make_unexpected(pieces.error());
  if (pieces) {
    const auto ok = refuse_inside_kink<S>(*pieces, "the segment from baseline to input");
    if (!ok) return tl::make_unexpected(ok.error());
    answer.exact = pieces->count() <= exact_up_to;
  }
  auto result = smooth ? of_smooth_function<S>(function, segment, *values, answer.allowed)
                       : longest_pieces_integral<S>(function, segment, *pieces,
                                                    answer.exact ? S(0) : answer.allowed);
  if (!result) return tl::make_unexpected(result.error());
  answer.attribution = std::move(*result);
  answer.attribution.function_evaluations += 2;
  return answer;
}

template <Scalar S>
Result<Attribution<S>> adaptive_integral(const Function<S>& function, const Segment<S>& segment,
                                         const S& tolerance) {
  auto answer = adaptive_answer<S>(function, segment, tolerance, 0);
  if (!answer) return tl::make_unexpected(answer.error());
  return std::move(answer->attribution);
}

#define AXIOMARK_INSTANTIATE(S)                                                                \
  template Result<AdaptiveAnswer<S>> adaptive_answer<S>(const Function<S>&, const Segment<S>&, \
                                                        const S&, Index);                      \
  template Result<Attribution<S>> adaptive_integral<S>(const Function<S>&, const Segment<S>&,  \
                                                       const S&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
