#pragma once

#include <optional>
#include <span>

#include "network/corners/corners.hpp"
#include "network/network.hpp"
#include "network/thread_pool.hpp"

namespace axiomark {

/// F = sum_j target_j output_j at corners of a box, with the affine head of the network updated by columns from
/// corner to corner instead of evaluated (see ColumnUpdates). Groups without a column, because their features
/// are the same at both ends or have no weight, are not moved at all: the value before is the value behind. Equal to evaluating the
/// corners as points in Rational; in floating point but for roundings, of which there are no more.
/// Nothing where the head has no columns, or if a value is not finite: evaluating points then says where.

/// At all 2^n corners; bit g of a corner's number says whether group g is at `to`.
/// Cost: 2^n evaluations of what lies behind the head.
template <Scalar S>
[[nodiscard]] std::optional<Row<S>> values_at_all_corners(const Network<S>& network,
                                                          const Vector<S>& target,
                                                          const BoxCorners<S>& corners,
                                                          const ThreadPool& pool);

/// Along walks from `from` to `to`, one group after the other: `orders` lists all n groups, walk after walk. Value
/// k of n + 1 per walk is that with the first k groups moved.
/// Cost: an addition per move and head value, and an evaluation of what lies behind the head per move.
template <Scalar S>
[[nodiscard]] std::optional<Row<S>> values_along_orders(const Network<S>& network,
                                                        const Vector<S>& target,
                                                        const BoxCorners<S>& corners,
                                                        std::span<const Index> orders,
                                                        const ThreadPool& pool);

}  // namespace axiomark
