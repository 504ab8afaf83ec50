#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Batch invariance: an input's attributions do not depend on which others are asked about in the same
/// call.
/// Case        the drawn network and points, alone and between four other questions: the baseline as input,
///             the input negated, moved and doubled, some with another baseline or target, so that units are
///             on for some and off for others. Two kinds: in the case's own arithmetic; and in double, where
///             nothing cancels (rounding_allowance.hpp), because products of different shapes round
///             differently: there the two may differ by twice the derived bound.
/// Source      what any implementation owes; claim D07 (a softmax rule that averages over the batch).
struct BatchInvariance {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
