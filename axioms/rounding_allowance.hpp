#pragma once

#include "axioms/case.hpp"

namespace axiomark {

// What rounding alone can do to attributions, for questions in which nothing cancels.
//
// Take a network of affine operators and relus with no negative parameter, and 0 <= x' <= x. Then every
// value and every slope that a method can meet between x' and x is a sum of products of non-negative
// numbers: each computed one is off by a factor of at most 1 +- gamma_k, k the longest chain of roundings
// behind it (Higham 2002, sections 3.1 and 3.4). No relu changes its state between x' and x, so that no
// rounding decides which piece a point lies in, and the quotients of DeepLIFT and LRP have numerators and
// denominators of that kind. Differences of values (of F at two coalitions, of a unit at x and x') lose
// digits: at most by chi = z(x) / (z(x) - z(x')), the largest over all tensors in which anything moves.
// So a method that takes K roundings answers within
//   2 gamma_K chi (|A_i| + S_i max(1, x_i) + F(x)),     S_i the slope of F in x_i,
// whatever it computes from slopes, values and their differences; the factor 2 covers products of errors.

/// A question of that kind made from any: parameters, baseline, target and the way to the input by their
/// absolute values, each times 1 + 2^-20 and rounded to float: the same numbers in float and in double, with
/// so many digits that products of them round in float.
/// Unsupported, naming the node: operators other than affine ones and relu.
template <Scalar S>
[[nodiscard]] Result<Probe<S>> without_cancellation(const Probe<S>& probe);

/// Whether a probe is of the kind described above.
[[nodiscard]] bool nothing_cancels(const Probe<Rational>& probe);

/// The bound for an answer to such a probe computed in an arithmetic with that unit roundoff. K counts the
/// roundings of a forward and a backward pass, one for every evaluation that the method says it took (they
/// are summed up) and a few for its own factors, nodes and weights.
template <Scalar S>
[[nodiscard]] Vector<S> rounding_allowance(const Probe<S>& probe, const Answer<S>& answer,
                                           double unit_roundoff);

}  // namespace axiomark
