#pragma once

#include <optional>

#include "network/gradient.hpp"

namespace axiomark {

// What evaluate(), gradient() and SegmentPlan::gradient_sum() compute, by TinyPass: the same doubles in a fraction
// of the time. Nothing where a network is not tiny, in Rational, and where a value is not finite: the plain way
// then says where.

/// The network's outputs at each column.
template <Scalar S>
[[nodiscard]] std::optional<Batch<S>> tiny_evaluate(const Network<S>& network,
                                                    const Batch<S>& points);
template <Scalar S>
[[nodiscard]] std::optional<Gradients<S>> tiny_gradient(const Network<S>& network,
                                                        const Batch<S>& points,
                                                        const Vector<S>& target,
                                                        const Conventions<S>& conventions);
/// Nodes that SegmentPlan would take in one chunk.
template <Scalar S>
[[nodiscard]] std::optional<GradientSum<S>> tiny_gradient_sum(
    const Network<S>& network, const Vector<S>& target, const Conventions<S>& conventions,
    const Segment<S>& segment, std::span<const S> nodes, std::span<const S> weights);

/// Whether no unit is on a kink and no maximum tied at any of the points; false also where that is not known.
template <Scalar S>
[[nodiscard]] bool tiny_off_kinks(const Network<S>& network, const Batch<S>& points);

}  // namespace axiomark
