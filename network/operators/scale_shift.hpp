#pragma once

#include "network/operators/operands.hpp"

namespace axiomark {

/// y_i = factor_i x_i. Keeps the operand's shape. A folded batch norm is a Scale and a Shift.
template <Scalar S>
struct Scale {
  static constexpr OperatorKind kind = OperatorKind::affine;
  static std::string_view name() { return "scale"; }
  Vector<S> factor;
};

/// y_i = x_i + offset_i. Keeps the operand's shape.
template <Scalar S>
struct Shift {
  static constexpr OperatorKind kind = OperatorKind::affine;
  static std::string_view name() { return "shift"; }
  Vector<S> offset;
};

AXIOMARK_DECLARE_OPERATOR(Scale<S>);
AXIOMARK_DECLARE_OPERATOR(Shift<S>);

}  // namespace axiomark
