#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Symmetry: if F is unchanged when z_i and z_j are exchanged, x_i = x_j and x'_i = x'_j, then
/// A_i = A_j.
/// Case        two kinds. Symmetrised: F = N(z) + N(z with z_i and z_j exchanged), the second N rewritten.
///             Symmetric by its weights: F = N of the sum of all features; so is every N of one feature.
///             Input and baseline are made equal on the pair only.
/// Source      Sundararajan, Taly & Yan 2017, section 4.
struct Symmetry {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
