#pragma once

#include "search/model_campaign.hpp"

namespace axiomark {

/// The kinds of rewrite that the model has a place for.
[[nodiscard]] std::vector<RewriteKind> fitting_rewrites(const ModelTrial& trial);

/// What is worth varying for an axiom at one input of the model: a function of (seed, axiom, input).
[[nodiscard]] std::vector<Ingredients<double>> worth_judging(
    const ModelTrial& trial, const std::vector<RewriteKind>& rewrites, const AxiomInfo& axiom,
    std::uint64_t seed, Index input);

/// What answers in double cost by estimate, beside what linear pieces have spent themselves: the passes that
/// they state, and F at both ends.
[[nodiscard]] double seconds_of_passes(const Case<double>& c,
                                       const std::vector<Answer<double>>& answers);

}  // namespace axiomark
