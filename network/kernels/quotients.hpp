#pragma once

#include <concepts>

#include "network/batch.hpp"
#include "network/kernels/wide_quotients.hpp"

namespace axiomark {

/// Loops of backward rules that divide, on the widest instruction set of the processor, bit for bit as on any.
template <std::floating_point S>
[[nodiscard]] const wide::QuotientLoops<S>& quotient_loops();

}  // namespace axiomark
