#pragma once

#include "search/campaign_options.hpp"
#include "search/conviction.hpp"

namespace axiomark {

/// A cell after a scope was searched.
struct ScopeResult {
  ScopeFinding finding;
  std::optional<ExactJudgement>
      smallest;  ///< the first case that breaks the axiom, in the scope's order
  std::optional<ExactJudgement>
      smallest_by_convention;  ///< the first that does so only by a convention
  std::uint64_t number = 0;    ///< of the smallest, among the scope's cases
  std::uint64_t number_by_convention = 0;
};

/// Asks every method every case of the scope, methods x axioms, row by row. A cell's cases come in the
/// order of networks, then of pairs of points; those that an axiom builds come after those that it asks of
/// the networks as they are. A cell ends at the first case that is broken without a convention. Networks
/// are dealt out in chunks and chunks folded in order, so that the result does not depend on threads.
[[nodiscard]] std::vector<ScopeResult> search_scope(const Scope& scope,
                                                    const CampaignOptions& options,
                                                    const ThreadPool& pool);

}  // namespace axiomark
