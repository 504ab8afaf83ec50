#include "methods/shapley_sampling.hpp"

#include <algorithm>

namespace axiomark {
namespace {

// Draws that are evaluated together: enough coalitions for one batch.
long draws_at_once(Index coalitions_per_draw) {
  constexpr Index kCoalitionsAtOnce = 8192;
  return std::max<Index>(1, kCoalitionsAtOnce / std::max<Index>(1, coalitions_per_draw));
}

// Where each player stands in a drawn order of n.
std::vector<Index> random_positions(const RandomStream& stream, Index n) {
  const std::vector<Index> order = random_order(stream, n);
  std::vector<Index> positions(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    positions[static_cast<std::size_t>(order[k])] = static_cast<Index>(k);
  }
  return positions;
}

// v of nobody and of everybody.
template <Scalar S>
Result<Row<S>> values_at_ends(const BaselineGame<S>& game) {
  return game.values(2, [](Index k, Index) { return k == 1; });
}

// Increases by one player from drawn coalitions of each size from 1 to n - 2, one mean per size.
template <Scalar S>
Result<std::vector<MeanOfDraws<S>>> increases_by_size(const BaselineGame<S>& game,
                                                      const SamplingOptions& sampling,
                                                      Index player) {
  const Index n = game.size();
  std::vector<MeanOfDraws<S>> means(static_cast<std::size_t>(std::max<Index>(0, n - 2)));
  const RandomStream stream = RandomStream(sampling.seed).split(static_cast<std::uint64_t>(player));
  const Index total = static_cast<Index>(means.size()) * sampling.samples;
  const long at_once = draws_at_once(2);
  for (Index first = 0; first < total; first += at_once) {
    const Index draws = std::min<Index>(at_once, total - first);
    std::vector<std::vector<Index>> others;  // positions of the n - 1 other players
    for (Index d = 0; d < draws; ++d) {
      others.push_back(
          random_positions(stream.split(static_cast<std::uint64_t>(first + d)), n - 1));
    }
    // Coalition 2 d lacks the player, 2 d + 1 has it.
    const auto values = game.values(2 * draws, [&](Index k, Index member) {
      if (member == player) return k % 2 == 1;
      const Index size = (first + k / 2) / sampling.samples + 1;
      const auto other = static_cast<std::size_t>(member < player ? member : member - 1);
      return others[static_cast<std::size_t>(k / 2)][other] < size;
    });
    if (!values) return tl::make_unexpected(values.error());
    for (Index d = 0; d < draws; ++d) {
      means[static_cast<std::size_t>((first + d) / sampling.samples)].add(
          Accumulator<S>((*values)(2 * d + 1)) - Accumulator<S>((*values)(2 * d)));
    }
  }
  return means;
}

// The players as they stand in each order, given by the positions of each.
std::vector<Index> players_in_order(const std::vector<std::vector<Index>>& orders) {
  std::vector<Index> players;
  for (const auto& positions : orders) {
    const std::size_t first = players.size();
    players.resize(first + positions.size());
    for (std::size_t player = 0; player < positions.size(); ++player) {
      players[first + static_cast<std::size_t>(positions[player])] = static_cast<Index>(player);
    }
  }
  return players;
}

// The increase of v when each player joins its predecessors, order after order; an order is given
// by the players' positions. Player i takes v from the first positions_i players to one more.
template <Scalar S>
Result<std::vector<Accumulator<S>>> increases_along(const BaselineGame<S>& game, const Row<S>& ends,
                                                    const std::vector<std::vector<Index>>& orders) {
  const Index n = game.size();
  std::vector<Accumulator<S>> increases;
  increases.reserve(orders.size() * static_cast<std::size_t>(n));
  if (const auto values = game.values_along(players_in_order(orders))) {
    const S* value = values->data();  // of the first 0, ..., n players of an order
    for (const auto& positions : orders) {
      for (const Index at : positions) {
        increases.push_back(Accumulator<S>(value[at + 1]) - Accumulator<S>(value[at]));
      }
      value += n + 1;
    }
    return increases;
  }
  // Of each order the coalitions of the first 1, ..., n - 1 players.
  const auto values =
      game.values(static_cast<Index>(orders.size()) * (n - 1), [&](Index k, Index player) {
        const auto& positions = orders[static_cast<std::size_t>(k / (n - 1))];
        return positions[static_cast<std::size_t>(player)] <= k % (n - 1);
      });
  if (!values) return tl::make_unexpected(values.error());
  const auto value = [&](std::size_t order, Index members) {
    if (members == 0 || members == n) return Accumulator<S>(ends(members == 0 ? 0 : 1));
    return Accumulator<S>((*values)(static_cast<Index>(order) * (n - 1) + members - 1));
  };
  for (std::size_t order = 0; order < orders.size(); ++order) {
    for (const Index at : orders[order]) {
      increases.push_back(value(order, at + 1) - value(order, at));
    }
  }
  return increases;
}

}  // namespace

template <Scalar S>
Result<ShapleyEstimates<S>> shapley_by_orders(const BaselineGame<S>& game,
                                              const SamplingOptions& sampling, bool both_ways) {
  const auto ends = values_at_ends(game);
  if (!ends) return tl::make_unexpected(ends.error());
  const Index n = game.size();
  const auto players = static_cast<std::size_t>(n);
  const Index per_draw = (both_ways ? 2 : 1) * (n - 1);
  const RandomStream stream(sampling.seed);
  std::vector<MeanOfDraws<S>> means(players);
  const long at_once = draws_at_once(per_draw);
  for (long first = 0; first < sampling.samples; first += at_once) {
    const long last = std::min(first + at_once, sampling.samples);
    std::vector<std::vector<Index>> orders;
    for (long draw = first; draw < last; ++draw) {
      orders.push_back(random_positions(stream.split(static_cast<std::uint64_t>(draw)), n));
      if (!both_ways) continue;
      orders.push_back(orders.back());
      for (Index& position : orders.back()) position = n - 1 - position;
    }
    const auto increases = increases_along(game, *ends, orders);
    if (!increases) return tl::make_unexpected(increases.error());
    for (std::size_t k = 0; k < increases->size(); ++k) {
      if (!both_ways) {
        means[k % players].add((*increases)[k]);
      } else if (k / players % 2 == 0) {  // the other half comes with the reversed order
        means[k % players].add(((*increases)[k] + (*increases)[k + players]) / Accumulator<S>(2));
      }
    }
  }
  ShapleyEstimates<S> result{{}, {}, 2 + sampling.samples * per_draw};
  for (const MeanOfDraws<S>& mean : means) {
    result.values.push_back(mean.mean());
    result.intervals.push_back(interval_of_mean(
        mean.variance_of_mean(), static_cast<double>(sampling.samples - 1), sampling.confidence));
  }
  return result;
}

// The value of a player is the mean over all sizes of its predecessors of the mean increase there.
// Sizes 0 and n - 1 have one coalition each: no sampling, no variance.
template <Scalar S>
Result<ShapleyEstimates<S>> shapley_by_strata(const BaselineGame<S>& game,
                                              const SamplingOptions& sampling) {
  const Index n = game.size();
  const auto ends = values_at_ends(game);
  if (!ends) return tl::make_unexpected(ends.error());
  // Each player alone, then everybody but it.
  const auto single = game.values(
      2 * n, [n](Index k, Index player) { return k < n ? player == k : player != k - n; });
  if (!single) return tl::make_unexpected(single.error());
  const auto samples = static_cast<double>(sampling.samples);
  ShapleyEstimates<S> result{{}, {}, 2 + 2 * n};
  for (Index player = 0; player < n; ++player) {
    const auto means = increases_by_size(game, sampling, player);
    if (!means) return tl::make_unexpected(means.error());
    Accumulator<S> sum = Accumulator<S>((*single)(player)) - Accumulator<S>((*ends)(0));
    if (n > 1) sum += Accumulator<S>((*ends)(1)) - Accumulator<S>((*single)(n + player));
    double variance = 0;
    double squares = 0;
    for (const MeanOfDraws<S>& mean : *means) {
      sum += mean.mean();
      variance += mean.variance_of_mean();
      squares += mean.variance_of_mean() * mean.variance_of_mean();
    }
    // Welch & Satterthwaite: the degrees of freedom of a sum of estimated variances.
    const double freedom =
        squares > 0 ? (samples - 1) * variance * variance / squares : samples - 1;
    const auto strata = static_cast<double>(n);
    result.values.push_back(sum / Accumulator<S>(n));
    result.intervals.push_back(
        interval_of_mean(variance / (strata * strata), freedom, sampling.confidence));
    result.evaluations += 2 * sampling.samples * static_cast<Index>(means->size());
  }
  return result;
}

#define AXIOMARK_INSTANTIATE(S)                                                         \
  template Result<ShapleyEstimates<S>> shapley_by_orders(const BaselineGame<S>&,        \
                                                         const SamplingOptions&, bool); \
  template Result<ShapleyEstimates<S>> shapley_by_strata(const BaselineGame<S>&,        \
                                                         const SamplingOptions&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
