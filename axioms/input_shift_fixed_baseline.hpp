#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Input shift with the baseline fixed: with y = x + d and G(y) = F(y - d), A_G(y, x') = A_F(x, x').
/// Case        the drawn network behind a shift; the baseline keeps its numbers, so that it is another
///             point for G. The form in which saliency methods are called unreliable: no method with a
///             baseline that matters can keep it.
/// Source      Kindermans et al. 2017, arXiv 1711.00867, section 2.
struct InputShiftFixedBaseline {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
