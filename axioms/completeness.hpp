#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Completeness: sum_i A_i = F(x) - F(x').
/// Case        one network, in two kinds: input and baseline as drawn (baseline zero for methods without
///             one); or both moved along their segment into one linear piece of F, where every correct
///             quadrature is exact: what is broken there is a weight and not the number of steps.
/// Source      Sundararajan, Taly & Yan 2017, proposition 1.
struct Completeness {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
