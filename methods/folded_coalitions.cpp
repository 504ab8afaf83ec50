#include "methods/folded_coalitions.hpp"

#include <algorithm>
#include <bit>

namespace axiomark {
namespace {

// Coalitions of the first players whose weights are listed once for every number of others.
constexpr std::size_t kListedPlayers = 6;

// w_(|C| + others - 1) for the coalitions C of the first players, in order of their numbers, for each number of
// others from 0 to n + 1; w_-1 and w_n are 0.
template <class A>
class WeightLists {
 public:
  WeightLists(std::size_t players, std::size_t listed) : length_(std::size_t{1} << listed) {
    std::vector<A> weights = {A(0)};
    for (const Rational& weight : shapley_weights(static_cast<Index>(players))) {
      weights.push_back(convert<A>(weight));
    }
    weights.push_back(A(0));
    for (std::size_t others = 0; others + listed < weights.size(); ++others) {
      for (std::size_t c = 0; c < length_; ++c) {
        all_.push_back(weights[others + static_cast<std::size_t>(std::popcount(c))]);
      }
    }
  }

  [[nodiscard]] std::size_t length() const { return length_; }
  [[nodiscard]] const A* with_others(std::size_t others) const {
    return all_.data() + others * length_;
  }

 private:
  std::size_t length_;
  std::vector<A> all_;
};

// The terms of all coalitions: v(C) with the weight it has for players in C, and for players outside.
template <class A>
struct Terms {
  std::vector<A> inside;
  std::vector<A> outside;
};

template <Scalar S, class A>
Terms<A> weighted(const Row<S>& values, std::size_t players) {
  const WeightLists<A> lists(players, std::min(players, kListedPlayers));
  const auto count = static_cast<std::size_t>(values.size());
  Terms<A> terms{std::vector<A>(count), std::vector<A>(count)};
  for (std::size_t first = 0; first < count; first += lists.length()) {
    const auto others = static_cast<std::size_t>(std::popcount(first));
    const A* const inside = lists.with_others(others);
    const A* const outside = lists.with_others(others + 1);
    const S* const v = values.data() + first;
    for (std::size_t c = 0; c < lists.length(); ++c) {
      const A value(v[c]);
      terms.inside[first + c] = inside[c] * value;
      terms.outside[first + c] = outside[c] * value;
    }
  }
  return terms;
}

// Sums halves onto each other: as many roundings as the count has digits.
template <class A>
A sum_in_pairs(std::vector<A>& numbers, std::size_t count) {
  while (count > 1) {
    count /= 2;
    for (std::size_t c = 0; c < count; ++c) numbers[c] += numbers[count + c];
  }
  return numbers[0];
}

}  // namespace

std::vector<Rational> shapley_weights(Index players) {
  std::vector<Rational> weights;
  Rational choose = 1;
  for (Index size = 0; size < players; ++size) {
    weights.push_back(1 / (choose * players));
    choose = choose * (players - 1 - size) / (size + 1);
  }
  return weights;
}

template <Scalar S>
std::vector<Accumulator<S>> folded_shapley_values(const Row<S>& values) {
  using A = Accumulator<S>;
  const auto players =
      static_cast<std::size_t>(std::countr_zero(static_cast<std::uint64_t>(values.size())));
  Terms<A> terms = weighted<S, A>(values, players);
  std::vector<A> increases(terms.inside.size() / 2 + 1);
  std::vector<A> result(players);
  for (std::size_t player = players; player-- > 0;) {
    // The players behind this one are folded away: coalitions with it are the second half.
    const std::size_t half = std::size_t{1} << player;
    A* const inside = terms.inside.data();
    A* const outside = terms.outside.data();
    A* const increase = increases.data();
    for (std::size_t c = 0; c < half; ++c) {
      increase[c] = inside[half + c] - outside[c];
      inside[c] += inside[half + c];
      outside[c] += outside[half + c];
    }
    result[player] = sum_in_pairs(increases, half);
  }
  return result;
}

template std::vector<Accumulator<float>> folded_shapley_values(const Row<float>&);
template std::vector<Accumulator<double>> folded_shapley_values(const Row<double>&);
template std::vector<Accumulator<Rational>> folded_shapley_values(const Row<Rational>&);

}  // namespace axiomark
