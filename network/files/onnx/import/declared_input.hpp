#pragma once

#include "network/files/onnx/import/tensor.hpp"
#include "network/files/onnx_import.hpp"

namespace axiomark {

/// What a model says of one input. Refuses what is no tensor of floating-point or whole numbers.
[[nodiscard]] Result<OnnxInput> declared_input(const onnx::ValueInfoProto& input);

/// Its shape, symbolic dimensions read as 1.
[[nodiscard]] Result<Shape> declared_shape(const OnnxInput& input, const std::string& where);

/// Whether a value's shape is as declared, symbolic dimensions being any.
[[nodiscard]] Result<void> expect_declared(const OnnxInput& input, const Shape& shape,
                                           const std::string& where);

/// A constant in place of the input. Refuses other shapes, and fractions among whole numbers.
template <Scalar S>
[[nodiscard]] Result<OnnxConstant<S>> fixed_value(const OnnxInput& input,
                                                  const NumberArray<S>& array,
                                                  const std::string& where);

}  // namespace axiomark
