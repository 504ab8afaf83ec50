#include "methods/adaptive_integral.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "methods/adaptive_integral/enclosed_integral.hpp"
#include "methods/adaptive_integral/kronrod_integral.hpp"
#include "methods/path_integral.hpp"

namespace axiomark {
namespace {

template <Scalar S>
Result<Attribution<S>> by_longest_pieces(const Function<S>& function, const Segment<S>& segment,
                                         const LinearPieces<S>& pieces, const S& tolerance) {
  const Vector<S> difference = segment.to - segment.from;
  const std::vector<S> lengths = pieces.lengths();
  const std::vector<S> middles = pieces.midpoints();
  const S rounding = piece_sum_rounding<S>(pieces);
  // What each unit of length left out may cost, at worst; with the rounding of the bound itself.
  const Vector<S> cost = S(2) * difference.abs() * pieces.gradient_bound * (S(1) + S(2) * rounding);
  const S dearest = cost.size() == 0 ? S(0) : S(cost.maxCoeff());
  std::vector<std::size_t> shortest_first(lengths.size());
  std::iota(shortest_first.begin(), shortest_first.end(), std::size_t{0});
  std::ranges::stable_sort(shortest_first, {}, [&](std::size_t k) { return lengths[k]; });
  std::vector<bool> left_out(lengths.size(), false);
  S skipped(0);
  // The longest piece always stays.
  for (std::size_t k = 0; k + 1 < shortest_first.size(); ++k) {
    const S more = skipped + lengths[shortest_first[k]];
    if (dearest * more > tolerance) break;
    skipped = more;
    left_out[shortest_first[k]] = true;
  }
  std::vector<S> nodes;
  std::vector<S> weights;
  S pending(0);  // left out before the first piece that stays
  for (std::size_t k = 0; k < lengths.size(); ++k) {
    if (!left_out[k]) {
      nodes.push_back(middles[k]);
      weights.push_back(lengths[k] + pending);
      pending = S(0);
    } else if (weights.empty()) {
      pending += lengths[k];
    } else {
      weights.back() += lengths[k];
    }
  }
  const auto sum = function.gradient_sum(segment, nodes, weights);
  if (!sum) return tl::make_unexpected(sum.error());
  Attribution<S> result{difference * sum->value, {}, {}, sum->evaluations, {}};
  result.error_bound = Vector<S>(cost * skipped);
  if constexpr (!is_exact<S>) {
    *result.error_bound +=
        difference.abs() * pieces.gradient_bound * (S(2) * pieces.uncertain_length + rounding);
  }
  std::string note =
      fmt::format("gradients of {} of {} linear pieces", nodes.size(), lengths.size());
  if constexpr (!is_exact<S>) {
    note += fmt::format("; every piece wider than delta = {} was found", to_text(pieces.delta));
  }
  result.notes.push_back(std::move(note));
  return result;
}

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
  bounded.notes.push_back("the values are those of Gauss-Kronrod rules, moved into the bounds");
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
Result<Attribution<S>> adaptive_integral(const Function<S>& function, const Segment<S>& segment,
                                         const S& tolerance) {
  Batch<S> ends(segment.from.size(), 2);
  ends.col(0) = segment.from;
  ends.col(1) = segment.to;
  const auto values = function.evaluate(ends);
  if (!values) return tl::make_unexpected(values.error());
  const S allowed = tolerance * absolute_value<S>((*values)(1) - (*values)(0));
  // Refused before anything is computed: not piecewise linear, or a black box.
  const auto pieces = function.linear_pieces(segment);
  const bool smooth = !pieces && pieces.error().kind == ErrorKind::unsupported;
  if (!pieces && !smooth) return tl::make_unexpected(pieces.error());
  if (pieces) {
    const auto ok = refuse_inside_kink<S>(*pieces, "the segment from baseline to input");
    if (!ok) return tl::make_unexpected(ok.error());
  }
  auto result = smooth ? of_smooth_function<S>(function, segment, *values, allowed)
                       : by_longest_pieces<S>(function, segment, *pieces, allowed);
  if (result) result->function_evaluations += 2;
  return result;
}

#define AXIOMARK_INSTANTIATE(S)                                                               \
  template Result<Attribution<S>> adaptive_integral<S>(const Function<S>&, const Segment<S>&, \
                                                       const S&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
