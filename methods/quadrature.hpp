#pragma once

#include <span>
#include <string>
#include <vector>

#include "network/random_stream.hpp"
#include "network/scalar.hpp"

namespace axiomark {

/// Nodes in [0, 1] and weights that sum to 1.
template <Scalar S>
struct Quadrature {
  std::vector<S> nodes;
  std::vector<S> weights;
};

enum class QuadratureRule { left, right, midpoint, trapezoid, simpson, gauss_legendre, random };

/// The names used in method strings, in the order of the enumeration.
[[nodiscard]] std::span<const std::string> quadrature_rule_names();

/// Most nodes of a Gauss-Legendre rule: their computation is quadratic.
inline constexpr long kMostGaussLegendreNodes = 10000;

/// steps >= 1: the number of equal intervals (left, right, midpoint: as many nodes; trapezoid and
/// simpson: one more; simpson needs an even number), or of nodes (gauss-legendre, random).
/// Left, right, midpoint, trapezoid and simpson are exact in Rational. Gauss-Legendre nodes are
/// within 2^-53 of the exact ones; in Rational they are those doubles, and the weights are rescaled
/// to sum to exactly 1, so that completeness on one linear piece holds with ==. Random nodes are
/// uniform and dyadic, k 2^-53, and a function of the stream alone.
template <Scalar S>
[[nodiscard]] Result<Quadrature<S>> make_quadrature(QuadratureRule rule, long steps,
                                                    const RandomStream& stream = RandomStream(0));

}  // namespace axiomark
