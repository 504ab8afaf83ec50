#pragma once

#include <optional>

#include "network/rewrites/rewrite.hpp"

namespace axiomark {

// Each moves the bias of one dense or convolution node, y = W x + b, elsewhere; places are the nodes
// it fits, in order. Nothing where there is none.

/// W x + b = (W x + 0) + b: the bias as a shift behind the node. Fits nodes with a bias other than 0.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> bias_behind(const Network<S>& network,
                                                         const RewriteStep& step);
/// W x + b = W (x + o) + (b - W o), with o = `parameter` for every feature: part of the bias moved
/// before the node. Fits dense nodes, and convolutions without padding, whose windows all see o.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> bias_before(const Network<S>& network,
                                                         const RewriteStep& step);
/// W2 relu(W1 x + b1) + b2 = [W2 b2] relu([W1; 0] x + [b1; 1]) + 0, since relu(0 x + 1) = 1 for every
/// x: the bias as the weight of a unit that is always 1. Fits stages of hidden units with b2 not 0.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> bias_as_unit(const Network<S>& network,
                                                          const RewriteStep& step);

}  // namespace axiomark
