#pragma once

#include "network/operators/operands.hpp"

namespace axiomark {

/// Every output value is one value of the operand, or a constant: y_k = x_{source[k]}, or
/// y_k = fill where source[k] = kFill. Reshape, transpose, slice, pad, gather and expand are all of
/// this form; the functions below work out their index maps, so that one evaluation, one pull-back
/// and one proof serve them all.
template <Scalar S>
struct Rearrange {
  static constexpr OperatorKind kind = OperatorKind::affine;
  static constexpr Index kFill = -1;
  [[nodiscard]] std::string_view name() const { return form; }

  std::string form;  ///< what it was written as: "reshape", "transpose", ...
  Shape in;
  Shape out;
  std::vector<Index> source;  ///< per output value, row-major; empty for the identity (reshape)
  S fill = S(0);
};

/// One dimension may be -1: it is worked out from the others. 0 copies the operand's dimension.
template <Scalar S>
[[nodiscard]] Result<Rearrange<S>> reshape(const Shape& in, Shape out);
/// Output dimension d is input dimension permutation[d].
template <Scalar S>
[[nodiscard]] Result<Rearrange<S>> transpose(const Shape& in,
                                             const std::vector<Index>& permutation);
/// begin and end: values added (or, if negative, removed) before and after each dimension.
template <Scalar S>
[[nodiscard]] Result<Rearrange<S>> pad(const Shape& in, const std::vector<Index>& begin,
                                       const std::vector<Index>& end, const S& fill);
/// One axis; start, stop and step as in Python, step not 0.
template <Scalar S>
[[nodiscard]] Result<Rearrange<S>> slice(const Shape& in, Index axis, Index start, Index stop,
                                         Index step = 1);
/// Entries of one axis by position; negative positions count from the end.
template <Scalar S>
[[nodiscard]] Result<Rearrange<S>> gather(const Shape& in, Index axis,
                                          const std::vector<Index>& positions);
/// Repeats along dimensions of size 1 and along new leading dimensions (NumPy's broadcasting).
template <Scalar S>
[[nodiscard]] Result<Rearrange<S>> expand(const Shape& in, const Shape& out);

AXIOMARK_DECLARE_OPERATOR(Rearrange<S>);

}  // namespace axiomark
