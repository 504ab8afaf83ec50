#pragma once

#include "network/kernels/wide_rows.hpp"
#include "network/scalar.hpp"

namespace axiomark {

/// Loops over rows of samples on the widest instruction set of the processor. Only interpolate and add_multiple
/// round, and wider sets fuse their additions.
template <Scalar S>
[[nodiscard]] const wide::RowLoops<S>& row_loops();

}  // namespace axiomark
