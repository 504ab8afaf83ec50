#pragma once

#include <functional>

#include "methods/attribution.hpp"
#include "methods/quadrature.hpp"

namespace axiomark {

/// A polyline: its vertices in order, one per column, the ends included.
template <Scalar S>
using Polyline = Batch<S>;

/// A differentiable path by its position and its velocity at t from 0 to 1.
template <Scalar S>
struct Curve {
  std::function<Vector<S>(const S& t)> point;
  std::function<Vector<S>(const S& t)> velocity;
};

/// A_i = integral over the path of dF/dx_i d gamma_i, leg by leg: the rule's nodes on every leg.
/// Exact in Rational but for the rule itself; no bound is stated.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> integral_by_quadrature(const Function<S>& function,
                                                            const Polyline<S>& path,
                                                            const Quadrature<S>& rule);

/// The same along a curve: sum_k w_k dF/dx_i (gamma(t_k)) gamma'_i(t_k). Memory does not grow with
/// the number of nodes.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> integral_by_quadrature(const Function<S>& function,
                                                            const Curve<S>& path,
                                                            const Quadrature<S>& rule);

/// What to do with a leg along which one feature moves.
enum class AxisLegs {
  by_gradients,  ///< as with any other leg
  by_values,     ///< F at its end less F at its beginning: exact for any function, kinks or not
};

/// The integral by the linear pieces of every leg. Refused where Function::linear_pieces is, and on
/// a leg that runs inside a kink, naming the unit. In floating point error_bound covers it, unless
/// a leg was taken by values: of the rounding of F nothing is known.
template <Scalar S>
[[nodiscard]] Result<Attribution<S>> exact_integral(const Function<S>& function,
                                                    const Polyline<S>& path, AxisLegs axis_legs);

/// An error that names the unit if the pieces' segment runs inside a kink; `segment_name` says what
/// segment it is ("the segment from baseline to input").
template <Scalar S>
[[nodiscard]] Result<void> refuse_inside_kink(const LinearPieces<S>& pieces,
                                              const std::string& segment_name);

/// Relative to the pieces' gradient bound: the rounding of a sum over them, each gradient's own
/// rounding included.
template <Scalar S>
[[nodiscard]] S piece_sum_rounding(const LinearPieces<S>& pieces);

}  // namespace axiomark
