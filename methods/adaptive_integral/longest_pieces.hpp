#pragma once

#include "methods/attribution.hpp"

namespace axiomark {

/// Integrated gradients along a segment whose linear pieces are known, by gradients inside the longest
/// of them: a piece left out is counted to the one before it, which is off by at most 2 G_i per unit of
/// length (G_i: bound on |dF/dx_i| along the segment). Pieces are left out, shortest first, as long as
/// 2 G_i |x_i - x'_i| times their length keeps within `tolerance`, which is absolute.
/// Error       error_bound, a bound: what was left out, and rounding.
/// Cost        one gradient per piece that stays, at least one.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> longest_pieces_integral(const Function<S>& function,
                                                             const Segment<S>& segment,
                                                             const LinearPieces<S>& pieces,
                                                             const S& tolerance);

}  // namespace axiomark
