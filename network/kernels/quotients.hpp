#pragma once

#include <concepts>

#include "network/batch.hpp"
#include "network/kernels/wide_quotients.hpp"

namespace axiomark {

/// Loops of backward rules that divide, on the widest instruction set of the processor, bit for bit as on any.
template <std::floating_point S>
[[nodiscard]] const wide::QuotientLoops<S>& quotient_loops();

/// Whether all numbers are finite; true for fractions.
template <Scalar S>
[[nodiscard]] bool all_finite(const S* values, Index count) {
  if constexpr (is_exact<S>) {
    return true;
  } else {
    return quotient_loops<S>().all_finite(values, count);
  }
}

}  // namespace axiomark
