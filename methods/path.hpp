#pragma once

#include <optional>
#include <variant>

#include "methods/path_expression.hpp"
#include "methods/quadrature.hpp"
#include "methods/registry_entry.hpp"

namespace axiomark {

/// A path method: the gradient integrated along any path from x' to x.
/// Computes    A_i = integral over t in [0, 1] of dF/dx_i (gamma(t)) gamma'_i(t), along the straight
///             path, a polyline (points=), the axes one after another (order=; order=all is the
///             mean over all orders, the Shapley-Shubik value) or a curve (curve=). Points and
///             curves are in units of the segment: coordinate i of v stands for
///             x'_i + v_i (x_i - x'_i). A quadrature rule is used on every leg; rule=exact takes a
///             polyline by the linear pieces of its legs, and a leg along which one feature moves by
///             the difference of F at its ends, whatever F is. rule is exact if only order is given.
/// Requires    rule=exact: legs along an axis, or a piecewise linear network and no leg inside a
///             kink (an error names the unit); no curve. order=all: at most 8 features that differ.
/// Shapes      inputs, baselines [features x queries] -> one value per feature and query.
/// Error       exact in Rational but for the quadrature, of which no bound is stated. In floating
///             point the path is the polyline through the rounded vertices; rule=exact has
///             error_bound as integrated-gradients has, added up over the legs, unless a leg was
///             taken by values: the rounding of F is not known.
/// Cost        one gradient per node and leg; rule=exact: one per linear piece, or one evaluation
///             per vertex. order=all: n 2^(n-1) legs, or 2^n evaluations.
/// Satisfies   rule=exact: completeness (any path, claim A10), sensitivity-a and -b, linearity,
///             implementation invariance.
/// Violates    symmetry unless the path is straight or order=all (A09); proportionality unless it is
///             straight; non-monotone paths: non-decreasing positivity (A10).
/// Source      Sundararajan, Taly & Yan 2017, sec. 4.1; Friedman 2004; Shapley & Shubik 1971.
struct Path {
  static constexpr MethodKind kind = MethodKind::one_baseline;

  struct Straight {};
  /// The interior vertices of a polyline, in units of the segment.
  struct Points {
    std::vector<std::vector<Rational>> vertices;
  };
  /// Features change from x' to x one after another.
  struct Order {
    enum class Which { given, reverse, random, all };
    Which which = Which::given;
    std::vector<Index> features = {};  ///< which = given: a permutation of 0, 1, ...
  };
  /// One expression of t per feature, in units of the segment.
  struct Expressions {
    std::vector<PathExpression> coordinates;
  };
  using Shape = std::variant<Straight, Points, Order, Expressions>;

  ConventionOptions conventions;
  std::optional<QuadratureRule> rule;  ///< none: exact
  long steps = 50;
  std::uint64_t seed = 0;  ///< of rule=random and order=random
  Shape shape = Straight{};

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>& baselines) const;
};

[[nodiscard]] RegistryEntry path_entry();

}  // namespace axiomark
