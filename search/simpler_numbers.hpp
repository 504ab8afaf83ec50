#pragma once

#include <vector>

namespace axiomark {

/// Numbers simpler than v, simplest first: 0, 1, -1, its opposite if that is positive, half of it, one
/// nearer to zero; of a fraction the whole numbers around it and the nearest half. v is finite.
[[nodiscard]] std::vector<double> simpler_numbers(double v);

}  // namespace axiomark
