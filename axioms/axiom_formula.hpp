#pragma once

#include <array>
#include <optional>
#include <set>

#include "axioms/points.hpp"
#include "methods/expression.hpp"

namespace axiomark {

/// A formula of an axiom file: as written, and taken apart.
struct AxiomFormula {
  std::string text;
  Expression parsed;
};
[[nodiscard]] Result<AxiomFormula> parse_formula(const std::string& text);

/// Every name, and every word before a bracket, in a formula.
void collect_names(const Expression& formula, std::set<std::string>& names);

/// A function as formulas know it: the target's combination of a network's outputs.
template <Scalar S>
struct TargetFunction {
  Network<S> network;
  Vector<S> target;
};

/// The numbers that formulas may name, drawn for one case. All points have as many coordinates as f has
/// features.
template <Scalar S>
struct DrawnNumbers {
  std::array<S, 2> coefficients;  ///< a, b
  Index p;                        ///< a feature
  Index q;                        ///< another, or any where the axiom names no pair
  Vector<S> input;                ///< x
  Vector<S> baseline;             ///< x'
  Vector<S> factors;              ///< c, none of them 0
  Vector<S> offsets;              ///< d
};
/// As the numbers of a case, and back; nothing if these are not such numbers.
template <Scalar S>
[[nodiscard]] Vector<S> packed(const DrawnNumbers<S>& drawn);
template <Scalar S>
[[nodiscard]] std::optional<DrawnNumbers<S>> unpacked(const Vector<S>& numbers);

/// Numbers and functions.
template <Scalar S>
struct DrawnQuantities : DrawnNumbers<S> {
  TargetFunction<S> f;
  TargetFunction<S> g;
  std::vector<RewriteStep> rewrites;
};

/// From ingredients. With `pair`, p and q differ; a function of one feature becomes one of the sum of two.
template <Scalar S>
[[nodiscard]] Result<DrawnQuantities<S>> quantities_of(const Ingredients<S>& in, MethodKind kind,
                                                       bool pair);

}  // namespace axiomark
