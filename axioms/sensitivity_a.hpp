#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Sensitivity (a): if x and x' differ in feature i only and F(x) != F(x'), then A_i != 0.
/// Case        the input is the baseline but for one feature. Should F be equal at both points, the
///             network gets x_i added to its target output, so that the premise holds by
///             construction.
/// Source      Sundararajan, Taly & Yan 2017, section 2.1.
struct SensitivityA {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
