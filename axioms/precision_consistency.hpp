#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Precision consistency: the answers in float and in double are off by no more than rounding explains, each
/// from the exact answer; so they differ by no more than that from each other.
/// Case        the drawn network made such that nothing cancels (rounding_allowance.hpp, where the bound is
///             derived), asked in float, in double and exactly. Float and double see the same numbers.
///             Sampled answers are not judged: their points may lie where a rounding decides.
/// Source      what any implementation owes; Higham 2002 for the bound.
struct PrecisionConsistency {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
  AXIOMARK_DECLARE_REFUSAL;
};

}  // namespace axiomark
