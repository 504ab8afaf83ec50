#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Permutation equivariance: features listed in another order get the same attributions, in that order.
/// Case        the drawn network, and the same behind a rotation of its features, asked at the rotated
///             points. Of a single feature two are made: F of their sum, with different inputs.
/// Source      anonymity: Friedman & Moulin 1999; what any implementation owes.
struct PermutationEquivariance {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
