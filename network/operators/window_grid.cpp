#include "network/operators/window_grid.hpp"

#include <algorithm>

#include "network/kernels/gathered_product.hpp"

namespace axiomark {
namespace {

// The next index in row-major order; all zero after the last.
bool advance(Shape& index, const Shape& extents) {
  for (std::size_t d = extents.size(); d-- > 0;) {
    if (++index[d] < extents[d]) return true;
    index[d] = 0;
  }
  return false;
}

// The rows of cells that have positions, which are the last dimension's step apart: the same in every channel.
struct CellRows {
  struct Row {
    Index cell;
    Index position;
  };
  explicit CellRows(const Cells& cells);

  std::vector<Row> rows;
  Index count = 0;  // of each
};

CellRows::CellRows(const Cells& cells) {
  const std::size_t rank = cells.plane.size();
  Shape low(rank);
  Shape counts(rank);
  for (std::size_t d = 0; d < rank; ++d) {
    const Index step = cells.step[d];
    const Index shift = cells.shift[d];
    low[d] = shift < 0 ? (step - 1 - shift) / step : 0;
    const Index room = cells.tensor[d] - 1 - shift;  // from cell 0's position to the last one
    const Index high = room < 0 ? -1 : std::min(room / step, cells.count[d] - 1);
    counts[d] = high - low[d] + 1;
    if (counts[d] < 1) return;
  }
  count = counts.back();
  counts.back() = 1;
  rows.reserve(static_cast<std::size_t>(element_count(counts)));
  Shape index(rank, 0);
  do {
    Row row{0, 0};
    for (std::size_t d = 0; d < rank; ++d) {
      const Index at = low[d] + index[d];
      row.cell = row.cell * cells.plane[d] + at;
      row.position = row.position * cells.tensor[d] + at * cells.step[d] + cells.shift[d];
    }
    rows.push_back(row);
  } while (advance(index, counts));
}

// `count` rows of `width` numbers, with so much from one row to the next.
template <class S>
void copy_rows(const S* from, Index from_step, S* to, Index to_step, Index count, Index width) {
  if (from_step == width && to_step == width) {
    std::copy_n(from, count * width, to);
  } else if (width == 1 && from_step == 2 &&
             to_step == 1) {  // a stride that compilers know how to load
    for (Index k = 0; k < count; ++k) to[k] = from[2 * k];
  } else if (width == 1) {
    for (Index k = 0; k < count; ++k) to[k * to_step] = from[k * from_step];
  } else if (width == kLanes<S>) {  // without a call each
    for (Index k = 0; k < count; ++k) {
      std::copy_n(from + k * from_step, kLanes<S>, to + k * to_step);
    }
  } else {
    for (Index k = 0; k < count; ++k) std::copy_n(from + k * from_step, width, to + k * to_step);
  }
}

}  // namespace

template <Scalar S>
WindowGrid::WindowGrid(const Convolution<S>& op, const Shape& counts)
    : in(op.in.begin() + 1, op.in.end()),
      windows(counts),
      stride(op.window.stride),
      pad(op.window.pad_begin) {
  const std::size_t rank = in.size();
  const Index kernel_size = element_count(op.window.kernel);
  Shape offset(rank, 0);
  for (Index k = 0; k < kernel_size; ++k, advance(offset, op.window.kernel)) {
    Shape remainder(rank);
    Shape cells(rank);
    for (std::size_t d = 0; d < rank; ++d) {
      cells[d] = offset[d] * op.window.dilation[d] / stride[d];
      remainder[d] = offset[d] * op.window.dilation[d] % stride[d];
    }
    const auto phase = std::ranges::find(phases, remainder);
    kernel.push_back({static_cast<std::size_t>(phase - phases.begin()), std::move(cells)});
    if (phase == phases.end()) phases.push_back(std::move(remainder));
  }
  reach = kernel.back().cells;
  first_read.assign(rank, 0);
  count_read.resize(rank);
  first_written.resize(rank);
  count_written.resize(rank);
  for (std::size_t d = 0; d < rank; ++d) {
    count_read[d] = windows[d] + reach[d];
    first_written[d] = pad[d] / stride[d];
    const Index last = std::min((in[d] - 1 + pad[d]) / stride[d], count_read[d] - 1);
    count_written[d] = std::max<Index>(last - first_written[d] + 1, 0);
  }
}

Cells WindowGrid::of_x(std::size_t phase, const Shape& plane, const Shape& first,
                       const Shape& count) const {
  Shape shift(in.size());
  for (std::size_t d = 0; d < in.size(); ++d) {
    shift[d] = first[d] * stride[d] + phases[phase][d] - pad[d];
  }
  return {plane, count, in, stride, std::move(shift)};
}

Cells WindowGrid::of_y(const Shape& plane, const Shape& first) const {
  return {plane, plane, windows, Shape(windows.size(), 1), first};
}

Index position_of(const Shape& index, const Shape& extents) {
  Index position = 0;
  for (std::size_t d = 0; d < extents.size(); ++d) position = position * extents[d] + index[d];
  return position;
}

Index span_of(const Shape& count, const Shape& plane) {
  Shape last = count;
  for (Index& index : last) --index;
  return position_of(last, plane) + 1;
}

template <Scalar S>
void copy_to_planes(const Batch<S>& tensor, Columns columns, const Cells& cells, S* planes) {
  const Index positions = element_count(cells.tensor);
  const Index plane_step = element_count(cells.plane) * columns.count;
  const Index all = tensor.cols();
  const CellRows at(cells);
  const S* from = tensor.data() + columns.first;
  for (Index rows = tensor.rows(); rows > 0; rows -= positions) {
    for (const auto& row : at.rows) {
      copy_rows(from + row.position * all, cells.step.back() * all,
                planes + row.cell * columns.count, columns.count, at.count, columns.count);
    }
    from += positions * all;
    planes += plane_step;
  }
}

template <Scalar S>
void copy_from_planes(const S* planes, Index plane_step, Columns columns, const Cells& cells,
                      Batch<S>& tensor) {
  const Index positions = element_count(cells.tensor);
  const Index all = tensor.cols();
  const CellRows at(cells);
  S* to = tensor.data() + columns.first;
  for (Index rows = tensor.rows(); rows > 0; rows -= positions) {
    for (const auto& row : at.rows) {
      copy_rows(planes + row.cell * columns.count, columns.count, to + row.position * all,
                cells.step.back() * all, at.count, columns.count);
    }
    to += positions * all;
    planes += plane_step;
  }
}

#define AXIOMARK_INSTANTIATE(S)                                             \
  template WindowGrid::WindowGrid(const Convolution<S>&, const Shape&);     \
  template void copy_to_planes(const Batch<S>&, Columns, const Cells&, S*); \
  template void copy_from_planes(const S*, Index, Columns, const Cells&, Batch<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
