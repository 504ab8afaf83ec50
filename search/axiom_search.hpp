#pragma once

#include <span>

#include "search/campaign_options.hpp"
#include "search/scopes/scope_search.hpp"

namespace axiomark {

/// What the search of some cells did, for benchmarks: nothing of it is part of a report.
struct SearchWork {
  std::uint64_t judgements = 0;        ///< of one case, one method and one axiom, in double
  std::uint64_t exact_judgements = 0;  ///< of suspicions and for stated errors, not of shrinking
  double exact_seconds = 0;
  double shrinking_seconds = 0;
};

/// Processor time of the calling thread: what a hunt costs on a machine that others use as well.
[[nodiscard]] double thread_seconds();

/// One axiom before several methods: what an exhaustive scope gave, fixed cases, then random ones, each
/// method until a case convicts it, and then some more of the axiom's other kinds of case. A case is drawn
/// and built once for all of them. Findings in the order of the methods; they do not depend on which
/// methods are asked together.
struct AxiomFindings {
  std::vector<Finding> findings;
  SearchWork work;
};
/// `scoped` has one result per method, or none.
[[nodiscard]] AxiomFindings search_axiom(std::span<const AnyMethod> methods, const Axiom& axiom,
                                         const CampaignOptions& options,
                                         std::vector<ScopeResult> scoped = {});

}  // namespace axiomark
