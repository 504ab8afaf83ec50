#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Symmetry of the game: two players that change every coalition's value alike get equal attributions. The
/// coalition S has the value F(x on S, x' elsewhere); F between those corners of the box is not looked at.
/// Case        a bump that is 1 at the baseline and 0 at every other corner, whatever its steepness in each
///             feature: as a game all players are alike. Nothing else depends on the features.
/// Source      Shapley 1953; Lundberg & Lee 2017. Differs from Sundararajan, Taly & Yan's symmetry
///             (claim S18).
struct GameSymmetry {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
