#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Proportionality: if F depends on the sum of the features alone and x' = 0, attributions are in
/// proportion to the features: A_i x_j = A_j x_i.
/// Case        the drawn network fed with the sum in place of every feature; baseline zero.
/// Source      Friedman & Moulin 1999; Sundararajan & Najmi 2020.
struct Proportionality {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
