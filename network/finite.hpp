#pragma once

#include "network/batch.hpp"

namespace axiomark {

/// Whether all of `count` numbers are finite. Reads all of them, several at a time.
template <Scalar S>
[[nodiscard]] bool all_finite(const S* values, Index count);

}  // namespace axiomark
