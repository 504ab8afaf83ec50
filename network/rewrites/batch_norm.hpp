#pragma once

#include <optional>

#include "network/rewrites/rewrite.hpp"

namespace axiomark {

/// Every scale and shift that stands beside a dense or convolution node alone with it, folded into that
/// node (fold_affine.hpp has the equations and the premises). Nothing where none can be folded.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> fold_batch_norm(const Network<S>& network,
                                                             const RewriteStep& step);
/// W x + b = f ((W / f) x + (b - o) / f) + o with f = 2^(1 + parameter mod 3), so not 0, and o = 1: a dense
/// or convolution node followed by a scale and a shift, as before batch norm is folded. Places are all
/// such nodes.
template <Scalar S>
[[nodiscard]] std::optional<NetworkParts<S>> unfold_batch_norm(const Network<S>& network,
                                                               const RewriteStep& step);

}  // namespace axiomark
