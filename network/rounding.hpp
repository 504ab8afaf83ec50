#pragma once

#include "network/network.hpp"

namespace axiomark {

/// The operator with the absolute values of its parameters: |A| for an affine map A. Propagating
/// bounds through a network is evaluating this one. Affine operators only; others are returned as
/// they are.
template <Scalar S>
[[nodiscard]] Operator<S> absolute(const Operator<S>& op);

/// Longest chain of roundings behind one output value of the operator: products and additions of a
/// dense row, of a window, ...
template <Scalar S>
[[nodiscard]] Index rounding_steps(const Operator<S>& op);

/// gamma_n = n u / (1 - n u), the relative error of n roundings (Higham 2002, lemma 3.1); 0 in
/// Rational. Infinite when n u >= 1.
template <Scalar S>
[[nodiscard]] S rounding_factor(Index n);

/// Bounds on |computed - exact| of a node's result, from bounds on its operands' errors: running
/// error analysis (Higham 2002, section 3.3). Piecewise linear operators only: affine ones pass on
/// |A| bound + gamma (|A| |x| + |b|), the others change no distance (their slopes are at most 1, or
/// a stated slope). `operands` and `bounds` pair up.
template <Scalar S>
[[nodiscard]] Batch<S> propagate_error(const Operator<S>& op, Operands<S> operands,
                                       Operands<S> bounds);

/// How far a node's result can move when its operands move by so much: |A| change for an affine
/// map, the largest change among the operands for the others (slopes above 1 apart). Any operator.
template <Scalar S>
[[nodiscard]] Batch<S> propagate_change(const Operator<S>& op, Operands<S> changes);

/// Upper bounds on |dF/dx_i| at every point where only the features flagged in `active` (one flag
/// per feature of each tensor; elementwise and selecting nodes only) pass signals: the backward
/// pass with absolute values. F = sum_j target_j output_j.
template <Scalar S>
[[nodiscard]] Vector<S> gradient_bound(const Network<S>& network, const Vector<S>& target,
                                       const std::vector<std::vector<bool>>& active);

}  // namespace axiomark
