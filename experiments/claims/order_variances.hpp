#pragma once

#include <string>

#include "experiments/scene.hpp"

namespace axiomark::claims {

/// Over all orders of the players, per order: the variance of one order's contributions, and twice that of the
/// mean of an order and its reverse; each the mean over the players.
struct OrderVariances {
  Rational single;
  Rational paired;
};
/// Of a network of the scene's claim between zero and `input`. Cost: n! evaluations of n points each.
[[nodiscard]] Result<OrderVariances> order_variances(const Scene& scene, const std::string& game,
                                                     const std::string& input);

}  // namespace axiomark::claims
