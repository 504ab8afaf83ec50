#pragma once

#include <array>
#include <optional>
#include <vector>

#include "tests/reference/reducing_operators.hpp"
#include "tests/reference/tensor.hpp"

/// Two-dimensional convolution and pooling over [samples, channels, height, width]; ceil_mode = 0.
namespace axiomark::reference {

struct Window {
  std::array<std::ptrdiff_t, 2> kernel;
  std::array<std::ptrdiff_t, 2> strides = {1, 1};
  std::array<std::ptrdiff_t, 2> dilations = {1, 1};
  std::array<std::ptrdiff_t, 4> pads = {0, 0, 0, 0};  // top, left, bottom, right

  /// floor((extent + pads - ((kernel - 1) * dilation + 1)) / stride) + 1.
  [[nodiscard]] std::ptrdiff_t output_extent(std::size_t axis, std::ptrdiff_t extent) const {
    const std::ptrdiff_t reach = (kernel[axis] - 1) * dilations[axis] + 1;
    const std::ptrdiff_t room = extent + pads[axis] + pads[axis + 2] - reach;
    if (room < 0) throw std::invalid_argument("the kernel is larger than the padded input");
    return room / strides[axis] + 1;
  }

  /// The input row (axis 0) or column (axis 1) under a kernel position; may lie in the padding.
  [[nodiscard]] std::ptrdiff_t input_at(std::size_t axis, std::ptrdiff_t output,
                                        std::ptrdiff_t tap) const {
    return output * strides[axis] - pads[axis] + tap * dilations[axis];
  }
};

/// x at the index, or nothing in the padding.
template <class T>
[[nodiscard]] std::optional<T> inside(const Tensor<T>& x, const Index& index) {
  if (index[2] < 0 || index[2] >= x.shape[2]) return std::nullopt;
  if (index[3] < 0 || index[3] >= x.shape[3]) return std::nullopt;
  return x.at(index);
}

/// ONNX Conv: x [n, c, h, w], weights [m, c / groups, kh, kw], bias [m] -> [n, m, h', w'].
/// The window's kernel must be the weights' last two extents.
template <class T>
[[nodiscard]] Tensor<T> convolution(const Tensor<T>& x, const Tensor<T>& weights,
                                    const Tensor<T>& bias, const Window& window,
                                    std::ptrdiff_t groups = 1) {
  const std::ptrdiff_t filters_per_group = weights.shape.at(0) / groups;
  const std::ptrdiff_t channels_per_group = weights.shape.at(1);
  if (window.kernel != std::array{weights.shape.at(2), weights.shape.at(3)} ||
      channels_per_group * groups != x.shape.at(1) ||
      filters_per_group * groups != weights.shape[0]) {
    throw std::invalid_argument("the shapes of a convolution do not match");
  }
  const Index shape = {x.shape[0], weights.shape[0], window.output_extent(0, x.shape.at(2)),
                       window.output_extent(1, x.shape.at(3))};
  return tabulate<T>(shape, [&](const Index& out) {
    const std::ptrdiff_t filter = out[1];
    const std::ptrdiff_t group = filter / filters_per_group;
    T sum = bias.at({filter});
    for (std::ptrdiff_t c = 0; c < channels_per_group; ++c) {
      for (std::ptrdiff_t i = 0; i < window.kernel[0]; ++i) {
        for (std::ptrdiff_t j = 0; j < window.kernel[1]; ++j) {
          const std::optional<T> value =
              inside(x, {out[0], group * channels_per_group + c, window.input_at(0, out[2], i),
                         window.input_at(1, out[3], j)});
          if (value) sum += weights.at({filter, c, i, j}) * *value;
        }
      }
    }
    return sum;
  });
}

/// fold(the numbers of x under the window, row by row, without padding) at every output position.
template <class T, class Fold>
[[nodiscard]] Tensor<T> pool(const Tensor<T>& x, const Window& window, const Fold& fold) {
  const Index shape = {x.shape.at(0), x.shape.at(1), window.output_extent(0, x.shape.at(2)),
                       window.output_extent(1, x.shape.at(3))};
  return tabulate<T>(shape, [&](const Index& out) {
    std::vector<T> values;
    for (std::ptrdiff_t i = 0; i < window.kernel[0]; ++i) {
      for (std::ptrdiff_t j = 0; j < window.kernel[1]; ++j) {
        const std::optional<T> value = inside(
            x, {out[0], out[1], window.input_at(0, out[2], i), window.input_at(1, out[3], j)});
        if (value) values.push_back(*value);
      }
    }
    return fold(values);
  });
}

/// ONNX AveragePool: divides by the kernel's size if padding counts, else by the numbers found.
template <class T>
[[nodiscard]] Tensor<T> average_pool(const Tensor<T>& x, const Window& window,
                                     bool count_include_pad) {
  return pool(x, window, [&](const std::vector<T>& values) {
    const auto found = static_cast<std::ptrdiff_t>(values.size());
    if (found == 0) throw std::invalid_argument("a pooling window lies in the padding");
    return divided(sum_of_values(values),
                   count_include_pad ? window.kernel[0] * window.kernel[1] : found);
  });
}

/// ONNX MaxPool: padding never wins; among equals the first in row-major order does.
template <class T>
[[nodiscard]] Tensor<T> max_pool(const Tensor<T>& x, const Window& window) {
  return pool(x, window, [](const std::vector<T>& values) { return first_largest(values); });
}

}  // namespace axiomark::reference
