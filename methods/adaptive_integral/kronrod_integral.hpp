#pragma once

#include "methods/attribution.hpp"

namespace axiomark {

/// Integrated gradients of any function, by Gauss-Kronrod rules (7 and 15 nodes) on intervals that
/// are halved, all those of the largest doubts at once, until the doubts sum to no more than the
/// tolerance (or to what rounding leaves, or 100000 gradients are spent). An interval's doubt is
/// the largest difference of an attribution between the two rules, or how far its attributions' sum
/// is from the rise of F if that is more: so a bump between the nodes is noticed unless F comes
/// back or features cancel. This is an estimate from finitely many points, and no bound:
/// error_bound stays empty and the estimate is in the notes, which say if the tolerance was not
/// reached. `tolerance` is absolute.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> kronrod_integral(const Function<S>& function,
                                                      const Segment<S>& segment,
                                                      const Row<S>& values_at_ends,
                                                      const S& tolerance);

}  // namespace axiomark
