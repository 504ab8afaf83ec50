#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Sensitivity (a): if x and x' differ in feature i only and F(x) != F(x'), then A_i != 0.
/// Case        the input is the baseline but for one feature. Should F be equal at both points, the
///             network gets x_i added to its target output, so that the premise holds by
///             construction.
/// Source      Sundararajan, Taly & Yan 2017, section 2.1.
struct SensitivityA {
  [[nodiscard]] static AxiomInfo info();
  template <Scalar S>
  [[nodiscard]] static Result<Case<S>> build_case(const Ingredients<S>& ingredients,
                                                  MethodKind kind);
  [[nodiscard]] static Result<void> check_premise(const Case<Rational>& c);
  template <Scalar S>
  [[nodiscard]] static Judgement<S> check(const Case<S>& c, const std::vector<Answer<S>>& answers);
};

}  // namespace axiomark
