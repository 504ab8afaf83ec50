#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Agreement on affine functions: where F(z) = w z + b, A_i = w_i (x_i - x'_i).
/// Case        F is a sum of the drawn factors times the features, written by the drawn rewrites (an
///             identity relu(z) - relu(-z), split layers, ...): affine on R^n, not layer by layer.
/// Source      Sundararajan, Taly & Yan 2017, section 1 (the linear model as the starting point); claims
///             S13, S19.
struct AgreesOnAffine {
  AXIOMARK_DECLARE_AXIOM_MEMBERS;
};

}  // namespace axiomark
