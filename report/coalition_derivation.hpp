#pragma once

#include "axioms/case.hpp"
#include "report/derived.hpp"

namespace axiomark {

/// Methods that ask F only at corners of the box between baseline and input.
enum class CornerMethod { shapley, one_order_reversed, occlusion };

/// Beyond so many features the corners are too many to write down.
inline constexpr Index kMostCornerFeatures = 4;

/// Player i joins a coalition, numbered by the bits of its members, and what that counts.
struct Joining {
  Index before;
  Rational weight;
};

/// The values of F at the corners, then each attribution as a weighted sum of differences between them:
/// joinings[i] are those of feature i. `lines` stand in front.
[[nodiscard]] Derived joining_lines(const std::vector<std::vector<Joining>>& joinings,
                                    const Probe<Rational>& probe, DerivationColumn lines = {});

/// The values of F at the corners, then each attribution as the mean of differences between them.
[[nodiscard]] Derived coalition_lines(CornerMethod method, const Probe<Rational>& probe);

}  // namespace axiomark
