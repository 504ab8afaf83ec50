#pragma once

#include <cstdint>
#include <optional>

#include "network/corners/corners.hpp"
#include "network/kernels/gathered_product.hpp"
#include "network/network.hpp"
#include "network/segment/head.hpp"

namespace axiomark {

/// How the affine head of a network moves with groups of features. The head is h(x) = W x + b, so that its
/// value at a corner is h(from) + sum over the groups moved of W (to - from)_group: a column is added where the
/// group moves, and no product is needed.
///
/// Error in floating point: |computed - exact| <= gamma_(m + k + 1) (|h(from)| + sum over the moved groups of
/// |W| |to - from|) behind m moves and with groups of k features, besides the error of h(from) and one rounding of
/// every difference: no more roundings than the product over all features, which they replace.
template <Scalar S>
struct ColumnUpdates {
  Index tensor = 0;  ///< the last one of the head, which the rest of the network reads
  Index rows = 0;
  Index stride = 0;           ///< rows with their padding to whole vectors
  std::vector<S> start;       ///< h(from), stride numbers
  std::vector<S> columns;     ///< per group, and one of zeros behind them: stride numbers each
  std::vector<bool> changes;  ///< per group, whether its column has a number that is not zero

  [[nodiscard]] const S* column(Index group) const { return columns.data() + group * stride; }
};

/// Nothing where the head is not a chain of shifts, scales and rearrangements around one dense layer at most, or
/// where other than its last tensor is read behind it: there corners are evaluated as points.
/// Cost: one evaluation of the head, and one multiplication per weight.
template <Scalar S>
[[nodiscard]] std::optional<ColumnUpdates<S>> column_updates(const Network<S>& network,
                                                             const SegmentHead& head,
                                                             const BoxCorners<S>& corners);

}  // namespace axiomark
