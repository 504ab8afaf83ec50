#pragma once

#include "search/means/estimand.hpp"

namespace axiomark {

/// A question to a random method whose expected answer is known, and between which numbers every answer
/// of a correct one lies.
struct MeanQuestion {
  Network<double> network;
  Vector<double> input;
  Vector<double> baseline;
  Vector<double> target;
  Vector<double> mean;   ///< the estimand's attributions
  Vector<double> low;    ///< no draw of a correct method is below
  Vector<double> high;   ///< nor above
  Vector<double> slack;  ///< how far `mean` and an answer may be off by rounding
};

/// Question k of a campaign to methods with this estimand, `method` naming the options that decide it (the
/// deviation of noise). A function of (seed, draws, k).
///   marginals, coalitions   over all coalitions, in a network of the hunt's families;
///   slopes                  from derivative_range, which holds on all of R^n, in the same networks;
///   noisy ...               one layer of relus (noisy_layer.hpp), the only networks with a formula.
/// Every answer is a mean of draws with nonnegative weights that sum to 1, so that it lies between the
/// draws' bounds, too.
/// Unsupported, with the reason: draws without bounds, networks without a bound on their slopes, points
/// at which the exact method refuses.
/// Cost: the exact method, and 2^features evaluations or one backward pass with intervals.
[[nodiscard]] Result<MeanQuestion> mean_question(const std::string& method,
                                                 const Estimand& estimand, std::uint64_t seed,
                                                 std::uint64_t k);

}  // namespace axiomark
