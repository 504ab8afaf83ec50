#pragma once

#include "network/network.hpp"

namespace axiomark {

/// An interval per feature.
template <Scalar S>
struct DerivativeRange {
  Vector<S> low;
  Vector<S> high;
};

/// Bounds on dF/dx_i over all of R^n, F = sum_j target_j output_j: one backward pass with intervals,
/// in which every unit's slope may be anything its operator allows. The bounds are not tight, but a
/// weight path with positive products only never makes a low end negative. Exact in Rational; in
/// floating point up to rounding.
/// Unsupported, naming the node: operators whose slope has no bound (power, exp, product, ...).
template <Scalar S>
[[nodiscard]] Result<DerivativeRange<S>> derivative_range(const Network<S>& network,
                                                          const Vector<S>& target);

}  // namespace axiomark
