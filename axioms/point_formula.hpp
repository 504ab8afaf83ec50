#pragma once

#include "axioms/axiom_formula.hpp"

namespace axiomark {

/// Numbers and points of an axiom file, worked out coordinate by coordinate:
///   x, x'            the drawn input and baseline (zero for methods without a baseline of their own)
///   c, d             the drawn factors (never 0) and offsets, one per feature
///   a, b             the drawn coefficients: numbers
///   v[p], v[q]       a coordinate of x, x', c or d: a number
///   swapped(v)       v with coordinates p and q exchanged
///   tied(v)          v with its coordinate p at q as well
///   at(v, p, s)      v with the number s at feature p; q likewise
///   extended(v, s)   v with one more coordinate, s: for functions with an added feature
/// and + - * / between points of one length, or a point and a number. A divisor is a number that is
/// written out, not 0, or c or one of its coordinates.
struct PointType {
  bool number = false;  ///< else a point
  int added = 0;        ///< coordinates behind those of x

  friend bool operator==(const PointType&, const PointType&) = default;
};

/// The type of a formula or of a part of one; an error names what is wrong and where.
[[nodiscard]] Result<PointType> type_of_point(const std::string& text, const Expression& formula);
/// "a number", "a point of n + 1 coordinates"
[[nodiscard]] std::string in_words(const PointType& type);

/// The value of a formula whose type is known to be right; a number has one coordinate.
template <Scalar S>
[[nodiscard]] Vector<S> point_of(const Expression& formula, const DrawnQuantities<S>& drawn);

/// A point of that many coordinates, a number repeated.
template <Scalar S>
[[nodiscard]] Vector<S> spread(const Vector<S>& value, Index coordinates) {
  return value.size() == coordinates ? value : Vector<S>::Constant(coordinates, value(0)).eval();
}

}  // namespace axiomark
