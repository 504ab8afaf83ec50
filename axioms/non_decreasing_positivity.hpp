#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Non-decreasing positivity: if F does not fall anywhere on the way of any feature from x'_i to x_i, no
/// attribution is negative.
/// Case        the drawn network plus as much of each feature as makes F's slope in the direction from x'
///             to x nowhere negative.
/// Source      Lundstrom, Huang & Razaviyayn 2022, arXiv 2202.11912.
struct NonDecreasingPositivity {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
