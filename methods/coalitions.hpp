#pragma once

#include <algorithm>
#include <bit>

#include "methods/feature_sets.hpp"
#include "methods/sampling.hpp"
#include "network/function.hpp"

namespace axiomark {

/// How many points of a function are kept in memory at a time: 8 MB of doubles, but never so few that
/// threads have nothing to share.
[[nodiscard]] constexpr Index columns_at_once(Index dimension) {
  constexpr Index kNumbersAtOnce = Index{1} << 20;
  constexpr Index kFewestColumns = 64;
  constexpr Index kMostColumns = 8192;
  return std::clamp(kNumbersAtOnce / std::max<Index>(dimension, 1), kFewestColumns, kMostColumns);
}

/// F at `count` points, a bounded number of them in memory at a time: make(first, points) fills the
/// columns of `points`, the first of which is point number `first`.
template <Scalar S, class Make>
[[nodiscard]] Result<Row<S>> evaluate_points(const Function<S>& function, Index count,
                                             const Make& make) {
  const Index columns = columns_at_once(function.dimension());
  Row<S> values(count);
  for (Index first = 0; first < count; first += columns) {
    Batch<S> points(function.dimension(), std::min(columns, count - first));
    make(first, points);
    const auto some = function.evaluate(points);
    if (!some) return tl::make_unexpected(some.error());
    values.segment(first, points.cols()) = *some;
  }
  return values;
}

/// Coalitions are numbered by the bits of their players, so that all 2^n are 0 to 2^n - 1.
[[nodiscard]] constexpr bool has_player(Index coalition, Index player) {
  return (coalition >> player & 1) != 0;
}

/// The game v(C) = F(x_C, x'_rest): the players of a coalition C have their features at the input,
/// the others at the baseline.
template <Scalar S>
class BaselineGame {
 public:
  BaselineGame(Function<S> function, FeatureSets players, Vector<S> input, Vector<S> baseline)
      : function_(std::move(function)),
        corners_{std::move(baseline), std::move(input), std::move(players)} {}

  [[nodiscard]] const FeatureSets& players() const { return corners_.groups; }
  [[nodiscard]] Index size() const { return corners_.count(); }

  /// v along orders of all players, order after order: of each the values of its first 0, ..., n players. Nothing
  /// where the function has no better way than one point per value.
  [[nodiscard]] std::optional<Row<S>> values_along(std::span<const Index> orders) const {
    return function_.values_along_orders(corners_, orders);
  }

  /// v of all 2^n coalitions, by their numbers. Where they are evaluated as points they are visited in Gray code,
  /// the k-th is k ^ (k >> 1): from one point to the next the features of one player move.
  [[nodiscard]] Result<Row<S>> values_of_all() const {
    if (auto values = function_.values_at_all_corners(corners_)) return std::move(*values);
    const Index count = Index{1} << size();
    // In Gray code the first 2^m coalitions are those of the first m players, and likewise every
    // later 2^m: a block of values is a permutation of a block of numbers.
    const auto columns =
        std::min(count, static_cast<Index>(std::bit_floor(
                            static_cast<std::uint64_t>(columns_at_once(function_.dimension())))));
    Row<S> values(count);
    Vector<S> point = corners_.from;
    Batch<S> points(function_.dimension(), columns);
    for (Index first = 0; first < count; first += columns) {
      for (Index k = first; k < first + columns; ++k) {
        if (k != 0) move_player(std::countr_zero(static_cast<std::uint64_t>(k)), k, point);
        points.col(k - first) = point;
      }
      const auto some = function_.evaluate(points);
      if (!some) return tl::make_unexpected(some.error());
      for (Index k = first; k < first + columns; ++k) values(k ^ (k >> 1)) = (*some)(k - first);
    }
    return values;
  }

  /// v of coalitions 0 to count - 1; contains(k, player) says who is in coalition k.
  template <class Contains>
  [[nodiscard]] Result<Row<S>> values(Index count, const Contains& contains) const {
    return evaluate_points(function_, count, [&](Index first, Batch<S>& points) {
      for (Index player = 0; player < size(); ++player) {
        for (Index k = 0; k < points.cols(); ++k) {
          const Vector<S>& from = contains(first + k, player) ? corners_.to : corners_.from;
          for (const Index i : players()[static_cast<std::size_t>(player)]) points(i, k) = from(i);
        }
      }
    });
  }

 private:
  // The player joins the k-th coalition of the Gray code or leaves it.
  void move_player(Index player, Index k, Vector<S>& point) const {
    const Vector<S>& to = has_player(k ^ (k >> 1), player) ? corners_.to : corners_.from;
    for (const Index i : players()[static_cast<std::size_t>(player)]) point(i) = to(i);
  }

  Function<S> function_;
  BoxCorners<S> corners_;  // from the baseline to the input
};

/// What to ask for instead of a default that would visit too many coalitions.
struct WaysOut {
  std::string all;      ///< "rule=exact": asks for all coalitions by name; may be empty
  std::string sampled;  ///< "rule=permutations": a way without all of them; may be empty
};

/// Whether all 2^n coalitions may be visited: up to 22 players if asked for by name (`asked`),
/// else up to 16; in Rational, where every value is a fraction, up to 14. The error says how many
/// evaluations it would take, and what to do instead.
[[nodiscard]] Result<void> refuse_too_many_players(ScalarType scalar, Index players, bool asked,
                                                   const WaysOut& ways_out);

/// The Shapley value of each player from v of all coalitions, in order of their numbers:
/// phi_i = sum over C without i of |C|! (n - |C| - 1)! / n! (v(C with i) - v(C)).
/// Exact in Rational; float is summed in double. Cost: n 2^(n-1) subtractions.
template <Scalar S>
[[nodiscard]] std::vector<Accumulator<S>> shapley_values(const Row<S>& values);

/// Values of features: each feature of a player gets an equal share of the player's value.
template <Scalar S>
[[nodiscard]] Vector<S> shared_among_features(const FeatureSets& players,
                                              const std::vector<Accumulator<S>>& values);

}  // namespace axiomark
