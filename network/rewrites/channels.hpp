#pragma once

#include <optional>

#include "network/rewrites/rewrite.hpp"

namespace axiomark {

/// Hidden units or channels: a dense or convolution node, elementwise nodes and reshapes that alone read
/// each other, and a dense or convolution node that alone reads these. No instance of the two layers is
/// used elsewhere, and no convolution has groups. Unit j of the first is one row of its weights and as
/// many neighbouring columns of the second's.
struct ChannelStage {
  Index in;          ///< tensor of the first layer
  Index out;         ///< tensor of the second layer
  Index units;       ///< rows of the first layer
  Index columns;     ///< of the second layer, per unit
  bool homogeneous;  ///< s(c z) = c s(z) for c > 0 holds for every elementwise node between them
};
template <Scalar S>
[[nodiscard]] std::vector<ChannelStage> channel_stages(const Network<S>& network);

// W1, b1 are the first layer's, W2 the second's, s what lies between: y = W2 s(W1 x + b1) + b2.

/// The rows of W1 and b1 and the columns of W2 rotated by `parameter`: the same sum in another order,
/// since s does the same to every unit.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> permute_units(const Network<S>& network,
                                                           const RewriteStep& step);
/// Row j of W1 and b1_j times c = 2^(1 + parameter mod 3), column j of W2 divided by c: s(c z) = c s(z)
/// for c > 0 with relu, leaky relu and absolute value. A power of two, so that nothing is rounded.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> scale_unit(const Network<S>& network,
                                                        const RewriteStep& step);

}  // namespace axiomark
