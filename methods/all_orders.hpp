#pragma once

#include <optional>

#include "methods/attribution.hpp"
#include "methods/quadrature.hpp"

namespace axiomark {

/// Most features that may differ: 256 corners of the box, 1024 edges.
inline constexpr Index kMostFeaturesInAllOrders = 8;

/// The mean over all orders of the features of the path along the axes in that order. An edge of the
/// box from x' to x on which feature i moves while those of a set S are at x belongs to |S|! (n-|S|-1)!
/// of the n! paths. Without a quadrature every edge is the difference of F at its ends: exact for
/// any function. Features with x_i = x'_i move on no path and do not count.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> all_orders(const Function<S>& function,
                                                const Segment<S>& segment,
                                                const std::optional<Quadrature<S>>& quadrature);

}  // namespace axiomark
