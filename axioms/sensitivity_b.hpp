#pragma once

#include "axioms/axiom.hpp"

namespace axiomark {

/// Sensitivity (b), dummy: if F does not depend on feature i anywhere, then A_i = 0.
/// Case        two kinds. Unused: the network gets one more input that nothing reads. Cancelling: F
///             is the drawn network minus its rewritten twin, zero everywhere, so that every
///             feature is a dummy although the network reads it. The number of rewrites decides: with none,
///             unused.
/// Source      Sundararajan, Taly & Yan 2017, section 3 (Friedman 2004: dummy).
struct SensitivityB {
  [[nodiscard]] static AxiomInfo info();
  template <Scalar S>
  [[nodiscard]] static Result<Case<S>> build_case(const Ingredients<S>& ingredients,
                                                  MethodKind kind);
  [[nodiscard]] static Result<void> check_premise(const Case<Rational>& c);
  template <Scalar S>
  [[nodiscard]] static Judgement<S> check(const Case<S>& c, const std::vector<Answer<S>>& answers);
};

}  // namespace axiomark
