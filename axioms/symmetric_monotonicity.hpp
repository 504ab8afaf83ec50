#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Symmetric monotonicity: if dF/dx_i <= dG/dx_j everywhere, then feature j's attribution in G per unit of
/// change is at least feature i's in F.
/// Case        two kinds: F of the sum of the features, where all slopes are equal, and G = F (also of every
///             F of one feature); or any F, and G = F plus
///             as much of z_j as makes its slope at least F's slope in z_i. Features do not stay at the
///             baseline.
/// Source      Young 1985; the form for slopes: Lundstrom & Razaviyayn 2023, arXiv 2306.13753.
struct SymmetricMonotonicity {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
