#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <string>
#include <vector>

#include "network/batch.hpp"

namespace axiomark {

/// A constant of an ONNX graph: numbers, or (shapes, axes, flags) whole numbers.
template <Scalar S>
struct OnnxConstant {
  Shape shape;
  bool whole = false;
  Vector<S> values;                    ///< if not whole, or where whole numbers are computed
  std::vector<std::int64_t> integers;  ///< if whole
};

/// Exact for float16, float and double in Rational, else rounded once. Refuses data outside the
/// file, other types, values that are not finite, and sizes that do not fit the data.
template <Scalar S>
[[nodiscard]] Result<OnnxConstant<S>> read_tensor(const onnx::TensorProto& tensor,
                                                  const std::string& where);

/// The value of an IEEE 754 half-precision number.
[[nodiscard]] float half_to_float(std::uint16_t bits);

}  // namespace axiomark
