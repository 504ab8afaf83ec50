#pragma once

#include "methods/registry_entry.hpp"

namespace axiomark {

/// The same number for every feature: a test double with known verdicts.
/// Computes    A_i = value, whatever the function.
/// Requires    nothing.
/// Shapes      inputs [features x queries] -> one value per feature and query.
/// Error       exact in Rational; in floating point, the rounding of `value`.
/// Cost        no evaluation.
/// Satisfies   implementation invariance, symmetry, continuity; sensitivity-a unless value=0,
///             sensitivity-b only if value=0.
/// Violates    completeness; linearity and sensitivity-b unless value=0.
/// Source      none: it checks the checks.
struct Constant {
  static constexpr MethodKind kind = MethodKind::local;

  Rational value = 1;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry constant_entry();

}  // namespace axiomark
