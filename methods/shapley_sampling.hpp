#pragma once

#include "methods/coalitions.hpp"
#include "methods/sampling.hpp"

namespace axiomark {

/// Sampled Shapley values, player by player.
template <Scalar S>
struct ShapleyEstimates {
  std::vector<Accumulator<S>> values;
  std::vector<IntervalOfMean> intervals;
  Index evaluations = 0;
};

/// The mean increase of v when a player joins those before it in a drawn order; with `both_ways`
/// a draw is the mean over an order and its reverse, which is exact when players interact in pairs
/// only (claim H06). Draw k is random_order(RandomStream(seed).split(k), n).
/// Cost: 2 + m (n - 1) evaluations for m samples, 2 + 2 m (n - 1) both ways.
template <Scalar S>
[[nodiscard]] Result<ShapleyEstimates<S>> shapley_by_orders(const BaselineGame<S>& game,
                                                            const SamplingOptions& sampling,
                                                            bool both_ways);

/// The mean over all sizes of the mean increase when a player joins drawn coalitions of that size;
/// the empty and the full one are taken once. Draw d of size s for player i is the first s of
/// random_order(RandomStream(seed).split(i).split((s - 1) m + d), n - 1), the other players.
/// Cost: 2 + 2 n + 2 n (n - 2) m evaluations.
template <Scalar S>
[[nodiscard]] Result<ShapleyEstimates<S>> shapley_by_strata(const BaselineGame<S>& game,
                                                            const SamplingOptions& sampling);

}  // namespace axiomark
