#pragma once

#include <optional>

#include "methods/quadrature.hpp"
#include "methods/registry_entry.hpp"

namespace axiomark {

/// The serial-cost path method.
/// Computes    A_i = integral of dF/dx_i along gamma_i(t) = x'_i + sign(x_i - x'_i) min(t, |x_i - x'_i|):
///             all features move at one speed until each arrives. A polyline with vertices where t is
///             one of the sorted |x_i - x'_i|; a quadrature rule is used on every leg, rule=exact
///             takes the linear pieces of every leg.
/// Requires    rule=exact: a piecewise linear network; on a leg that runs inside a kink no gradient
///             is defined, and an error names the unit.
/// Shapes      inputs, baselines [features x queries] -> one value per feature and query.
/// Error       exact in Rational but for the quadrature, of which no bound is stated. In floating
///             point rule=exact has error_bound as integrated-gradients has, added up over the legs,
///             for the polyline through the rounded vertices.
/// Cost        one gradient per node and leg, as many legs as there are different |x_i - x'_i|;
///             rule=exact: one gradient per linear piece.
/// Satisfies   rule=exact: completeness, sensitivity-a and -b, linearity, implementation invariance,
///             symmetry (features that are equal move together).
/// Violates    affine-scale-invariance and change of units (claims A15, B04): the path depends on the
///             units of x. Monotone and symmetry preserving, it is not the straight path.
/// Source      Moulin & Shenker 1992, "Serial cost sharing"; Friedman & Moulin 1999.
struct SerialCost {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  ConventionOptions conventions;
  std::optional<QuadratureRule> rule;  ///< none: exact
  long steps = 50;
  std::uint64_t seed = 0;  ///< rule=random only

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry serial_cost_entry();

}  // namespace axiomark
