#include "network/operators/convolution_grid.hpp"

#include <algorithm>
#include <limits>

#include "network/kernels/gathered_product.hpp"
#include "network/operators/window_grid.hpp"

namespace axiomark {
namespace {

// The planes of a chunk of samples: 2^17 floats are half of a second-level cache.
constexpr Index kChunkValues = Index{1} << 17;

Index whole_vectors(Index numbers, Index lanes) { return (numbers + lanes - 1) / lanes * lanes; }

// Whole vectors of samples whose planes stay in the cache, or one.
Index chunk_samples(Index values, Index lanes) {
  return std::max(kChunkValues / values / lanes * lanes, lanes);
}

Index values_read_and_written(Index outputs, Index channels, const WindowGrid& grid) {
  return (static_cast<Index>(grid.phases.size()) * channels + outputs) *
         element_count(grid.count_read);
}

// Written cells, and room for windows that are not.
Shape plane_of_y(const WindowGrid& grid) {
  Shape plane = grid.count_written;
  for (std::size_t d = 0; d < plane.size(); ++d) plane[d] += grid.reach[d];
  return plane;
}

Shape difference(Shape a, const Shape& b) {
  for (std::size_t d = 0; d < a.size(); ++d) a[d] -= b[d];
  return a;
}

wide::Place place(Index weight, Index row) {
  return {static_cast<std::int32_t>(weight), static_cast<std::int32_t>(row)};
}

wide::Places list(const std::vector<wide::Place>& places) {
  return {places.data(), static_cast<std::ptrdiff_t>(places.size())};
}

// A convolution taken apart: how many of what there are.
template <class S>
struct Sizes {
  explicit Sizes(const Convolution<S>& op)
      : channels(op.in[0]),
        outputs(op.weights.rows()),
        channels_in_group(channels / op.groups),
        outputs_in_group(outputs / op.groups),
        kernel(element_count(op.window.kernel)),
        of_output(op.weights.cols()) {}

  Index channels;
  Index outputs;
  Index channels_in_group;
  Index outputs_in_group;
  Index kernel;     // weights from one channel to the next
  Index of_output;  // weights from one output to the next
};

}  // namespace

template <std::floating_point S>
bool fits_grid(const Convolution<S>& op, const Shape& windows) {
  constexpr Index kMost = std::numeric_limits<std::int32_t>::max();
  // More than either direction's planes have: cells of x with room on one side, in all phases.
  Index values = op.weights.rows() + op.in[0];
  for (std::size_t d = 0; d < windows.size(); ++d) {
    const WindowGeometry& w = op.window;
    const Index reach = (w.kernel[d] - 1) * w.dilation[d] / w.stride[d];
    values *= (windows[d] + 2 * reach) * std::min(w.stride[d], w.kernel[d]);
  }
  return values + 1 <= kMost / kLanes<S> && op.weights.size() <= kMost;
}

template <std::floating_point S>
Batch<S> evaluate_on_grid(const Convolution<S>& op, const Shape& windows, const Batch<S>& x,
                          wide::GatheredProduct<S> product) {
  const WindowGrid grid(op, windows);
  const Sizes size(op);
  const Shape& plane = grid.count_read;
  const Cells cells_of_y = grid.of_y(plane, Shape(plane.size(), 0));
  const Index chunk =
      chunk_samples(values_read_and_written(size.outputs, size.channels, grid), kLanes<S>);
  Batch<S> y(size.outputs * element_count(windows), x.cols());
  for (Columns columns; columns.first < x.cols(); columns.first += columns.count) {
    columns.count = std::min(chunk, x.cols() - columns.first);
    const Index plane_step = element_count(plane) * columns.count;
    const Index phase_step = size.channels * plane_step;
    // The last vector reads beyond the last plane.
    Vector<S> from =
        Vector<S>::Zero(static_cast<Index>(grid.phases.size()) * phase_step + kLanes<S>);
    for (std::size_t r = 0; r < grid.phases.size(); ++r) {
      copy_to_planes(x, columns, grid.of_x(r, plane, grid.first_read, grid.count_read),
                     from.data() + static_cast<Index>(r) * phase_step);
    }
    std::vector<wide::Place> terms;
    terms.reserve(static_cast<std::size_t>(size.kernel * size.channels_in_group));
    for (Index k = 0; k < size.kernel; ++k) {
      const auto& value = grid.kernel[static_cast<std::size_t>(k)];
      const Index row = static_cast<Index>(value.phase) * phase_step +
                        position_of(value.cells, plane) * columns.count;
      for (Index c = 0; c < size.channels_in_group; ++c) {
        terms.push_back(place(c * size.kernel + k, row + c * plane_step));
      }
    }
    const Index width = whole_vectors(span_of(windows, plane) * columns.count, kLanes<S>);
    std::vector<wide::Place> outputs;
    for (Index o = 0; o < size.outputs_in_group; ++o) {
      outputs.push_back(place(o * size.of_output, o * width));
    }
    Vector<S> to(size.outputs * width);
    for (Index group = 0; group < op.groups; ++group) {
      const Index first = group * size.outputs_in_group;
      product(op.weights.data() + first * size.of_output, list(outputs), op.bias.data() + first,
              list(terms), from.data() + group * size.channels_in_group * plane_step,
              to.data() + first * width, width);
    }
    copy_from_planes(to.data(), width, columns, cells_of_y, y);
  }
  return y;
}

template <std::floating_point S>
Batch<S> pull_back_on_grid(const Convolution<S>& op, const Shape& windows,
                           const Batch<S>& cotangent, wide::GatheredProduct<S> product) {
  const WindowGrid grid(op, windows);
  const Sizes size(op);
  Batch<S> x = Batch<S>::Zero(size.channels * element_count(grid.in), cotangent.cols());
  if (element_count(grid.count_written) == 0) return x;
  const Shape plane = plane_of_y(grid);
  const Cells cells_of_y = grid.of_y(plane, difference(grid.first_written, grid.reach));
  const Index chunk =
      chunk_samples((size.outputs + size.channels) * element_count(plane), kLanes<S>);
  const Vector<S> starts = Vector<S>::Zero(size.channels_in_group);
  for (Columns columns; columns.first < x.cols(); columns.first += columns.count) {
    columns.count = std::min(chunk, x.cols() - columns.first);
    const Index plane_step = element_count(plane) * columns.count;
    Vector<S> from = Vector<S>::Zero(size.outputs * plane_step + kLanes<S>);
    copy_to_planes(cotangent, columns, cells_of_y, from.data());
    const Index width =
        whole_vectors(span_of(grid.count_written, plane) * columns.count, kLanes<S>);
    std::vector<wide::Place> inputs;
    for (Index c = 0; c < size.channels_in_group; ++c) {
      inputs.push_back(place(c * size.kernel, c * width));
    }
    Vector<S> to(size.channels * width);
    std::vector<wide::Place> terms;
    for (std::size_t r = 0; r < grid.phases.size(); ++r) {
      terms.clear();
      // From window to window: the kernel's last value meets the first.
      for (Index k = size.kernel; k-- > 0;) {
        const auto& value = grid.kernel[static_cast<std::size_t>(k)];
        if (value.phase != r) continue;
        const Index cell = position_of(difference(grid.reach, value.cells), plane);
        terms.push_back(place(k, cell * columns.count));
      }
      // The same for every output, whose weights and planes follow.
      const std::size_t of_one = terms.size();
      terms.reserve(of_one * static_cast<std::size_t>(size.outputs_in_group));
      for (Index o = 1; o < size.outputs_in_group; ++o) {
        for (std::size_t k = 0; k < of_one; ++k) {
          terms.push_back(
              place(o * size.of_output + terms[k].weight, o * plane_step + terms[k].row));
        }
      }
      for (Index group = 0; group < op.groups; ++group) {
        const Index first = group * size.outputs_in_group;
        product(op.weights.data() + first * size.of_output, list(inputs), starts.data(),
                list(terms), from.data() + first * plane_step,
                to.data() + group * size.channels_in_group * width, width);
      }
      copy_from_planes(to.data(), width, columns,
                       grid.of_x(r, plane, grid.first_written, grid.count_written), x);
    }
  }
  return x;
}

#define AXIOMARK_INSTANTIATE(S)                                                             \
  template bool fits_grid(const Convolution<S>&, const Shape&);                             \
  template Batch<S> evaluate_on_grid(const Convolution<S>&, const Shape&, const Batch<S>&,  \
                                     wide::GatheredProduct<S>);                             \
  template Batch<S> pull_back_on_grid(const Convolution<S>&, const Shape&, const Batch<S>&, \
                                      wide::GatheredProduct<S>);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
