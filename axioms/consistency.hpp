#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Consistency, strong monotonicity: if feature i adds at least as much to every coalition in G as in F,
/// its attribution in G is at least that in F.
/// Case        f and g are the drawn network with bumps that are equal at every corner of the box and differ
///             between them: i adds the same to every coalition in both, so that neither attribution may be
///             the larger.
/// Source      Lundberg & Lee 2017, property 3; Young 1985.
struct Consistency {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
