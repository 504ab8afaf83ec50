#pragma once

#include "network/files/onnx/import/steps.hpp"

namespace axiomark {

/// Constant matrices, one below the other: `count` of them, each rows x columns.
template <Scalar S>
struct ConstantMatrices {
  Shape batch;  ///< its product is count
  Index count = 1;
  Matrix<S> stacked;  ///< (count * rows) x columns

  [[nodiscard]] Index rows() const { return stacked.rows() / count; }
  [[nodiscard]] Index columns() const { return stacked.cols(); }
};

/// The constant as matrices of its last two dimensions, `turned`: each of them transposed. At least
/// two dimensions.
template <Scalar S>
[[nodiscard]] ConstantMatrices<S> matrices_of(const OnnxConstant<S>& constant, bool turned);

/// Products of matrices, batch dimensions broadcast as NumPy does. Where one factor is constant, the
/// product is a convolution of width 1 over the columns of the other (W X mixes the rows of X as
/// filters mix channels), with a group per constant matrix; no weight is repeated but those that
/// are broadcast. Shapes: at least two dimensions, fitting.
template <Scalar S>
class MatrixProducts {
 public:
  explicit MatrixProducts(OnnxNode<S>& node) : node_(node), steps_(node) {}

  /// W X + b: b has a value per row, or is empty.
  [[nodiscard]] OnnxVariable left(const ConstantMatrices<S>& w, const OnnxVariable& x,
                                  const Vector<S>& bias);
  /// X W + b, given the transposed matrices of W: b has a value per column, or is empty.
  [[nodiscard]] OnnxVariable right(const OnnxVariable& x, const ConstantMatrices<S>& turned,
                                   const Vector<S>& bias);
  /// X Y, both variable: every pair of a row and a column multiplied, and summed. `batch`: the
  /// common one. Values: rows * inner * columns per matrix, which the caller has found not too many.
  [[nodiscard]] OnnxVariable both(const OnnxVariable& x, const OnnxVariable& y, const Shape& batch);

 private:
  // Every group of channels [k, n] times its matrix.
  OnnxVariable mixed(const Matrix<S>& weights, const Vector<S>& bias, Index groups,
                     const OnnxVariable& x);

  OnnxNode<S>& node_;
  OnnxSteps<S> steps_;
};

}  // namespace axiomark
