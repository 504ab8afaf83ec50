#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Demand monotonicity: if F never falls when z_i grows, anywhere, then A_i does not fall when x_i grows.
/// Case        the drawn network plus as much of z_i as makes its slope in z_i nowhere negative
///             (network/derivative_range.hpp; nothing where it is so already); x_i and x_i + step. The
///             source has x >= x': the input is reflected into that domain.
/// Source      Friedman & Moulin 1999; Sundararajan & Najmi 2020.
struct DemandMonotonicity {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
