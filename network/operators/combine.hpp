#pragma once

#include "network/operators/operands.hpp"

namespace axiomark {

/// y = sum_k coefficient_k x_k over operands of one shape: sums, differences, residual additions.
template <Scalar S>
struct Sum {
  static constexpr OperatorKind kind = OperatorKind::affine;
  static std::string_view name() { return "sum"; }
  Vector<S> coefficients;  ///< one per operand
};

/// Joins operands of shapes `in` along one axis (counted from the front).
struct Concat {
  static constexpr OperatorKind kind = OperatorKind::affine;
  static std::string_view name() { return "concat"; }
  std::vector<Shape> in;
  Index axis = 0;
};

/// y_i = max over operands of x_k,i; all of one shape.
struct Max {
  static constexpr OperatorKind kind = OperatorKind::selecting;
  static std::string_view name() { return "max"; }
};

/// y_i = min over operands of x_k,i; all of one shape.
struct Min {
  static constexpr OperatorKind kind = OperatorKind::selecting;
  static std::string_view name() { return "min"; }
};

/// y_i = a_i b_i, both operands variable. (A product with a constant is a Scale.)
struct Product {
  static constexpr OperatorKind kind = OperatorKind::mixing;
  static std::string_view name() { return "product"; }
};

AXIOMARK_DECLARE_OPERATOR(Sum<S>);
AXIOMARK_DECLARE_OPERATOR(Concat);
AXIOMARK_DECLARE_OPERATOR(Max);
AXIOMARK_DECLARE_OPERATOR(Min);
AXIOMARK_DECLARE_OPERATOR(Product);
template <Scalar S>
[[nodiscard]] std::vector<HangSet> hung_on(const Max& op, Operands<S> operands,
                                           const Batch<S>& cotangent);
template <Scalar S>
[[nodiscard]] std::vector<HangSet> hung_on(const Min& op, Operands<S> operands,
                                           const Batch<S>& cotangent);

}  // namespace axiomark
