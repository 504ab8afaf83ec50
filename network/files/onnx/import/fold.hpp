#pragma once

#include "network/files/onnx/import/rules.hpp"

namespace axiomark {

/// The outputs of a node whose operands are all constants: its rule makes a network of one node of
/// the first operand, which is evaluated. Whole numbers (shapes and positions that a graph works
/// out) are computed in Rational, whatever S is, so that none is rounded; a division of them is cut
/// off towards zero. Numbers that are not finite are refused.
template <Scalar S>
[[nodiscard]] OnnxResult<S> fold_constants(const OnnxRule<S>& rule, const onnx::NodeProto& node,
                                           const std::string& where, int opset,
                                           const std::vector<const OnnxValue<S>*>& operands);

}  // namespace axiomark
