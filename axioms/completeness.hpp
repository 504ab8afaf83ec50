#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Completeness: sum_i A_i = F(x) - F(x').
/// Case        one network, input and baseline as drawn (baseline zero for methods without one).
/// Source      Sundararajan, Taly & Yan 2017, proposition 1.
struct Completeness {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
