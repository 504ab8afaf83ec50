#pragma once

#include <map>
#include <string>
#include <vector>

#include "axioms/axiom_formula.hpp"

namespace axiomark {

/// The sides of an axiom file's relation: linear in the attributions and values of its probes. For a
/// probe named f:
///   A.f[i]           its attribution of feature i; [p], [q]: of the drawn ones; [last]: of the last
///                    feature, of a probe with an added one
///   sum(A.f)         the sum of its attributions
///   F.f(x), F.f(x')  its value at its input, at its baseline
///   a, b, x[i], x'[i], c[i], d[i]   what was drawn, at i, p or q
/// and + - * /, where neither two attributions or values are multiplied nor anything is divided by one, or
/// by what may be 0. A relation that names i is one for every feature of f.
struct RelationType {
  bool linear = false;  ///< names an attribution or a value; else a number
};
/// The number of added features per probe, by name.
using ProbeNames = std::map<std::string, int>;
[[nodiscard]] Result<RelationType> type_of_side(const std::string& text, const Expression& formula,
                                                const ProbeNames& probes);

/// What the sides are worked out from.
template <Scalar S>
struct RelationValues {
  const std::vector<std::string>& probes;  ///< names, in the order of the answers
  const std::vector<Answer<S>>& answers;
  const DrawnNumbers<S>& drawn;
};

/// One side for one feature.
template <Scalar S>
struct SideValue {
  S value = S(0);
  S size = S(0);  ///< of the numbers it was added up from
  std::map<std::string, S>
      weights;  ///< per probe, the sum of the sizes of its attributions' factors
};
template <Scalar S>
[[nodiscard]] SideValue<S> side_of(const Expression& formula, const RelationValues<S>& values,
                                   Index feature);

}  // namespace axiomark
