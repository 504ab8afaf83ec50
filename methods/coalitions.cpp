#include "methods/coalitions.hpp"

#include <fmt/format.h>

#include <bit>

#include "methods/folded_coalitions.hpp"

namespace axiomark {
namespace {

constexpr Index kMostPlayersInRational = 14;
constexpr Index kMostPlayersUnasked = 16;
constexpr Index kMostPlayers = 22;  // 32 MB of values in double, some seconds on a small network

// v(C with i) - v(C) summed over the coalitions C without i of each size. Blocks are summed by
// themselves first, so that rounding grows with their length and their number, not the product.
template <Scalar S>
std::vector<Accumulator<S>> increases_by_size(const Row<S>& values, Index player, Index players) {
  constexpr Index kBlock = 1024;
  std::vector<Accumulator<S>> sums(static_cast<std::size_t>(players), Accumulator<S>(0));
  for (Index first = 0; first < values.size(); first += kBlock) {
    std::vector<Accumulator<S>> some(sums.size(), Accumulator<S>(0));
    for (Index c = first; c < std::min(first + kBlock, values.size()); ++c) {
      if (has_player(c, player)) continue;
      const auto size = static_cast<std::size_t>(std::popcount(static_cast<std::uint64_t>(c)));
      some[size] += Accumulator<S>(values(c | Index{1} << player)) - Accumulator<S>(values(c));
    }
    for (std::size_t size = 0; size < sums.size(); ++size) sums[size] += some[size];
  }
  return sums;
}

}  // namespace

Result<void> refuse_too_many_players(ScalarType scalar, Index players, bool asked,
                                     const WaysOut& ways_out) {
  const bool exact = scalar == ScalarType::rational;
  const Index unasked = exact ? kMostPlayersInRational : kMostPlayersUnasked;
  const Index most = asked && !exact ? kMostPlayers : unasked;
  if (players <= most) return {};
  std::string evaluations = fmt::format("2^{}", players);
  if (players < 63) evaluations += fmt::format(" = {}", Index{1} << players);
  std::string expected =
      fmt::format("at most {} players{}", most, exact ? " in exact arithmetic" : "");
  if (!ways_out.sampled.empty()) expected += fmt::format(", or {}", ways_out.sampled);
  expected += ", or fewer players by groups=";
  if (!asked && !exact && players <= kMostPlayers) {
    expected += fmt::format(", or all {} of them asked for by {}", players, ways_out.all);
  }
  return fail(ErrorKind::usage, "players",
              fmt::format("{} players, whose coalitions take {} evaluations", players, evaluations),
              expected);
}

template <Scalar S>
std::vector<Accumulator<S>> shapley_values(const Row<S>& values) {
  // Fractions stay shorter when increases of one size are added before they are weighted.
  if constexpr (!is_exact<S>) return folded_shapley_values(values);
  const auto players =
      static_cast<Index>(std::countr_zero(static_cast<std::uint64_t>(values.size())));
  const auto weights = shapley_weights(players);
  std::vector<Accumulator<S>> result;
  for (Index player = 0; player < players; ++player) {
    const auto increases = increases_by_size(values, player, players);
    Accumulator<S> value(0);
    for (std::size_t size = 0; size < increases.size(); ++size) {
      value += convert<Accumulator<S>>(weights[size]) * increases[size];
    }
    result.push_back(std::move(value));
  }
  return result;
}

template <Scalar S>
Vector<S> shared_among_features(const FeatureSets& players,
                                const std::vector<Accumulator<S>>& values) {
  Index features = 0;
  for (const auto& player : players) features += static_cast<Index>(player.size());
  Vector<S> shares(features);
  for (std::size_t p = 0; p < players.size(); ++p) {
    for (const Index i : players[p]) {
      shares(i) = convert<S>(Accumulator<S>(values[p] / Accumulator<S>(players[p].size())));
    }
  }
  return shares;
}

#define AXIOMARK_INSTANTIATE(S)                                          \
  template std::vector<Accumulator<S>> shapley_values<S>(const Row<S>&); \
  template Vector<S> shared_among_features<S>(const FeatureSets&,        \
                                              const std::vector<Accumulator<S>>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
