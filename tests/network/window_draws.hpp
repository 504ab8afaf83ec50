#pragma once

#include <algorithm>
#include <optional>

#include "network/operators/convolution.hpp"
#include "tests/property.hpp"
#include "tests/reference/window_operators.hpp"

/// Random windows for convolutions and pools. The reference knows two spatial dimensions; with one
/// the first is trivial, with three another trivial one is added: extent 1, kernel 1, no padding.
namespace axiomark::tests {

struct DrawnWindow {
  Shape in;  ///< [channels, spatial...], one to three spatial dimensions
  WindowGeometry geometry;
  reference::Index flat_in;                    ///< [1, channels, height, width]
  reference::Window window;                    ///< the same for the reference, without ceil_mode
  std::optional<std::ptrdiff_t> trivial_axis;  ///< in `in`, of three spatial dimensions
};

[[nodiscard]] inline DrawnWindow draw_window(int greatest_pad, int greatest_dilation) {
  const int rank = draw(1, 3);
  DrawnWindow drawn;
  drawn.in = {draw(1, 2) * 2};
  drawn.flat_in = {1, drawn.in[0], 1, 1};
  drawn.window.kernel = {1, 1};
  for (std::size_t axis = rank == 1 ? 1 : 0; axis < 2; ++axis) {
    const Index kernel = draw(1, 3);
    const Index dilation = draw(1, greatest_dilation);
    const Index stride = draw(1, 3);
    const Index before = draw(0, greatest_pad);
    const Index after = draw(0, greatest_pad);
    const Index reach = (kernel - 1) * dilation + 1;
    const Index extent = std::max<Index>(1, reach - before - after) + draw(0, 3);
    drawn.in.push_back(extent);
    drawn.geometry.kernel.push_back(kernel);
    drawn.geometry.stride.push_back(stride);
    drawn.geometry.dilation.push_back(dilation);
    drawn.geometry.pad_begin.push_back(before);
    drawn.geometry.pad_end.push_back(after);
    drawn.flat_in[axis + 2] = extent;
    drawn.window.kernel[axis] = kernel;
    drawn.window.strides[axis] = stride;
    drawn.window.dilations[axis] = dilation;
    drawn.window.pads[axis] = before;
    drawn.window.pads[axis + 2] = after;
  }
  if (rank == 3) {
    const std::ptrdiff_t at = draw(0, 2);
    drawn.trivial_axis = at + 1;
    drawn.in.insert(drawn.in.begin() + at + 1, 1);
    for (auto* list : {&drawn.geometry.kernel, &drawn.geometry.stride, &drawn.geometry.dilation}) {
      list->insert(list->begin() + at, 1);
    }
    for (auto* list : {&drawn.geometry.pad_begin, &drawn.geometry.pad_end}) {
      list->insert(list->begin() + at, 0);
    }
  }
  return drawn;
}

/// The shape the product gives a result of the reference, [1, channels, height, width].
[[nodiscard]] inline Shape spatial_shape(const DrawnWindow& drawn, const Shape& flat) {
  Shape shape = {flat[1]};
  if (drawn.in.size() > 2) shape.push_back(flat[2]);
  shape.push_back(flat[3]);
  if (drawn.trivial_axis) shape.insert(shape.begin() + *drawn.trivial_axis, 1);
  return shape;
}

/// The pads at the end that make the reference count as many windows as ceil_mode does: windows are
/// added until one reaches the end, but none that begins behind the input and its first padding.
[[nodiscard]] inline reference::Window in_ceil_mode(const reference::Window& window,
                                                    const reference::Index& flat_in) {
  reference::Window longer = window;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const Index extent = flat_in[axis + 2];
    const Index reach = (window.kernel[axis] - 1) * window.dilations[axis] + 1;
    const Index end = window.pads[axis] + extent + window.pads[axis + 2];
    Index begin = 0;
    while (begin + reach < end && begin + window.strides[axis] < window.pads[axis] + extent) {
      begin += window.strides[axis];
    }
    longer.pads[axis + 2] =
        std::max(window.pads[axis + 2], begin + reach - window.pads[axis] - extent);
  }
  return longer;
}

}  // namespace axiomark::tests
