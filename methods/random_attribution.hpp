#pragma once

#include "methods/registry_entry.hpp"

namespace axiomark {

/// Random numbers: a test double with known verdicts.
/// Computes    A_i uniform on the multiples of 2^-23 in [-1, 1): a function of the seed, the input
///             and i alone, whatever the function.
/// Requires    nothing.
/// Shapes      inputs [features x queries] -> one value per feature and query.
/// Error       exact: the values are the same in every scalar, for inputs that are the same
///             numbers. (A fraction that is no double counts as the double next to it.)
/// Cost        no evaluation.
/// Satisfies   implementation invariance, determinism; sensitivity-a but once in 2^24 answers.
/// Violates    completeness, sensitivity-b, linearity, symmetry, continuity.
/// Source      none: it checks the checks.
struct RandomAttribution {
  static constexpr MethodKind kind = MethodKind::local;

  std::uint64_t seed = 0;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry random_entry();

}  // namespace axiomark
