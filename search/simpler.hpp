#pragma once

#include <string>
#include <vector>

#include "axioms/case.hpp"

namespace axiomark {

/// Everything one step simpler, the largest steps first: a rewrite, a layer, a unit, an input less;
/// a relu or a weight less; a number nearer to 0, then smaller, then with a smaller denominator.
/// Each is strictly smaller in (rewrites and what else the axiom can do without, layers, units, inputs, relus, non-zero weights, size of
/// the numbers), so that taking the first that still convicts ends at a local minimum. Networks
/// that are not plain layers are left as they are; their points are simplified.
[[nodiscard]] std::vector<Ingredients<Rational>> simpler(const Ingredients<Rational>& ingredients);

/// "2 inputs, 2 relus, 5 non-zero weights": the size of a network of layers to a reader; "5 parameters,
/// 2 inputs" of any other.
[[nodiscard]] std::string size_in_words(const Network<Rational>& network);

}  // namespace axiomark
