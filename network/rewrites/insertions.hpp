#pragma once

#include <optional>

#include "network/rewrites/rewrite.hpp"

namespace axiomark {

// Each inserts nodes behind one tensor, for all its readers; the tensor is counted among all
// tensors, inputs included, modulo their number. The function stays the same because what is
// inserted computes the identity.

/// relu(z) - relu(-z) = z: for z > 0 the second term is 0, else the first.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> insert_relu_pair(const Network<S>& network,
                                                              const RewriteStep& step);
/// Scaled by c = 2^(1 + parameter mod 3) and back: (1 / c) (c z) = z, with nothing rounded.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> split_affine(const Network<S>& network,
                                                          const RewriteStep& step);
/// z + 0 z = z.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> insert_add_zero(const Network<S>& network,
                                                             const RewriteStep& step);

}  // namespace axiomark
