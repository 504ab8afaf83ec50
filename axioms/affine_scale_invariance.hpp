#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Affine scale invariance: attributions do not depend on the units of the features. With y = c x + d,
/// y' = c x' + d and G(y) = F((y - d) / c), c_i != 0: A_G = A_F.
/// Case        the drawn network behind a scale and a shift. Methods that imply the baseline zero keep
///             it: d = 0 (a change of units).
/// Source      Friedman & Moulin 1999; Sundararajan & Najmi 2020, section 2.
struct AffineScaleInvariance {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
