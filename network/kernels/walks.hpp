#pragma once

#include "network/kernels/wide_walks.hpp"
#include "network/scalar.hpp"

namespace axiomark {

/// Loops that reach points by adding columns, on the widest instruction set of the processor. Every number is
/// the same sum in the same order on all of them.
template <Scalar S>
[[nodiscard]] const wide::WalkLoops<S>& walk_loops();

}  // namespace axiomark
