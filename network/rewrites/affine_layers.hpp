#pragma once

#include <optional>

#include "network/rewrites/rewrite.hpp"

namespace axiomark {

// Affine layers written as others. Places are the nodes each fits, in order.

/// W2 (W1 x + b1) + b2 = (W2 W1) x + (W2 b1 + b2): two dense nodes, one behind the other, as one.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> merge_affine(const Network<S>& network,
                                                          const RewriteStep& step);
/// W x + b = [I I] ([P; N] x + [b; 0]) with W = P + N, P the positive weights and N the negative ones: one
/// dense node as two, the sum of what raises a unit kept apart from what lowers it. Fits dense nodes
/// with weights of both signs.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> split_by_sign(const Network<S>& network,
                                                           const RewriteStep& step);
/// W x + b = x + ((W - I) x + b): a dense node as an identity and what it adds. Fits square W on a flat
/// tensor.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> identity_residual(const Network<S>& network,
                                                               const RewriteStep& step);

// The same sums by a layer of another type.

/// The matrix of a linear map L has the columns L e_k; a convolution is its bias plus a linear map,
/// sums over windows, scales, and rearrangements that fill in zeros are linear: a dense node with those
/// columns. Fits these nodes, reshapes apart, up to 2^20 weights: beyond, a dense layer would not fit
/// any exact computation.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> convolution_as_dense(const Network<S>& network,
                                                                  const RewriteStep& step);
/// W x + b as a convolution with one position and as many channels as x has features: the same products
/// summed in the same order. Nothing but the layer's type changes.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> dense_as_convolution(const Network<S>& network,
                                                                  const RewriteStep& step);

}  // namespace axiomark
