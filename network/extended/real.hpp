#pragma once

#include <vector>

namespace axiomark::extended {

/// More digits than double: 64 bits of mantissa on x86-64, 113 on 64-bit ARM under Linux. Where a
/// compiler makes it a double, GradientAlong refuses.
using Real = long double;
/// One per feature.
using Values = std::vector<Real>;

}  // namespace axiomark::extended
