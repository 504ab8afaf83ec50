#pragma once

#include "methods/attribution.hpp"

namespace axiomark {

template <Scalar S>
struct EnclosedAttribution {
  Attribution<S> attribution;  ///< with error_bound
  bool reached = false;        ///< every bound is within the tolerance
};

/// Integrated gradients with a proved bound: the segment is cut into parts on which the integral of
/// the gradient is enclosed, those of the widest enclosures again and again, at the kinks that a
/// part shows or in the middle, until every attribution's width is within the tolerance, or
/// rounding is most of it, or 2000 enclosures are spent. The answer is the middle, error_bound half
/// the width. `tolerance` is absolute.
/// gradient_evaluations counts each enclosure as one gradient per coefficient of its jets.
/// An error names the node if some part's gradient has no bound however short the part.
template <Scalar S>
[[nodiscard]] Result<EnclosedAttribution<S>> enclosed_integral(const GradientEnclosure& enclosure,
                                                               const S& tolerance);

}  // namespace axiomark
