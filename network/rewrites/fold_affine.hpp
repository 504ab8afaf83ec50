#pragma once

#include <vector>

#include "network/network.hpp"

namespace axiomark {

/// A network with its scales and shifts folded away, and where its tensors come from.
template <Scalar S>
struct FoldedNetwork {
  Network<S> network;
  /// Per tensor, the tensor of the original network made by the same operator (of a dense node and
  /// what was folded into it: the dense node), or the same input.
  std::vector<Index> original;
  Index folded = 0;  ///< how many scale and shift nodes are gone
};

/// Folds every chain of scales and shifts into the dense or convolution node it directly follows,
/// else into the one it directly precedes (reshapes of a tensor into another shape may stand in
/// between), where each tensor on the way has no other reader. The function stays the same; in
/// floating point up to the rounding of the new parameters. With f the factors and o the offsets:
///
///   f (W x + b) = (diag(f) W) x + f b        (W x + b) + o = W x + (b + o)
///   W (f x) + b = (W diag(f)) x + b          W (x + o) + b = W x + (b + W o)
///
/// A convolution applies one row of W to many positions, so f and o must be constant on each of its
/// channels; a shift before one with padding stays, because the padding is not shifted. An instance
/// that other nodes use as well is copied first.
template <Scalar S>
[[nodiscard]] Result<FoldedNetwork<S>> fold_affine(const Network<S>& network);

}  // namespace axiomark
