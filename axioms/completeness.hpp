#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Completeness: sum_i A_i = F(x) - F(x').
/// Case        one network, input and baseline as drawn (baseline zero for methods without one).
/// Source      Sundararajan, Taly & Yan 2017, proposition 1.
struct Completeness {
  [[nodiscard]] static AxiomInfo info();
  template <Scalar S>
  [[nodiscard]] static Result<Case<S>> build_case(const Ingredients<S>& ingredients,
                                                  MethodKind kind);
  [[nodiscard]] static Result<void> check_premise(const Case<Rational>& c);
  template <Scalar S>
  [[nodiscard]] static Judgement<S> check(const Case<S>& c, const std::vector<Answer<S>>& answers);
};

}  // namespace axiomark
