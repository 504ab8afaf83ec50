#pragma once

#include <optional>
#include <vector>

#include "network/breakpoints.hpp"
#include "network/segment.hpp"
#include "network/segment/program.hpp"

namespace axiomark {

/// Where the units of a network of affine operators and relus leave their pieces along a segment, found layer by
/// layer on sheets: columns are values at the breakpoints found so far. The same as LinearPieces says, of
/// which this is a part, but that bounds on rounding errors are kept for kIntervalGroup neighbouring intervals
/// together, the largest of all their columns': as valid, a little wider, and so many times cheaper.
template <Scalar S>
struct WalkedPieces {
  std::vector<S> breakpoints;
  S delta = S(0);
  S uncertain_length = S(0);
  /// Per tensor and feature: whether a signal can pass somewhere on the segment.
  std::vector<std::vector<bool>> active;
  /// Some unit's operand is zero at both ends of an interval: it may be inside its kink.
  bool rests = false;
};

/// Nothing if the network has another operator that is not affine, or if a value is not finite.
/// Cost: one evaluation per piece, and one per kIntervalGroup pieces for the bounds.
template <Scalar S>
[[nodiscard]] std::optional<WalkedPieces<S>> walk_pieces(const Network<S>& network,
                                                         const Segment<S>& segment);

}  // namespace axiomark
