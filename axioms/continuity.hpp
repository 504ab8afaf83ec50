#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Continuity in x: A(x + e d) and A(x - e d) have equal limits as e -> 0 from above. What the method says
/// at x itself, by whatever convention, is not looked at.
/// Case        d along one feature; x as drawn, moved along d to the nearest kink of the network, if there
///             is one within 4; F asked at x + e d and x - e d with e = 2^-200 (2^-44 in double).
/// Limits      An answer with a slope below 2^62 at x + e d is within 2^-137 of its limit. Different
///             fractions with denominators below 2^32 are more than 2^-64 apart: so the simplest fraction
///             within 2^-136 of the answer is the limit, if its denominator is below 2^32. Where there is
///             no such fraction the case is not judged.
/// Source      Montavon 2019, "Gradient-based vs. propagation-based explanations": nearly equal inputs, nearly equal explanations.
struct Continuity {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
  AXIOMARK_DECLARE_REFUSAL;
};

}  // namespace axiomark
