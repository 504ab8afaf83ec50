#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "network/files/npy.hpp"
#include "network/network.hpp"

namespace axiomark {

/// A network from the bytes of an ONNX model, opset 7 to 23; `file` names it in errors.
///
/// A sample is the whole declared input tensor, symbolic dimensions read as 1: shapes keep their
/// leading 1 and operators mean what ONNX says. What only renames positions (Flatten, Reshape,
/// Squeeze) becomes no node; everything else stays as written, one operator instance per node
/// (unless onnx_bytes wrote that nodes share one), shifts by zero included: the model is the subject
/// of every verdict. What the framework has no operator for is composed of several (onnx/steps.hpp).
/// Operators on constants are computed here. Of several outputs the first is the network's, without
/// the nodes that it does not need.
///
/// Refuses in one error, before anything is computed: an operator or attribute that is not
/// supported (onnx/rules.cpp lists them), naming node, operator and attribute; data outside the
/// file; names that are undefined or defined twice; sizes that do not fit their data.
template <Scalar S>
[[nodiscard]] Result<Network<S>> parse_onnx(std::string_view bytes, std::string_view file);

/// A tensor of a model with its values.
template <Scalar S>
struct OnnxTensorValue {
  std::string name;
  NumberArray<S> array;
};

/// Which part of a model is the network.
template <Scalar S>
struct OnnxPart {
  std::string output;  ///< any tensor; empty: the first declared output
  /// Declared inputs that are constants, of these shapes, in place of symbolic dimensions as well.
  std::vector<OnnxTensorValue<S>> fixed;
  /// Shapes of declared inputs with symbolic dimensions; where none is given they read as 1.
  std::map<std::string, Shape> shapes;
  /// An internal tensor and its shape: the network's only input, in place of the declared ones. What
  /// the rest reads besides has to be fixed.
  std::string cut;
  Shape cut_shape;
};

/// The same of a part. Nodes that the output does not need are left out, and not checked.
template <Scalar S>
[[nodiscard]] Result<Network<S>> parse_onnx(std::string_view bytes, std::string_view file,
                                            const OnnxPart<S>& part);

/// The value of one tensor, given all inputs that it needs. Whole numbers come as numbers.
template <Scalar S>
[[nodiscard]] Result<NumberArray<S>> onnx_tensor(std::string_view bytes, std::string_view file,
                                                 const std::string& tensor,
                                                 const std::vector<OnnxTensorValue<S>>& inputs);

/// A declared input that is no initialiser.
struct OnnxInput {
  std::string name;
  std::vector<std::optional<Index>> dimensions;  ///< nothing where symbolic
  bool whole = false;                            ///< holds whole numbers, such as token ids
};
[[nodiscard]] Result<std::vector<OnnxInput>> onnx_inputs(std::string_view bytes,
                                                         std::string_view file);

}  // namespace axiomark
