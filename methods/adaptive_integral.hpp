#pragma once

#include "methods/attribution.hpp"

namespace axiomark {

/// Integrated gradients to a tolerance: every attribution is meant to be within
/// tolerance * |F(x) - F(x')| of the integral. Relative to the change of F, because that is what
/// attributions share out; where F does not change at all, only the exact integral will do.
///
/// Piecewise linear networks: the linear pieces are known, so one gradient inside the longest of
/// them is enough: a piece left out is counted to the one before it, which is off by at most
/// 2 G_i per unit of length (G_i: bound on |dF/dx_i| along the segment). Pieces are left out,
/// shortest first, as long as 2 G_i |x_i - x'_i| times their length keeps within the tolerance. So
/// there are never more gradients than pieces, and error_bound is a bound; with every piece taken
/// the answer is the exact one. Finding the pieces costs what it costs for the exact answer.
/// Refused on a segment that runs inside a kink.
///
/// Other functions: Gauss-Kronrod rules (7 and 15 nodes) on intervals that are halved, all those of
/// the largest doubts at once, until the doubts sum to no more than the tolerance (or to what
/// rounding leaves, or 100000 gradients are spent). An interval's doubt is the largest difference of
/// an attribution between the two rules, or how far its attributions' sum is from the rise of F if
/// that is more: so a bump between the nodes is noticed unless F comes back or features cancel. This
/// is an estimate from finitely many points, and no bound: error_bound stays empty and the estimate
/// is in the notes, which say if the tolerance was not reached.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> adaptive_integral(const Function<S>& function,
                                                       const Segment<S>& segment,
                                                       const S& tolerance);

}  // namespace axiomark
