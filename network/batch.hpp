#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "network/scalar.hpp"

namespace axiomark {

using Index = Eigen::Index;

/// features x samples, row-major: all samples of one feature lie side by side, so that samples are
/// the vector lanes of every operator, convolutions included.
template <Scalar S>
using Batch = Eigen::Array<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// One sample, or one number per feature.
template <Scalar S>
using Vector = Eigen::Array<S, Eigen::Dynamic, 1>;

/// One number per sample.
template <Scalar S>
using Row = Eigen::Array<S, 1, Eigen::Dynamic>;

/// A parameter matrix, outputs x inputs, row-major.
template <Scalar S>
using Matrix = Batch<S>;

/// Dimensions of a tensor of one sample, row-major. The empty shape is a single number.
using Shape = std::vector<Index>;

[[nodiscard]] Index element_count(const Shape& shape);
[[nodiscard]] std::string to_text(const Shape& shape);  ///< "[1, 28, 28]"

/// Elementwise conversion; see convert(scalar).
template <Scalar To, class Derived>
[[nodiscard]] auto convert_all(const Eigen::DenseBase<Derived>& values) {
  return values.derived()
      .unaryExpr([](const typename Derived::Scalar& v) { return convert<To>(v); })
      .eval();
}

/// Position of the first non-finite entry in row-major order, or -1.
template <class Derived>
[[nodiscard]] Index first_non_finite(const Eigen::DenseBase<Derived>& values) {
  for (Index i = 0; i < values.rows(); ++i) {
    for (Index j = 0; j < values.cols(); ++j) {
      if (!is_finite(values.derived().coeff(i, j))) return i * values.cols() + j;
    }
  }
  return -1;
}

}  // namespace axiomark
