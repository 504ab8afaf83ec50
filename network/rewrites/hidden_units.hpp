#pragma once

#include <optional>

#include "network/rewrites/rewrite.hpp"

namespace axiomark {

/// A stage of hidden units: a dense node, a relu that alone reads it, and a dense node that alone
/// reads the relu; no instance is used elsewhere.
struct HiddenStage {
  Index in;    ///< tensor of the first dense node
  Index relu;  ///< tensor of the relu
  Index out;   ///< tensor of the second dense node
};
template <Scalar S>
[[nodiscard]] std::vector<HiddenStage> hidden_stages(const Network<S>& network);

/// The dense operator that makes a tensor of the network, among parts to be changed.
template <Scalar S>
[[nodiscard]] Dense<S>& dense_at(NetworkParts<S>& parts, const Network<S>& network, Index tensor);
/// One more unit at the end of a stage; its column of W2 is zero.
template <Scalar S>
void append_unit(Dense<S>& first, Dense<S>& second, const Row<S>& weights, const S& bias);

// Each returns the parts of the rewritten network, or nothing where no stage fits. In all of them
// W1, b1 are the first dense node's, W2 the second's: y = W2 relu(W1 x + b1) + b2.

/// Unit j = parameter twice, its column c of W2 shared: c relu(z) = (c - d) relu(z) + d relu(z), with d = c / 2 for
/// an even place and d = -c for an odd one, so that the copies pull in opposite directions.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> split_unit(const Network<S>& network,
                                                        const RewriteStep& step);
/// Unit j and a copy of it with equal row of W1 and b1; every other reader, the even ones for an odd
/// parameter, reads the copy instead: w relu(z_j) = w relu(z_copy), since z_j = z_copy.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> duplicate_unit(const Network<S>& network,
                                                            const RewriteStep& step);
/// The second node's result goes through a relu as well, and one of its units is
///   relu(c u - k - sum_j w_j v_j), with c, k > 0, w_j >= 0, u = relu(z), v_j = relu(.) >= 0.
/// It becomes relu(c relu(z - k / c) - sum_j w_j v_j). Proof: where u <= k / c both are 0, as
/// c u - k <= 0 and relu(z - k / c) = 0 and the rest is not positive; elsewhere z = u > k / c, so
/// c relu(z - k / c) = c u - k. Figure 7 of Sundararajan et al. 2017 is the smallest case.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> shift_threshold(const Network<S>& network,
                                                             const RewriteStep& step);

}  // namespace axiomark
