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
/// Other networks: the gradient's integral is enclosed part by part, by Taylor polynomials with
/// remainders and outward rounding (adaptive_integral/enclosed_integral.hpp,
/// network/enclosure/gradient_enclosure.hpp). error_bound is a proved bound on the distance from
/// the integral for the network's parameters as they are stored, rounding included (given the C
/// library's accuracy, see network/enclosure/elementary.hpp); in float, of the answer in double and
/// its rounding. At most 2000 enclosures, each counted as nine gradients. If they do not reach the
/// tolerance, the notes say what was reached, and the values are those of the estimate below, moved
/// into the bounds: its gradients are counted, too. On a segment that runs inside a kink the bound
/// covers every slope that a convention may choose, and stays as wide.
///
/// Black boxes, networks with a slope that has no bound on the segment (a root or a logarithm at
/// zero) and networks in Rational with parameters outside the range of doubles: an estimate by
/// Gauss-Kronrod rules (adaptive_integral/kronrod_integral.hpp) in the notes, which say why there
/// is no bound. error_bound stays empty.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> adaptive_integral(const Function<S>& function,
                                                       const Segment<S>& segment,
                                                       const S& tolerance);

/// The same with what was found on the way; of up to `exact_up_to` linear pieces none is left out.
template <Scalar S>
struct AdaptiveAnswer {
  Attribution<S> attribution;
  S allowed;           ///< tolerance * |F(x) - F(x')|
  bool exact = false;  ///< no piece was to be left out
};
template <Scalar S>
[[nodiscard]] Result<AdaptiveAnswer<S>> adaptive_answer(const Function<S>& function,
                                                        const Segment<S>& segment,
                                                        const S& tolerance, Index exact_up_to);

}  // namespace axiomark
