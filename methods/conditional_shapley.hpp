#pragma once

#include "methods/feature_sets.hpp"
#include "methods/registry_entry.hpp"

namespace axiomark {

/// Shapley values of conditional expectations on a finite table.
/// Computes    the Shapley values of v(C) = E[F(X) | X = x on the features in C]; X is one of the
///             baselines of the query, each with equal probability (repeat a row to weigh it more).
///             A group is one player; each of its features gets an equal share.
/// Requires    at most 22 players, in Rational 14; a row that agrees with x on each coalition, else
///             an error names a smallest one that has none (x itself in the table suffices).
/// Shapes      inputs [features x queries], baselines [features x rows queries] -> one value per
///             feature and query.
/// Error       exact in Rational; in floating point no bound is stated. Rows agree by ==.
/// Cost        one evaluation per row, 2^n numbers, n 2^n additions.
/// Satisfies   completeness against the mean over the table, linearity, implementation invariance.
/// Violates    sensitivity-b (claim B09), and with it missingness.
/// Source      Lundberg & Lee 2017, sec. 3.1; on a table Sundararajan & Najmi 2020 (CES).
struct ConditionalShapley {
  static constexpr MethodKind kind = MethodKind::baseline_distribution;

  FeatureSets groups;  ///< empty: every feature is a player

  /// The rows of the table of input k are the columns k m to k m + m - 1 of `tables`.
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& tables) const;
};

[[nodiscard]] RegistryEntry conditional_shapley_entry();

}  // namespace axiomark
