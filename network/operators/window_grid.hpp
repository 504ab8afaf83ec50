#pragma once

#include "network/operators/convolution.hpp"

namespace axiomark {

/// Cells of a plane and their positions in a tensor's spatial part: along dimension d, cell g is position
/// g step[d] + shift[d], if g is below count[d] and the tensor has that position.
struct Cells {
  Shape plane;  ///< extents, row-major
  Shape count;
  Shape tensor;  ///< extents, row-major
  Shape step;
  Shape shift;
};

/// A convolution in cells, which are `stride` padded positions each: position q + pad is phase r of cell a where
/// q + pad = stride a + r, dimension by dimension. Kernel value k, of phase r and b cells off, makes window p
/// meet phase r of cell p + b: distances in cells are the same for all windows.
struct WindowGrid {
  /// Row-major, one per kernel value.
  struct KernelValue {
    std::size_t phase;  ///< of `phases`
    Shape cells;        ///< b
  };

  template <Scalar S>
  WindowGrid(const Convolution<S>& op, const Shape& windows);

  Shape in;       ///< spatial part of x
  Shape windows;  ///< spatial part of y
  Shape stride;
  Shape pad;
  Shape reach;  ///< the largest b
  std::vector<KernelValue> kernel;
  std::vector<Shape> phases;  ///< those that windows read, by r

  /// Extents of a plane of x that has the cells from `first` on, `count` of them: evaluation reads all that
  /// windows meet. The pull-back writes those that are not padding; none if windows meet only padding.
  Shape first_read;
  Shape count_read;
  Shape first_written;
  Shape count_written;

  /// Cells of one phase of x, the first of them at the plane's beginning.
  [[nodiscard]] Cells of_x(std::size_t phase, const Shape& plane, const Shape& first,
                           const Shape& count) const;
  /// Cells of y, window `first` at the plane's beginning: a negative one leaves room for windows that are not.
  [[nodiscard]] Cells of_y(const Shape& plane, const Shape& first) const;
};

/// Row-major position of an index.
[[nodiscard]] Index position_of(const Shape& index, const Shape& extents);
/// From the plane's beginning to the last of so many cells, both counted.
[[nodiscard]] Index span_of(const Shape& count, const Shape& plane);

/// A stretch of columns of a batch.
struct Columns {
  Index first = 0;
  Index count = 0;
};

/// Copies channels of a tensor to planes that lie side by side, one channel each, a cell being a number per
/// column. Cells without a position are left as they are.
template <Scalar S>
void copy_to_planes(const Batch<S>& tensor, Columns columns, const Cells& cells, S* planes);
/// And back, from planes so many numbers apart.
template <Scalar S>
void copy_from_planes(const S* planes, Index plane_step, Columns columns, const Cells& cells,
                      Batch<S>& tensor);

}  // namespace axiomark
