#pragma once

#include "network/operators/operands.hpp"

namespace axiomark {

/// y_i = exp(z_i) / sum_j exp(z_j), the sum over one axis (counted from the front) of the operand.
/// No rational value. Samples never mix: the batch is not an axis of the operand.
struct Softmax {
  static constexpr OperatorKind kind = OperatorKind::mixing;
  static std::string_view name() { return "softmax"; }

  Shape in;
  Index axis = 0;
};

/// Calls visit(first row, distance between rows, rows) for each group that a softmax sums over.
template <class Visit>
void for_each_group(const Softmax& op, const Visit& visit) {
  const auto axis = op.in.begin() + op.axis;
  const Index outer = element_count({op.in.begin(), axis});
  const Index inner = element_count({axis + 1, op.in.end()});
  for (Index o = 0; o < outer; ++o) {
    for (Index i = 0; i < inner; ++i) visit(o * *axis * inner + i, inner, *axis);
  }
}

AXIOMARK_DECLARE_OPERATOR(Softmax);

}  // namespace axiomark
