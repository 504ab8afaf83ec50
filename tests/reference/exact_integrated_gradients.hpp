#pragma once

#include <cstddef>
#include <vector>

#include "tests/reference/layered_network.hpp"

namespace axiomark::reference {

/// A relu whose pre-activation is identically zero for t in [from, to] although it depends on the
/// input there: F has no gradient that the path could integrate, unless the relu does not matter.
struct KinkOnPath {
  std::size_t layer;  // index into the network
  std::size_t unit;
  Rational from;
  Rational to;
  bool reaches_target;  // some chain of non-zero weights and units that are not off leads there
};

/// A maximal interval of the segment x' + t (x - x') on which no relu changes sides.
struct LinearPiece {
  Rational from;
  Rational to;
  std::vector<Rational> gradient;  // of the target; in a kink, with the derivative asked for
};

struct LinearPieces {
  std::vector<LinearPiece> pieces;  // in order of t, from 0 to 1
  std::vector<KinkOnPath> kinks;    // in order of t, then of layer and unit; empty: all is defined

  [[nodiscard]] std::vector<Rational> breakpoints() const;  // the ends of all pieces, 0 and 1 too
};

/// The linear pieces by bisection: take the activation pattern at the midpoint of an interval,
/// solve for the largest interval around it in which the pattern stays, recurse to its left and
/// right. If a relu crosses zero just at the midpoint, split there. Needs x != x' to find any
/// crossing.
[[nodiscard]] LinearPieces linear_pieces(const LayeredNetwork<Rational>& network,
                                         std::size_t target, const std::vector<Rational>& baseline,
                                         const std::vector<Rational>& x,
                                         const Rational& kink = Rational(0));

/// Eq. (1) of Sundararajan et al. 2017: (x_i - x'_i) * sum over pieces of length * gradient_i.
/// The value is only meaningful as integrated gradients when pieces.kinks is empty.
[[nodiscard]] std::vector<Rational> attributions(const LinearPieces& pieces,
                                                 const std::vector<Rational>& baseline,
                                                 const std::vector<Rational>& x);

[[nodiscard]] std::vector<Rational> integrated_gradients_exact(
    const LayeredNetwork<Rational>& network, std::size_t target,
    const std::vector<Rational>& baseline, const std::vector<Rational>& x,
    const Rational& kink = Rational(0));

}  // namespace axiomark::reference
