#pragma once

#include <span>
#include <vector>

#include "axioms/axiom.hpp"
#include "search/scopes/scope.hpp"

namespace axiomark {

/// The pairs of points of a scope, for methods with a baseline of their own and for those without.
class ScopePairs {
 public:
  explicit ScopePairs(const ScopeLimits& limits);
  [[nodiscard]] const std::vector<PointPair>& of(const AnyMethod& method, int inputs) const;

 private:
  std::vector<std::vector<PointPair>> any_baseline_;  // by number of inputs
  std::vector<std::vector<PointPair>> from_zero_;
};

/// How many networks of a scope, from the smallest on, each cell is asked about: all of them, unless the
/// answers that doubles cannot give exactly would take more evaluations than the scope allows
/// (ScopeLimits::most_exact_evaluations).
struct ScopeBudget {
  std::vector<std::size_t> direct;  ///< by method: for all axioms asked directly together
  std::vector<std::size_t> built;   ///< by cell, row by row: for axioms that build their cases
};

/// Estimated from a sample of each cell's networks. Cost: some two dozen networks a cell.
[[nodiscard]] ScopeBudget scope_budget(const Scope& scope, const ScopePairs& pairs,
                                       std::span<const AnyMethod> methods,
                                       std::span<const Axiom> axioms, const ThreadPool& pool);

}  // namespace axiomark
