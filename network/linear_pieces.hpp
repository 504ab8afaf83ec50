#pragma once

#include <optional>
#include <string>

#include "network/network.hpp"
#include "network/segment.hpp"

namespace axiomark {

/// A stretch of the segment along which a unit stays exactly on its kink (or several operands of a
/// maximum stay equal), so that no gradient is defined there.
template <Scalar S>
struct InsideKink {
  std::string unit;  ///< "node 3 (relu), feature 0"
  S from;
  S to;
};

/// The linear pieces of F = sum_j target_j output_j along a segment.
///
/// Rational: `breakpoints` are exactly the points where some unit with a kink changes its piece,
/// whether or not that reaches the output; delta and the bounds are zero.
///
/// float and double: every unit's values carry running error bounds, and each crossing is known to
/// within its own uncertainty (bound / slope). It is put where the computed values cross, usually
/// far closer; those within a few thousand roundings of each other are merged. Every piece wider
/// than `delta`, twice the largest uncertainty, is found. Pieces that uncertainty does not touch
/// have the gradients of F; `uncertain_length` bounds the length of the others.
template <Scalar S>
struct LinearPieces {
  std::vector<S> breakpoints;  ///< increasing, from 0 to 1, both included
  S delta = S(0);
  S uncertain_length = S(0);
  /// |dF/dx_i| <= gradient_bound_i everywhere on the segment, so that a sum over the pieces is off
  /// by at most 2 uncertain_length gradient_bound_i, besides rounding.
  Vector<S> gradient_bound;
  /// Relative to gradient_bound: rounding of one backward pass through the whole network.
  S gradient_rounding = S(0);
  /// The gradient is undefined on part of the segment: the first such unit. A unit counts only if F
  /// reads it and its operand depends on a feature that moves.
  std::optional<InsideKink<S>> inside_kink;

  [[nodiscard]] Index count() const { return static_cast<Index>(breakpoints.size()) - 1; }
  [[nodiscard]] std::vector<S> midpoints() const;
  [[nodiscard]] std::vector<S> lengths() const;
};

/// Source: Sotoudeh & Thakur 2019, "Computing linear restrictions of neural networks" (ExactLine).
/// Refuses, naming the node, networks that are not piecewise linear. Cost: about one evaluation per
/// piece, all operators together, plus as much again for the bounds in floating point.
template <Scalar S>
[[nodiscard]] Result<LinearPieces<S>> linear_pieces(const Network<S>& network,
                                                    const Vector<S>& target,
                                                    const Segment<S>& segment);

}  // namespace axiomark
