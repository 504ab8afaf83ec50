#pragma once

#include "network/batch.hpp"

namespace axiomark {

/// Below this many weights a product is done in plain order. The networks of a search are far below, so that
/// what a search sees does not depend on the machine; at this size a call into the wide kernel begins to pay
/// for itself.
inline constexpr Index kSmallProduct = 512;

/// y += W x, W [m x k], x [k x n], y [m x n].
/// Small products run in one fixed order of plain additions, the same on every machine; large float
/// and double products run on the widest instruction set the processor has, where the order of
/// additions may differ from machine to machine (but not from run to run). Rational products skip
/// zeros. Cost m k n multiplications.
template <Scalar S>
void add_product(const Matrix<S>& weights, const Batch<S>& x, Batch<S>& y);

/// x += W^T y, W [m x k], y [m x n], x [k x n]; otherwise like add_product.
template <Scalar S>
void add_transposed_product(const Matrix<S>& weights, const Batch<S>& y, Batch<S>& x);

/// The instruction set that large products use: "x86-64", "x86-64-v3", "x86-64-v4" or "generic".
[[nodiscard]] std::string_view product_instruction_set();

}  // namespace axiomark
