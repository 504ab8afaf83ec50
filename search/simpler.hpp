#pragma once

#include <vector>

#include "axioms/case.hpp"

namespace axiomark {

/// Everything one change away that is strictly smaller by size_of(), the smallest first: a rewrite,
/// operator, unit, branch, input or companion less; a plainer operator; units or features in
/// another order; a number nearer to zero. Taking the first that still convicts ends at a local
/// minimum. Drawn numbers are dyadic, and so are these.
[[nodiscard]] std::vector<Ingredients<double>> simpler(const Ingredients<double>& ingredients);

/// Two numbers changed at once, and signs: what a single change cannot reach, because a point has to
/// follow a threshold. Strictly smaller, the smallest first.
[[nodiscard]] std::vector<Ingredients<double>> simpler_by_two(
    const Ingredients<double>& ingredients);

}  // namespace axiomark
