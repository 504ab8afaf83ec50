#pragma once

#include <optional>

#include "methods/quadrature.hpp"
#include "methods/registry_entry.hpp"

namespace axiomark {

/// Integrated gradients.
/// Computes    A_i = (x_i - x'_i) * integral over t in [0, 1] of dF/dx_i (x' + t (x - x')):
///             as a weighted sum over the rule's nodes, or with rule=exact as the sum over the
///             linear pieces of the segment of length * gradient at the middle, or with
///             rule=adaptive to a tolerance, see adaptive_integral.hpp; rule=auto chooses exact or
///             adaptive, see automatic_integral.hpp, and says in a note what it guarantees.
/// Requires    rule=exact: a piecewise linear network. rule=exact, and rule=adaptive and rule=auto on such a
///             network: on a segment that runs inside a kink no gradient is defined, and an error
///             names the unit.
/// Shapes      inputs, baselines [features x queries] -> one value per feature and query.
/// Error       quadratures: no bound is stated; the quadrature itself is exact in Rational.
///             rule=exact: exact in Rational; in floating point every piece wider than the derived
///             delta is found, and error_bound_i = |x_i - x'_i| G_i (2 u + gamma), with u the
///             length that uncertainty covers, G_i a bound on |dF/dx_i| along the segment and gamma
///             the rounding of one backward pass and the sum. rule=adaptive: a bound on all networks; on
///             piecewise linear ones the same and what the pieces left out may add, on others from
///             enclosed Taylor remainders. On black boxes, and where a slope has no bound (a root
///             or a logarithm at zero), an estimate in the notes, and no bound. In float, what float
///             refuses or has no finite bound for, and for rule=adaptive and rule=auto a bound above the
///             tolerance, is computed in double on the same weights and rounded once, with a note.
/// Cost        one gradient per node; rule=exact: one per piece, and about two evaluations per piece.
///             rule=adaptive: on piecewise linear networks the same with gradients of fewer pieces; on
///             other networks at most 2000 enclosed gradients, each counted as nine (with the time of 30 to
///             100), and if these do not reach the tolerance as many gradients as on black boxes, at
///             most 100000.
/// Satisfies   rule=exact: completeness, sensitivity-a and -b, implementation invariance.
/// Violates    quadratures: completeness, sensitivity-a (where F changes between two nodes only), and
///             at kinks sensitivity-b and implementation invariance (claims A17, A19).
/// Source      Sundararajan, Taly & Yan 2017, eq. 1 and 3; exact: Sotoudeh & Thakur 2019, sec. 4.
struct IntegratedGradients {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  ConventionOptions conventions;
  std::optional<QuadratureRule> rule;  ///< none: exact, or adaptive
  long steps = 50;
  std::uint64_t seed = 0;                  ///< rule=random only
  std::optional<Rational> tolerance = {};  ///< rule=adaptive, auto: a part of F(x) - F(x')
  bool automatic = false;                  ///< rule=auto

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
  /// The same of a network; in float, rule=exact, adaptive and auto ask in double what float cannot answer
  /// (see Error).
  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries,
                                          const ThreadPool& pool) const;
  [[nodiscard]] static bool sees_network() { return false; }
};

[[nodiscard]] RegistryEntry integrated_gradients_entry();

}  // namespace axiomark
