#pragma once

#include <concepts>

#include "network/kernels/wide_gathered.hpp"
#include "network/operators/convolution.hpp"

namespace axiomark {

/// A convolution as products of whole channels, positions and samples alike being the vector lanes.
///
/// Computes    x is copied to a plane per channel and phase (window_grid.hpp), on which window p meets kernel value
///             k at cell p + b_k. On planes laid out alike, row after row, cells p + b_k are the same distance
///             from p for all windows at once, so that one gathered product sums for every channel, window and sample
///             y[o, p] = bias[o] + sum W[o, c, k] x_r[c, p + b_k]. The pull-back is x_r[c, a] = sum W[o, c, k]
///             y[o, a - b_k], over the k of phase r. Between two rows of windows there are cells whose sums mean
///             nothing; they are not copied back.
/// Requires    that output_shape() accepts the operator, finite weights, fits_grid(). `windows` is the spatial part
///             of the result's shape.
/// Error       that of the plain loop: the same additions in the same order, but for products with padding, which are
///             zero. A product that does not fuse gives the same numbers.
/// Cost        the multiplications of the plain loop, and those with padding and between the rows; copies of x and y.
template <std::floating_point S>
[[nodiscard]] Batch<S> evaluate_on_grid(const Convolution<S>& op, const Shape& windows,
                                        const Batch<S>& x, wide::GatheredProduct<S> product);

/// The cotangent at x of a cotangent at y.
template <std::floating_point S>
[[nodiscard]] Batch<S> pull_back_on_grid(const Convolution<S>& op, const Shape& windows,
                                         const Batch<S>& cotangent,
                                         wide::GatheredProduct<S> product);

/// Whether places on the planes can be told in 32 bits: up to about 10^8 values.
template <std::floating_point S>
[[nodiscard]] bool fits_grid(const Convolution<S>& op, const Shape& windows);

}  // namespace axiomark
