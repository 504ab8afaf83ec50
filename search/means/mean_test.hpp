#pragma once

#include <functional>
#include <optional>
#include <stop_token>

#include "search/means/estimand.hpp"
#include "search/means/mean_finding.hpp"

namespace axiomark {

/// A random method on trial: its name, whose estimand is asked about, and the method at a seed.
struct SeededMethod {
  std::string name;
  std::function<Result<AnyMethod>(std::uint64_t seed)> at_seed;
};

struct MeanTestOptions {
  std::uint64_t seed = 2026;
  std::uint64_t questions = 64;
  std::uint64_t seeds = 400;  ///< of the method, per question
  /// The chance that a method with the right mean is convicted here, at most.
  double false_conviction = kFalseConviction;
  std::stop_token stop = {};
};

/// Whether the mean of a random method over its seeds is what it estimates.
/// Computes    for each question with known expectation, the capital of fair_bets.hpp against every
///             attribution, answer after answer, each with a seed of its own. Convicts where a capital
///             reaches questions * features / false_conviction.
/// Bound       a method whose answers have the expectation stated, between the bounds stated, is
///             convicted with probability `false_conviction` at most: each capital passes its bar with
///             probability 1 / bar (Ville), and these probabilities add up to that, whether or not the
///             attributions depend on each other (Boole).
/// Assumes     that answers at different seeds are independent and each distributed as at a random seed:
///             seeds are 63 bits of a stream of the campaign, and streams behave like random ones.
/// Power       answers that scatter with deviation s about a mean that is off by d are convicted after
///             about 2 ln(24 bar) s^2 / d^2 < 50 s^2 / d^2 seeds, if not before. Not convicted is no proof.
/// Cost        questions * seeds answers; fewer where it convicts.
[[nodiscard]] MeanFinding test_mean(const SeededMethod& method, const MeanTestOptions& options);

/// The same for all random methods of a campaign, in their order, which share `false_conviction`.
/// Those whose draws have no known bounds get a finding that says so.
[[nodiscard]] std::vector<MeanFinding> test_means(const std::vector<std::string>& methods,
                                                  const MeanTestOptions& options,
                                                  const ThreadPool& pool);

}  // namespace axiomark
