#pragma once

#include "network/network.hpp"

namespace axiomark::bench {

/// Multiply-adds that one pass over a network takes, by the part that they belong to. Only dense
/// and convolution nodes count; a convolution's padding counts as if it were pixels. An evaluation
/// and a backward pass take the same number.
struct Arithmetic {
  double head = 0;   ///< affine functions of the input alone: two points of a segment suffice
  double body = 0;   ///< nonlinear operators and everything between them
  double tail = 0;   ///< affine, behind the last nonlinearity: for one target, a weighted sum of
                     ///< what it reads, and this is the length of the sum
  double whole = 0;  ///< all of it, as it is written
  /// Terms of all sums along the longest path, there and back: how many roundings a gradient's entry
  /// goes through.
  double roundings = 0;

  /// Floating-point operations of a gradient at one point, written out.
  [[nodiscard]] double gradient() const { return 4 * whole; }
  /// The fewest for a sum of gradients at `nodes` points of one segment that treats all units alike:
  /// the head at both ends and pulled back once, the rest forward and backward at every node.
  [[nodiscard]] double gradient_sum(double nodes) const {
    return 2 * 3 * head + 4 * (body + tail) * nodes;
  }
};

[[nodiscard]] Arithmetic arithmetic(const Network<float>& network);

}  // namespace axiomark::bench
