#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Linearity: A(a F + b G) = a A(F) + b A(G).
/// Case        two drawn networks at the same points, in two kinds: a F + b G is one network with an
///             explicit output layer, or the weights (a, b) of two outputs. A method that breaks only
///             the first treats the output layer, not the function, nonlinearly.
/// Source      Sundararajan, Taly & Yan 2017, section 3.
struct Linearity {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
