#pragma once

#include "network/rational.hpp"

/// The slow reference: written from the papers and the ONNX definitions, scalar by scalar. It
/// shares no code with the product but its fractions (which tests/network/rational_test.cpp holds against Boost's), so
/// that an agreement of the two is evidence for both.
namespace axiomark::reference {

using axiomark::Rational;

/// A forward-mode dual number: a value and its derivative in one direction. Comparisons look at
/// the value only, so code written as "the first largest wins" differentiates that way too.
template <class S>
struct Dual {
  S value;
  S slope;

  Dual(const S& v = S(0), const S& s = S(0)) : value(v), slope(s) {}

  friend Dual operator+(const Dual& a, const Dual& b) {
    return {a.value + b.value, a.slope + b.slope};
  }
  friend Dual operator-(const Dual& a, const Dual& b) {
    return {a.value - b.value, a.slope - b.slope};
  }
  friend Dual operator-(const Dual& a) { return {-a.value, -a.slope}; }
  friend Dual operator*(const Dual& a, const Dual& b) {
    return {a.value * b.value, a.slope * b.value + a.value * b.slope};
  }
  friend Dual operator/(const Dual& a, const Dual& b) {
    return {a.value / b.value, (a.slope * b.value - a.value * b.slope) / (b.value * b.value)};
  }
  Dual& operator+=(const Dual& b) { return *this = *this + b; }

  friend bool operator<(const Dual& a, const Dual& b) { return a.value < b.value; }
  friend bool operator>(const Dual& a, const Dual& b) { return a.value > b.value; }
};

/// The scalar that a derivative at a kink is given in: S for S itself and for Dual<S>.
template <class T>
struct ScalarOf {
  using Type = T;
};
template <class S>
struct ScalarOf<Dual<S>> {
  using Type = S;
};
template <class T>
using scalar_of = typename ScalarOf<T>::Type;

/// A function's value at x where it has a kink and its derivative is declared to be `derivative`:
/// for a plain scalar the value, for a dual number the value and derivative * (slope of x).
template <class S>
[[nodiscard]] S at_kink(const S& /*x*/, const S& value, const S& /*derivative*/) {
  return value;
}
template <class S>
[[nodiscard]] Dual<S> at_kink(const Dual<S>& x, const S& value, const S& derivative) {
  return {value, derivative * x.slope};
}

/// max(x, 0); its derivative at 0 is `kink`.
template <class T>
[[nodiscard]] T relu(const T& x, const scalar_of<T>& kink = scalar_of<T>(0)) {
  using S = scalar_of<T>;
  if (x > T(S(0))) return x;
  if (x < T(S(0))) return T(S(0));
  return at_kink(x, S(0), kink);
}

}  // namespace axiomark::reference
