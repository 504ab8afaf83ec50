#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Sensitivity (b), dummy: if F does not depend on feature i anywhere, then A_i = 0.
/// Case        three kinds. Unused: the network gets one more input that nothing reads. Cancelling: F
///             is the drawn network minus its rewritten twin, zero everywhere, so that every
///             feature is a dummy although the network reads it. Cancelling beside a live feature: with one
///             more feature added, so that F is not zero (relevance starts from F(x)).
/// Source      Sundararajan, Taly & Yan 2017, section 3 (Friedman 2004: dummy).
struct SensitivityB {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
