#pragma once

#include "network/operators/operands.hpp"

namespace axiomark {

/// y = W x + b on the flattened operand; the result has shape [outputs].
template <Scalar S>
struct Dense {
  static constexpr OperatorKind kind = OperatorKind::affine;
  static std::string_view name() { return "dense"; }

  Matrix<S> weights;  ///< outputs x inputs
  Vector<S> bias;     ///< outputs
};

AXIOMARK_DECLARE_OPERATOR(Dense<S>);

}  // namespace axiomark
