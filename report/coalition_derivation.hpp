#pragma once

#include "axioms/case.hpp"
#include "report/derivation_table.hpp"

namespace axiomark {

/// Methods that ask F only at corners of the box between baseline and input.
enum class CornerMethod { shapley, one_order_reversed, occlusion };

/// Beyond so many features the corners are too many to write down.
inline constexpr Index kMostCornerFeatures = 4;

/// The values of F at the corners, then each attribution as the mean of differences between them.
struct CoalitionLines {
  DerivationColumn lines;
  Vector<Rational> result;
};
[[nodiscard]] CoalitionLines coalition_lines(CornerMethod method, const Probe<Rational>& probe);

}  // namespace axiomark
