#pragma once

#include <optional>

#include "network/gradient.hpp"

namespace axiomark {

/// sum_k weights_k grad F(from + t_k (to - from)), what SegmentPlan::gradient_sum computes, for networks worth
/// preparing (see worth_a_program): products leave out what is zero in a block of columns, and where relu is
/// all that is not affine, nodes between which no unit changes sides share one gradient. Equal to the plain
/// sum in Rational; in floating point but for roundings, its own and those that decide which side of a kink a
/// node is on. Memory does not grow with the number of nodes, and results do not depend on the threads.
/// Nothing if a value is not finite: the plain sum then says where.
template <Scalar S>
[[nodiscard]] std::optional<GradientSum<S>> gradient_sum_by_runs(
    const Network<S>& network, const Vector<S>& target, const Conventions<S>& conventions,
    const Segment<S>& segment, std::span<const S> nodes, std::span<const S> weights,
    const ThreadPool& pool);

/// Whether a network has a product of the size that wide kernels are used for (see product.hpp), and no tensor
/// of more than four million values. Others stay with the plain sum: smaller ones compute the same doubles on
/// every machine.
template <Scalar S>
[[nodiscard]] bool worth_a_program(const Network<S>& network);

}  // namespace axiomark
