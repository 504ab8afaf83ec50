#pragma once

#include "network/batch.hpp"
#include "network/kernels/gathered_product.hpp"
#include "network/kernels/product.hpp"

namespace axiomark {

/// Products of a matrix with many samples that leave out rows which are zero in a block of samples (units that
/// are off, pixels that are black). Nothing is copied into another layout first, and what is computed of a sample does not
/// depend on the others beside it. Every number is a sum over the rows in their order; fused on processors
/// that can.

/// Whether they are worth it, and possible: a matrix that wide kernels are used for, and whole vectors of samples.
template <Scalar S>
[[nodiscard]] bool fits_live_product(const Matrix<S>& weights, Index samples) {
  if constexpr (is_exact<S>) {
    return false;
  } else {
    return weights.size() >= kSmallProduct && samples > 0 && samples % kLanes<S> == 0;
  }
}

/// W x + b, for weights and samples that fit.
template <std::floating_point S>
[[nodiscard]] Batch<S> live_product(const Matrix<S>& weights, const Vector<S>& bias,
                                    const Batch<S>& x);

/// W^T y
template <std::floating_point S>
[[nodiscard]] Batch<S> live_transposed_product(const Matrix<S>& weights, const Batch<S>& y);

}  // namespace axiomark
