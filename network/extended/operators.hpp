#pragma once

#include "network/extended/real.hpp"
#include "network/operator.hpp"

namespace axiomark::extended {

/// What the evaluation of a node's operator leaves for its pull-back and for those who look for kinks.
struct NodeValues {
  Values value;
  Values slope;  ///< elementwise operators only
  /// On which smooth piece of the operator each result is: the side of a kink, the operand that a
  /// maximum took. Empty for smooth operators.
  std::vector<Index> piece;
};

using ValueOperands = std::vector<const Values*>;

/// Which slope counts exactly on a kink, and which of equal operands a maximum takes.
enum class OnKink { below_and_first, above_and_last };

/// Not affine ones, which are AffineWeights.
template <class Op>
[[nodiscard]] NodeValues evaluate(const Op& op, const ValueOperands& operands, OnKink on_kink);

/// Cotangents of the operands.
template <class Op>
[[nodiscard]] std::vector<Values> pull_back(const Op& op, const ValueOperands& operands,
                                            const NodeValues& forward, const Values& cotangent);

}  // namespace axiomark::extended
