#pragma once

#include <concepts>

#include "network/batch.hpp"
#include "network/kernels/wide_gathered.hpp"

namespace axiomark {

/// Rows of samples are padded to whole vectors of this many numbers.
template <Scalar S>
inline constexpr Index kLanes = is_exact<S> ? 1 : wide::kRowBytes / static_cast<Index>(sizeof(S));

/// Columns for which a row is left out together, because it is zero in all of them. Four vectors: with two,
/// more rows are zero, but making the lists of the others took longer than what was saved on convolutions.
template <Scalar S>
inline constexpr Index kBlockColumns = is_exact<S> ? 1 : 4 * kLanes<S>;

/// y[o.row + n] = start_o + sum over terms t of weights[o.weight + t.weight] * x[t.row + n], for every output o and
/// n < columns, a multiple of kLanes. See wide_gathered.hpp. On the widest instruction set of the processor;
/// the order of the additions is that of the terms on every one, but wider sets fuse them.
template <Scalar S>
void gathered_product(const S* weights, wide::Places outputs, const S* starts, wide::Places terms,
                      const S* x, S* y, Index columns);

/// The function behind it: the widest, which may fuse.
template <std::floating_point S>
[[nodiscard]] wide::GatheredProduct<S> widest_gathered_product();
/// The widest of those that round every product and every sum: the same bits on every machine.
template <std::floating_point S>
[[nodiscard]] wide::GatheredProduct<S> ordered_gathered_product();

}  // namespace axiomark
