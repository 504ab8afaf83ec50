#pragma once

#include <algorithm>
#include <vector>

#include "tests/reference/tensor.hpp"

/// Operators of several variable operands, with ONNX's multidirectional broadcasting.
namespace axiomark::reference {

/// The common shape: aligned at the last axis, missing axes and extents 1 are stretched.
[[nodiscard]] inline Index broadcast_shape(const Index& a, const Index& b) {
  Index shape(std::max(a.size(), b.size()), 1);
  for (const Index& operand : {a, b}) {
    for (std::size_t i = 0; i < operand.size(); ++i) {
      std::ptrdiff_t& extent = shape[shape.size() - operand.size() + i];
      if (operand[i] == 1) continue;
      if (extent != 1 && extent != operand[i]) throw std::invalid_argument("shapes do not match");
      extent = operand[i];
    }
  }
  return shape;
}

/// ONNX Expand: x repeated to the common shape of x and `shape`.
template <class T>
[[nodiscard]] Tensor<T> expand(const Tensor<T>& x, const Index& shape) {
  return tabulate<T>(broadcast_shape(x.shape, shape), [&](const Index& index) {
    const std::size_t missing = index.size() - x.shape.size();
    Index source;
    for (std::size_t i = 0; i < x.shape.size(); ++i) {
      source.push_back(x.shape[i] == 1 ? 0 : index[missing + i]);
    }
    return x.at(source);
  });
}

/// combine(a, b) at every index of the common shape.
template <class T, class Combine>
[[nodiscard]] Tensor<T> pairwise(const Tensor<T>& a, const Tensor<T>& b, const Combine& combine) {
  const Index shape = broadcast_shape(a.shape, b.shape);
  const Tensor<T> left = expand(a, shape);
  const Tensor<T> right = expand(b, shape);
  return tabulate<T>(shape, [&](const Index& i) -> T { return combine(left.at(i), right.at(i)); });
}

/// Folds the operands from the left: combine(combine(x0, x1), x2)...
template <class T, class Combine>
[[nodiscard]] Tensor<T> fold_operands(const std::vector<Tensor<T>>& xs, const Combine& combine) {
  Tensor<T> y = xs.at(0);
  for (std::size_t k = 1; k < xs.size(); ++k) y = pairwise(y, xs[k], combine);
  return y;
}

template <class T>
[[nodiscard]] Tensor<T> sum_of(const std::vector<Tensor<T>>& xs) {
  return fold_operands(xs, [](const T& a, const T& b) { return a + b; });
}

/// a - b.
template <class T>
[[nodiscard]] Tensor<T> difference(const Tensor<T>& a, const Tensor<T>& b) {
  return pairwise(a, b, [](const T& u, const T& v) { return u - v; });
}

template <class T>
[[nodiscard]] Tensor<T> product_of(const std::vector<Tensor<T>>& xs) {
  return fold_operands(xs, [](const T& a, const T& b) { return a * b; });
}

/// a / b.
template <class T>
[[nodiscard]] Tensor<T> quotient(const Tensor<T>& a, const Tensor<T>& b) {
  return pairwise(a, b, [](const T& u, const T& v) { return u / v; });
}

/// The largest operand at every index; among equals the first, whose derivative it takes.
template <class T>
[[nodiscard]] Tensor<T> max_of(const std::vector<Tensor<T>>& xs) {
  return fold_operands(xs, [](const T& a, const T& b) { return b > a ? b : a; });
}

/// The smallest operand at every index; among equals the first.
template <class T>
[[nodiscard]] Tensor<T> min_of(const std::vector<Tensor<T>>& xs) {
  return fold_operands(xs, [](const T& a, const T& b) { return b < a ? b : a; });
}

/// [m, k] times [k, n].
template <class T>
[[nodiscard]] Tensor<T> matrix_product(const Tensor<T>& a, const Tensor<T>& b) {
  return tabulate<T>({a.shape.at(0), b.shape.at(1)}, [&](const Index& index) {
    T sum = T(scalar_of<T>(0));
    for (std::ptrdiff_t k = 0; k < a.shape.at(1); ++k) {
      sum += a.at({index[0], k}) * b.at({k, index[1]});
    }
    return sum;
  });
}

}  // namespace axiomark::reference
