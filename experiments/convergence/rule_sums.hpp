#pragma once

#include <span>

#include "methods/quadrature.hpp"
#include "network/function.hpp"

namespace axiomark {

/// Sums of gradients by many rules at once.
struct RuleSums {
  /// features x rules: sum_k weight_k dF/dx_i at node k
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic> gradients;
  Index evaluations = 0;  ///< gradients that were computed, for all of them
};

/// The part of the segment that is nearer to a breakpoint than rounding can tell: there nodes have no piece
/// to share. Small, but for networks whose units hardly leave their kinks (equal pixels in a max pool).
[[nodiscard]] double uncertain_part(const LinearPieces<double>& pieces);
/// Whether one gradient a piece may stand for all nodes in it: what such stretches can spoil, in parts of the
/// segment, stays below a thousandth, the least error that steps are counted to.
[[nodiscard]] bool shares_pieces(const LinearPieces<double>& pieces);

/// Nodes that several rules share are evaluated once. On a piecewise linear network (`pieces` given)
/// a node inside a piece has the piece's gradient, which is evaluated once, in its middle; nodes
/// that are not surely inside (nearer to a breakpoint than delta) are evaluated where they are, so
/// that one on a kink gets what the kink's convention gives it.
/// Shapes      rules: nodes in [0, 1] with weights.
/// Error       rounding of the gradients and sums; the answers are those of the rules.
/// Cost        one gradient per piece or per different node; a multiplication per feature and node.
[[nodiscard]] Result<RuleSums> rule_sums(const Function<double>& function,
                                         const Segment<double>& segment,
                                         std::span<const Quadrature<double>> rules,
                                         const LinearPieces<double>* pieces);

}  // namespace axiomark
