#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "axioms/axiom.hpp"
#include "search/scopes/scope.hpp"

namespace axiomark {

/// What to put on trial.
struct CampaignOptions {
  std::vector<AnyMethod> methods;
  std::vector<Axiom> axioms;
  std::uint64_t seed = 2026;
  std::uint64_t cases_per_cell = 2000;
  /// Cases on networks with sigmoid, tanh, softplus and softmax, after the others, a cell that nothing has
  /// convicted yet.
  std::uint64_t smooth_cases = 0;
  std::optional<ScopeLimits> scope = {};  ///< searched exhaustively, before anything else
  bool fixed_cases = true;                ///< judge the papers' own cases first
  std::stop_token stop;                   ///< ends the search early; what was found is kept
  /// Called from any thread after each finished cell with (cells done, cells in all).
  std::function<void(std::size_t, std::size_t)> progress;
};

}  // namespace axiomark
