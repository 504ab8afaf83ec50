#pragma once

#include <functional>
#include <stop_token>

#include "search/scopes/scope.hpp"
#include "search/verdict.hpp"

namespace axiomark {

/// What to put on trial.
struct CampaignOptions {
  std::vector<AnyMethod> methods;
  std::vector<Axiom> axioms;
  std::uint64_t seed = 2026;
  std::uint64_t cases_per_cell = 2000;
  std::optional<ScopeLimits> scope = {};  ///< searched exhaustively, before anything else
  bool fixed_cases = true;                ///< judge the papers' own cases first
  std::stop_token stop;                   ///< ends the search early; what was found is kept
  /// Called from any thread after each finished cell with (cells done, cells in all).
  std::function<void(std::size_t, std::size_t)> progress;
};

/// Methods x axioms on embedded networks. Every case is a function of (seed, axiom, case number),
/// so that the result does not depend on threads or machine: doubles suspect, rationals convict.
[[nodiscard]] Campaign run_campaign(const CampaignOptions& options, const ThreadPool& pool);

/// 95 % Clopper-Pearson upper bound on the rate of violations after `violations` in `cases`
/// independent cases.
[[nodiscard]] double violation_rate_upper(std::uint64_t cases, std::uint64_t violations = 0);

/// Searches one cell; what run_campaign does for each.
[[nodiscard]] Finding search_cell(const AnyMethod& method, const Axiom& axiom,
                                  const CampaignOptions& options);

}  // namespace axiomark
