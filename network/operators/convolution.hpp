#pragma once

#include "network/operators/operands.hpp"

namespace axiomark {

/// Geometry of a window that slides over the last dimensions of a [channels, spatial...] tensor,
/// for convolutions and pools. One entry per spatial dimension.
struct WindowGeometry {
  std::vector<Index> kernel;
  std::vector<Index> stride;
  std::vector<Index> dilation;
  std::vector<Index> pad_begin;
  std::vector<Index> pad_end;
  bool ceil_mode = false;  ///< pools: a window may begin inside the input and end outside it

  friend bool operator==(const WindowGeometry&, const WindowGeometry&) = default;
};

/// kernel of this size, stride and dilation 1, no padding.
[[nodiscard]] WindowGeometry plain_window(std::vector<Index> kernel);

/// Number of windows along each spatial dimension, or what is wrong with the geometry.
[[nodiscard]] Result<Shape> window_counts(std::string_view op, const WindowGeometry& geometry,
                                          const Shape& spatial);

/// Cross-correlation as ONNX Conv defines it:
/// y[o, p] = b[o] + sum_{c, k} W[o, c, k] x[group(o) + c, p stride + k dilation - pad_begin].
/// Operand [channels, spatial...], result [outputs, windows...]; any number of spatial dimensions.
template <Scalar S>
struct Convolution {
  static constexpr OperatorKind kind = OperatorKind::affine;
  static std::string_view name() { return "convolution"; }

  Shape in;           ///< [channels, spatial...]
  Matrix<S> weights;  ///< outputs x (channels / groups * kernel values), row-major inside a row
  Vector<S> bias;     ///< outputs
  Index groups = 1;
  WindowGeometry window;
};

AXIOMARK_DECLARE_OPERATOR(Convolution<S>);

}  // namespace axiomark
