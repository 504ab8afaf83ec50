#pragma once

#include "search/model_campaign.hpp"

namespace axiomark {

/// What run_model_campaign would do with the same arguments.
struct ModelCost {
  std::uint64_t attributions = 0;
  /// Of answers in double, on the threads of the pool: as a cell counts them, not by a clock, each answer
  /// of a method taken to cost what its first does, at most ModelTrial::max_cost a cell. Without exact
  /// judgements, which depend on what is suspected and cost as much again at most.
  double seconds = 0;
};

/// Cost: an attribution by every method, and a case of every axiom built for each kind of method.
[[nodiscard]] ModelCost estimate_model_cost(const ModelTrial& trial, const CampaignOptions& options,
                                            const ThreadPool& pool);

}  // namespace axiomark
