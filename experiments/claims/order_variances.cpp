#include "experiments/claims/order_variances.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

namespace axiomark::claims {
namespace {

// The marginal contributions of all players in one order.
Result<Vector<Rational>> contributions(const Scene& scene, const std::string& game,
                                       const std::string& input, const std::vector<Index>& order) {
  const ClaimNetwork& f = scene.network(game);
  const Vector<Rational> x = scene.point(input, input_features(f));
  Vector<Rational> point = scene.point("x'", input_features(f));
  auto before = scene.evaluate(f, point);
  Vector<Rational> all(point.size());
  for (const Index player : order) {
    if (!before) return tl::make_unexpected(before.error());
    point(player) = x(player);
    auto after = scene.evaluate(f, point);
    if (!after) return tl::make_unexpected(after.error());
    all(player) = after->numbers(0) - before->numbers(0);
    before = std::move(after);
  }
  return all;
}

}  // namespace

Result<OrderVariances> order_variances(const Scene& scene, const std::string& game,
                                       const std::string& input) {
  const Index players = input_features(scene.network(game));
  std::vector<Index> order(static_cast<std::size_t>(players));
  std::iota(order.begin(), order.end(), 0);
  std::map<std::vector<Index>, Vector<Rational>> by_order;
  Vector<Rational> mean = Vector<Rational>::Zero(players);
  do {
    auto found = contributions(scene, game, input, order);
    if (!found) return tl::make_unexpected(found.error());
    mean += *found;
    by_order.emplace(order, std::move(*found));
  } while (std::ranges::next_permutation(order).found);
  const Rational orders(static_cast<Index>(by_order.size()));
  mean /= orders;
  OrderVariances all{0, 0};
  for (const auto& [forward, found] : by_order) {
    const Vector<Rational>& reversed =
        by_order.at(std::vector<Index>(forward.rbegin(), forward.rend()));
    const Vector<Rational> alone = found - mean;
    const Vector<Rational> pair = (found + reversed) / Rational(2) - mean;
    all.single += Rational(alone.square().sum());
    all.paired += Rational(2) * Rational(pair.square().sum());
  }
  all.single /= orders * Rational(players);
  all.paired /= orders * Rational(players);
  return all;
}

}  // namespace axiomark::claims
