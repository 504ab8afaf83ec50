#pragma once

#include "axioms/premise.hpp"

namespace axiomark {

// The corners of the box from baseline to input: coalitions of the features that are at the input.

/// All subsets are listed up to so many features: 2^12 values of F.
inline constexpr Index kMostSubsetFeatures = 12;

/// The point with the flagged features at the input and the others at the baseline.
template <Scalar S>
[[nodiscard]] Vector<S> corner(const Probe<S>& probe, const std::vector<bool>& at_input) {
  Vector<S> point = probe.baseline;
  for (Index i = 0; i < point.size(); ++i) {
    if (at_input[static_cast<std::size_t>(i)]) point(i) = probe.input(i);
  }
  return point;
}

/// All subsets of `size` out of `features`, in lexicographic order.
[[nodiscard]] std::vector<std::vector<Index>> subsets(Index features, Index size);

/// A fault called `what` unless holds(value, flags) for every coalition, where value(flags) is F at its
/// corner; also when there are too many features to list them.
[[nodiscard]] Result<void> for_each_coalition(
    const Probe<Rational>& probe,
    const std::function<bool(const std::function<Rational(const std::vector<bool>&)>&,
                             const std::vector<bool>&)>& holds,
    const std::string& what);

}  // namespace axiomark
