#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Null player: a feature that changes no coalition's value gets attribution zero, however F depends on it
/// between the corners of the box.
/// Case        the difference of two bumps that are equal at every corner and differ between them: every
///             feature is a null player.
/// Source      Shapley 1953. Differs from the dummy of sensitivity-b (claim S18).
struct NullPlayer {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
