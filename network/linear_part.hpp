#pragma once

#include "network/operator.hpp"

namespace axiomark {

/// An affine operator without what it adds to every sample: biases, offsets and fills are zero. Other
/// operators come back as they are.
[[nodiscard]] Operator<double> linear_part(Operator<double> op);

}  // namespace axiomark
