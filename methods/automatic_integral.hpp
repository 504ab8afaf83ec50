#pragma once

#include "methods/attribution.hpp"

namespace axiomark {

/// Integrated gradients to a tolerance, by whatever is cheapest of what can promise it. The last note
/// says what was chosen and what it guarantees; "no guarantee" where there is none.
///
/// Every attribution is to be within tolerance * |F(x) - F(x')| of the integral.
///   few linear pieces     the exact sum: no more gradients than the 50 that people take by default
///   many linear pieces    gradients of the longest of them, error_bound a bound
///   a smooth network      proved enclosures, error_bound a bound (adaptive_integral.hpp)
///   where neither is had  an estimate by Gauss-Kronrod rules, without a guarantee: black boxes, slopes
///                         without a bound, enclosures that do not get there, rounding too coarse for it
/// Refused on a segment that runs inside a kink: there is no integral to be near.
/// Cost: as the rule chosen; linear pieces are looked for first.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> automatic_integral(const Function<S>& function,
                                                        const Segment<S>& segment,
                                                        const S& tolerance);

}  // namespace axiomark
