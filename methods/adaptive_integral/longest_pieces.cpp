#include "methods/adaptive_integral/longest_pieces.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "methods/path_integral.hpp"

namespace axiomark {

template <Scalar S>
Result<Attribution<S>> longest_pieces_integral(const Function<S>& function,
                                               const Segment<S>& segment,
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

#define AXIOMARK_INSTANTIATE(S)                               \
  template Result<Attribution<S>> longest_pieces_integral<S>( \
      const Function<S>&, const Segment<S>&, const LinearPieces<S>&, const S&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
