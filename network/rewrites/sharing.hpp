#pragma once

#include <optional>

#include "network/rewrites/rewrite.hpp"

namespace axiomark {

// What is computed stays the same, node by node; which operator instance computes it, and how often,
// does not.

/// Two nodes with equal operators use one instance: a shared module.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> share_module(const Network<S>& network,
                                                          const RewriteStep& step);
/// A node that shares its instance with others gets one of its own.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> unshare_module(const Network<S>& network,
                                                            const RewriteStep& step);
/// A tensor with several readers is made twice, by one instance; its last reader reads the second.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> compute_twice(const Network<S>& network,
                                                           const RewriteStep& step);
/// Two nodes with equal operators that read the same tensors: the readers of the second read the first.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> compute_once(const Network<S>& network,
                                                          const RewriteStep& step);

}  // namespace axiomark
