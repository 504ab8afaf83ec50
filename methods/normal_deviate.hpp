#pragma once

#include "network/random_stream.hpp"

namespace axiomark {

/// A number with the standard normal distribution: the quantile of one uniform draw, rounded to a
/// multiple of 2^-20. So it is exact in every scalar, float included (it stays below 8.3), and two
/// mathematical libraries that differ in the last places of a double give the same number but once
/// in 2^29 draws or so.
[[nodiscard]] double normal_deviate(RandomStream& stream);

}  // namespace axiomark
