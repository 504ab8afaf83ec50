#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Conservation: the relevance of the inputs and what the layers absorb on the way (biases, stabilisers,
/// zero denominators, each as the method states it) add up to F(x).
/// Case        the drawn network and input. Methods that do not say where relevance went are not judged.
/// Source      Bach et al. 2015, eq. 2; Montavon 2019. For LRP only.
struct RelevanceConservation {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
  AXIOMARK_DECLARE_REFUSAL;
};

}  // namespace axiomark
