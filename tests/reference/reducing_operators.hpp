#pragma once

#include <algorithm>
#include <vector>

#include "tests/reference/tensor.hpp"

/// Dense layers and reductions over axes.
namespace axiomark::reference {

template <class T>
[[nodiscard]] T sum_of_values(const std::vector<T>& values) {
  T sum = T(scalar_of<T>(0));
  for (const T& value : values) sum += value;
  return sum;
}

template <class T>
[[nodiscard]] T divided(const T& sum, std::ptrdiff_t count) {
  return sum / T(scalar_of<T>(static_cast<int>(count)));
}

template <class T>
[[nodiscard]] T first_largest(const std::vector<T>& values) {
  if (values.empty()) throw std::invalid_argument("the maximum of no numbers");
  T largest = values[0];
  for (const T& value : values) {
    if (value > largest) largest = value;
  }
  return largest;
}

/// y[..., o] = sum_i weights[o, i] x[..., i] + bias[o].
template <class T>
[[nodiscard]] Tensor<T> dense(const Tensor<T>& x, const Tensor<T>& weights, const Tensor<T>& bias) {
  if (x.shape.at(x.shape.size() - 1) != weights.shape.at(1)) {
    throw std::invalid_argument("the shapes of a dense layer do not match");
  }
  Index shape = x.shape;
  shape.back() = weights.shape[0];
  return tabulate<T>(shape, [&](Index index) {
    const std::ptrdiff_t o = index.back();
    T sum = bias.at({o});
    for (std::ptrdiff_t i = 0; i < weights.shape[1]; ++i) {
      index.back() = i;
      sum += weights.at({o, i}) * x.at(index);
    }
    return sum;
  });
}

/// fold(the numbers that share their other indices, in row-major order); no axes mean all axes.
template <class T, class Fold>
[[nodiscard]] Tensor<T> reduce(const Tensor<T>& x, const Index& axes, bool keep_dimensions,
                               const Fold& fold) {
  std::vector<bool> reduced(x.shape.size(), axes.empty());
  for (const std::ptrdiff_t axis : axes) reduced[resolve_axis(axis, x.shape.size())] = true;
  Index kept = x.shape;
  for (std::size_t a = 0; a < kept.size(); ++a) {
    if (reduced[a]) kept[a] = 1;
  }
  Tensor<T> y = tabulate<T>(kept, [&](const Index& out) {
    std::vector<T> values;
    for_each_index(x.shape, [&](const Index& index) {
      bool same = true;
      for (std::size_t a = 0; a < index.size(); ++a) same &= reduced[a] || index[a] == out[a];
      if (same) values.push_back(x.at(index));
    });
    return fold(values);
  });
  if (!keep_dimensions) {
    y.shape.clear();
    for (std::size_t a = 0; a < kept.size(); ++a) {
      if (!reduced[a]) y.shape.push_back(kept[a]);
    }
  }
  return y;
}

template <class T>
[[nodiscard]] Tensor<T> reduce_sum(const Tensor<T>& x, const Index& axes, bool keep_dimensions) {
  return reduce(x, axes, keep_dimensions, [](const std::vector<T>& v) { return sum_of_values(v); });
}

template <class T>
[[nodiscard]] Tensor<T> reduce_mean(const Tensor<T>& x, const Index& axes, bool keep_dimensions) {
  return reduce(x, axes, keep_dimensions, [](const std::vector<T>& v) {
    return divided(sum_of_values(v), static_cast<std::ptrdiff_t>(v.size()));
  });
}

/// Among equals the first in row-major order wins.
template <class T>
[[nodiscard]] Tensor<T> reduce_max(const Tensor<T>& x, const Index& axes, bool keep_dimensions) {
  return reduce(x, axes, keep_dimensions, [](const std::vector<T>& v) { return first_largest(v); });
}

}  // namespace axiomark::reference
