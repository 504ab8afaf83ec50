#pragma once

#include "search/families/family.hpp"

namespace axiomark {

// Pools and convolutions over a line of four hidden values, which few features make.

/// A max pool whose windows share values: they can have one winner.
[[nodiscard]] Network<double> draw_overlapping_pool(RandomStream& stream, const DrawSize& most);
/// A max pool over every other value.
[[nodiscard]] Network<double> draw_dilated_pool(RandomStream& stream, const DrawSize& most);
/// A convolution, padded or not, a relu, and an average or max pool.
[[nodiscard]] Network<double> draw_convolution(RandomStream& stream, const DrawSize& most);

}  // namespace axiomark
