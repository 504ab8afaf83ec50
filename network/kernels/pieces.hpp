#pragma once

#include "network/kernels/wide_pieces.hpp"
#include "network/scalar.hpp"

namespace axiomark {

/// Loops over the columns at breakpoints on the widest instruction set of the processor. In floating point
/// alone: they are about rounding.
template <std::floating_point S>
[[nodiscard]] const wide::PieceLoops<S>& piece_loops();

}  // namespace axiomark
