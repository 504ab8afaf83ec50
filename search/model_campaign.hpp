#pragma once

#include "search/campaign.hpp"

namespace axiomark {

/// A user's own network on trial, at inputs of theirs.
struct ModelTrial {
  std::string path;    ///< as given
  std::string sha256;  ///< of the file
  Network<double> network;
  Batch<double> inputs;
  Batch<double> baselines;  ///< as many as inputs
  Batch<double> targets;    ///< outputs x inputs
  /// Seconds a cell. Suspicions stay unsettled once judging those of a cell exactly would take longer:
  /// estimated before it is begun, and counted while it goes on. No further case is put to a method that
  /// has taken as long to answer in double, counted by the same kind of formula; the finding says so.
  double max_cost = 120;
};

/// Methods x axioms on one model: each axiom builds its cases from the model itself, directly or by
/// wrapping and rewriting it, at every input. Doubles suspect; a suspicion is judged again on the
/// same network in Rational, which alone convicts.
///   completeness               every input
///   sensitivity-a              every input, some of the features that move
///   sensitivity-b              an unused input; the model minus its rewritten twin
///   implementation-invariance  the model and its twins, one per kind of rewrite that fits, at a place drawn
///                              for each input
[[nodiscard]] Campaign run_model_campaign(const ModelTrial& trial, const CampaignOptions& options,
                                          const ThreadPool& pool);

}  // namespace axiomark
