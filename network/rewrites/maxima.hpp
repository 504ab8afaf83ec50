#pragma once

#include <optional>

#include "network/rewrites/rewrite.hpp"

namespace axiomark {

// Maxima, minima and relus written as one another. Places are the nodes each fits, in order.

/// max(a, max(b, c)) = max(max(a, b), c) = max(a, b, c), and so for min. A node of three or more operands
/// becomes a nest, the first operand (an even parameter: the last) apart; a nest of two nodes becomes
/// one node.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> reassociate_max(const Network<S>& network,
                                                             const RewriteStep& step);
/// max(a, b) = max(b, a), and so for min, sums and products: all operands in reverse.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> reverse_operands(const Network<S>& network,
                                                              const RewriteStep& step);
/// max(a, b) = b + relu(a - b): for a > b it is b + a - b, else b + 0; min(a, b) = a - relu(a - b) in the
/// same way. Of more operands, one after another.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> max_as_relu(const Network<S>& network,
                                                         const RewriteStep& step);
/// relu(z) = max(z, 0 z).
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> relu_as_max(const Network<S>& network,
                                                         const RewriteStep& step);
/// max(a, b) = -min(-a, -b), min(a, b) = -max(-a, -b), since a minus turns the order round.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> mirror_max(const Network<S>& network,
                                                        const RewriteStep& step);
/// The maximum of each window as the maximum of as many tensors as windows have members, the j-th with
/// the j-th member of every window; shorter windows repeat their last, max(a, a) = a. Fits pools and
/// reductions over at most 64 members.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> pool_as_max(const Network<S>& network,
                                                         const RewriteStep& step);

}  // namespace axiomark
