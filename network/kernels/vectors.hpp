#pragma once

#include "network/batch.hpp"

namespace axiomark {

/// y += W x and x += W^T y for one vector, on the widest instruction set of the processor. What is zero in the
/// vector is left out: rows of W^T, and blocks of a cache line of W. Half of the units of a relu network or
/// more are zero, and such products are as fast as weights can be read.
template <std::floating_point S>
void add_vector_product(const Matrix<S>& weights, const S* x, S* y);
template <std::floating_point S>
void add_transposed_vector_product(const Matrix<S>& weights, const S* y, S* x);

}  // namespace axiomark
