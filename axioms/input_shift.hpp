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

}  // namespace axiomark
