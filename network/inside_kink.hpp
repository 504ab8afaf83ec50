#pragma once

#include <optional>

#include "network/linear_pieces.hpp"

namespace axiomark {

/// The first unit that sits on its kink in the middle of a piece, hence (a piece has no crossing inside)
/// on the whole piece. A unit counts only if F reads it and its operand depends on a feature that moves:
/// for others any convention gives the same attributions. Both are tested with every way open, each
/// kink passing half a signal: contributions that cancel exactly there are not seen.
/// Cost: one evaluation per piece; backward passes only where a unit touches its kink.
template <Scalar S>
[[nodiscard]] std::optional<InsideKink<S>> find_inside_kink(const Network<S>& network,
                                                            const Vector<S>& target,
                                                            const Segment<S>& segment,
                                                            const LinearPieces<S>& pieces);

}  // namespace axiomark
