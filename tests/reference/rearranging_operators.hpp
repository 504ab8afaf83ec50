#pragma once

#include <algorithm>
#include <vector>

#include "tests/reference/tensor.hpp"

/// Operators that move numbers without computing: every output entry says where it comes from.
namespace axiomark::reference {

template <class T>
[[nodiscard]] Tensor<T> reshape(const Tensor<T>& x, const Index& shape) {
  if (element_count(shape) != element_count(x.shape)) throw std::invalid_argument("reshape");
  return {shape, x.data};
}

/// Axis i of the result is axis permutation[i] of x.
template <class T>
[[nodiscard]] Tensor<T> transpose(const Tensor<T>& x, const std::vector<std::size_t>& permutation) {
  Index shape;
  for (const std::size_t axis : permutation) shape.push_back(x.shape.at(axis));
  return tabulate<T>(shape, [&](const Index& index) {
    Index source(index.size());
    for (std::size_t i = 0; i < index.size(); ++i) source[permutation[i]] = index[i];
    return x.at(source);
  });
}

/// ONNX Pad, mode constant: pads are all begins, then all ends; negative ones crop.
template <class T>
[[nodiscard]] Tensor<T> pad(const Tensor<T>& x, const Index& pads, const T& constant) {
  const std::size_t rank = x.shape.size();
  Index shape;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    shape.push_back(x.shape[axis] + pads.at(axis) + pads.at(rank + axis));
  }
  return tabulate<T>(shape, [&](const Index& index) {
    Index source(rank);
    for (std::size_t axis = 0; axis < rank; ++axis) {
      source[axis] = index[axis] - pads[axis];
      if (source[axis] < 0 || source[axis] >= x.shape[axis]) return constant;
    }
    return x.at(source);
  });
}

/// Where a slice of one axis starts and how many entries it has (ONNX Slice: negative starts and
/// ends count from the end; then clamping to [0, n], or to [0, n-1] and [-1, n-1] for steps < 0).
struct SliceRange {
  std::ptrdiff_t start;
  std::ptrdiff_t count;
};
[[nodiscard]] inline SliceRange slice_range(std::ptrdiff_t n, std::ptrdiff_t start,
                                            std::ptrdiff_t end, std::ptrdiff_t step) {
  if (step == 0) throw std::invalid_argument("slice with step 0");
  if (n == 0) return {0, 0};
  if (start < 0) start += n;
  if (end < 0) end += n;
  start = std::clamp<std::ptrdiff_t>(start, 0, step > 0 ? n : n - 1);
  end =
      step > 0 ? std::clamp<std::ptrdiff_t>(end, 0, n) : std::clamp<std::ptrdiff_t>(end, -1, n - 1);
  std::ptrdiff_t count = 0;
  for (std::ptrdiff_t i = start; step > 0 ? i < end : i > end; i += step) ++count;
  return {start, count};
}

/// ONNX Slice along `axes`; an omitted end for a negative step is a large negative number.
template <class T>
[[nodiscard]] Tensor<T> slice(const Tensor<T>& x, const Index& starts, const Index& ends,
                              const Index& axes, const Index& steps) {
  Index shape = x.shape;
  Index first(x.shape.size(), 0);
  Index step(x.shape.size(), 1);
  for (std::size_t k = 0; k < axes.size(); ++k) {
    const std::size_t axis = resolve_axis(axes[k], x.shape.size());
    const SliceRange range = slice_range(x.shape[axis], starts.at(k), ends.at(k), steps.at(k));
    shape[axis] = range.count;
    first[axis] = range.start;
    step[axis] = steps[k];
  }
  return tabulate<T>(shape, [&](const Index& index) {
    Index source;
    for (std::size_t a = 0; a < index.size(); ++a) source.push_back(first[a] + index[a] * step[a]);
    return x.at(source);
  });
}

template <class T>
[[nodiscard]] Tensor<T> concat(const std::vector<Tensor<T>>& xs, std::ptrdiff_t axis) {
  Index shape = xs.at(0).shape;
  const std::size_t along_axis = resolve_axis(axis, shape.size());
  shape[along_axis] = 0;
  for (const Tensor<T>& x : xs) shape[along_axis] += x.shape.at(along_axis);
  return tabulate<T>(shape, [&](Index index) {
    std::size_t k = 0;
    while (index[along_axis] >= xs[k].shape[along_axis]) {
      index[along_axis] -= xs[k].shape[along_axis];
      ++k;
    }
    return xs[k].at(index);
  });
}

/// ONNX Gather: the axis is replaced by the axes of `indices`; a negative index counts from the
/// end.
template <class T>
[[nodiscard]] Tensor<T> gather(const Tensor<T>& x, const Tensor<std::ptrdiff_t>& indices,
                               std::ptrdiff_t axis) {
  const auto split = static_cast<std::ptrdiff_t>(resolve_axis(axis, x.shape.size()));
  const auto width = static_cast<std::ptrdiff_t>(indices.shape.size());
  Index shape(x.shape.begin(), x.shape.begin() + split);
  shape.insert(shape.end(), indices.shape.begin(), indices.shape.end());
  shape.insert(shape.end(), x.shape.begin() + split + 1, x.shape.end());
  return tabulate<T>(shape, [&](const Index& index) {
    const auto middle = index.begin() + split;
    std::ptrdiff_t chosen = indices.at(Index(middle, middle + width));
    if (chosen < 0) chosen += x.shape[static_cast<std::size_t>(split)];
    Index source(index.begin(), middle);
    source.push_back(chosen);
    source.insert(source.end(), middle + width, index.end());
    return x.at(source);
  });
}

}  // namespace axiomark::reference
