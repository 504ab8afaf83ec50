#pragma once

#include <string_view>

#include "network/network.hpp"

namespace axiomark {

/// A network from the bytes of an ONNX model, opset 7 to 23; `file` names it in errors.
///
/// A sample is the whole declared input tensor, symbolic dimensions read as 1: shapes keep their
/// leading 1 and operators mean what ONNX says. What only renames positions (Flatten, Reshape,
/// Squeeze) becomes no node; everything else stays as written, one operator instance per node
/// (unless onnx_bytes wrote that nodes share one), shifts by zero included: the model is the subject
/// of every verdict. Operators on constants are computed here.
///
/// Refuses in one error, before anything is computed: an operator or attribute that is not
/// supported (onnx/rules.cpp lists them), naming node, operator and attribute; data outside the
/// file; names that are undefined or defined twice; sizes that do not fit their data.
template <Scalar S>
[[nodiscard]] Result<Network<S>> parse_onnx(std::string_view bytes, std::string_view file);

}  // namespace axiomark
