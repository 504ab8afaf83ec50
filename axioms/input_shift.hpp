#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Input shift with the baseline moved along: with y = x + d, y' = x' + d and G(y) = F(y - d), A_G = A_F:
/// affine scale invariance with all factors 1.
/// Case        the drawn network behind a shift.
/// Source      Kindermans et al. 2017, arXiv 1711.00867, with the baseline of Sundararajan, Taly & Yan
///             2017 moved along.
struct InputShift {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

/// The case of both forms: the drawn network moved by the drawn offsets, with the baseline moved along
/// or as it is; and the check of its premise.
template <Scalar S>
[[nodiscard]] Result<Case<S>> moved_case(const Ingredients<S>& in, MethodKind kind,
                                         bool baseline_moves);
[[nodiscard]] Result<void> check_moved(const Case<Rational>& c, bool baseline_moves);

}  // namespace axiomark
