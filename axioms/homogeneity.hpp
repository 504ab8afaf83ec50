#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Homogeneity: A(c F) = c A(F).
/// Case        the drawn network, and c times it by an explicit output layer.
/// Source      the case b = 0 of linearity, Sundararajan, Taly & Yan 2017, section 3; Shrikumar 2017.
struct Homogeneity {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
