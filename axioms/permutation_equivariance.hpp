#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Permutation equivariance: features listed in another order get the same attributions, in that order.
/// Case        the drawn network, and the same behind an exchange of two of its features, asked at the
///             point with these two exchanged: whatever commutes with every exchange commutes with every order.
///             Of a single feature two are made: F of their sum, with different inputs.
/// Source      anonymity: Friedman & Moulin 1999; what any implementation owes.
struct PermutationEquivariance {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
