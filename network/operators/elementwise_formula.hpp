#pragma once

#include <boost/math/constants/constants.hpp>
#include <cmath>
#include <stdexcept>

#include "network/balls/enclosed_number.hpp"
#include "network/operators/elementwise.hpp"

namespace axiomark {

/// Each elementwise operator is a value and a derivative at one number; everything else follows from them.
template <Scalar S>
struct ElementwiseFormula {
  const Conventions<S>& conventions;

  // The operators below the line have no rational value, but enclosed ones where such networks are judged. Gelu
  // has none: a Network<Rational> refuses it when it is built, so this is never reached.
  [[noreturn]] static S no_rational_value() {
    throw std::logic_error("an operator without a rational value was evaluated in Rational");
  }

  // "z < 0 ? 0 : z" and its like let a NaN through, so that it is reported and not hidden.
  static S value(const Relu&, const S& z) { return z < S(0) ? S(0) : z; }
  S slope(const Relu&, const S& z) const {
    if (z == S(0)) return conventions.relu_at_zero;
    return z > S(0) ? S(1) : S(0);
  }

  static S value(const LeakyRelu<S>& op, const S& z) { return z > S(0) ? z : S(op.slope * z); }
  S slope(const LeakyRelu<S>& op, const S& z) const {
    if (z == S(0)) return op.slope + conventions.relu_at_zero * (S(1) - op.slope);
    return z > S(0) ? S(1) : op.slope;
  }

  static S value(const Abs&, const S& z) { return z < S(0) ? S(-z) : z; }
  S slope(const Abs&, const S& z) const {
    if (z == S(0)) return conventions.abs_at_zero;
    return z > S(0) ? S(1) : S(-1);
  }

  static S value(const Clip<S>& op, const S& z) {
    return z < op.low ? op.low : (z > op.high ? op.high : z);
  }
  // At the lower end the inner side lies above, at the upper end below: relu_at_zero weighs the
  // upper side, as it does for relu.
  S slope(const Clip<S>& op, const S& z) const {
    if (op.low == op.high) return S(0);
    if (z == op.low) return conventions.relu_at_zero;
    if (z == op.high) return S(1) - conventions.relu_at_zero;
    return z > op.low && z < op.high ? S(1) : S(0);
  }

  static S power(const S& z, int exponent) {
    if (exponent < 0) {
      // A quotient may meet this at any point. Floating point has an infinity for it, which is
      // reported where it appears; a fraction has nothing.
      if (is_exact<S> && z == S(0)) throw std::domain_error("a division by zero");
      return S(1) / power(z, -exponent);
    }
    S result(1);
    for (int k = 0; k < exponent; ++k) result *= z;
    return result;
  }
  static S value(const Power& op, const S& z) { return power(z, op.exponent); }
  S slope(const Power& op, const S& z) const { return S(op.exponent) * power(z, op.exponent - 1); }

  static S value(const Sigmoid&, const S& z) {
    if constexpr (is_exact<S>) {
      return enclosed_functions::sigmoid(z);
    } else {
      // exp of a negative number only: it cannot overflow, and small results keep their digits.
      const S e = std::exp(-std::abs(z));
      return (z < 0 ? e : S(1)) / (S(1) + e);
    }
  }
  S slope(const Sigmoid&, const S& z) const {
    if constexpr (is_exact<S>) {
      // Nowhere zero: by exp, not by 1 - y, which cancels.
      const S e = enclosed_functions::exp(absolute_value<S>(z) * S(-1));
      return e / ((S(1) + e) * (S(1) + e));
    } else {
      const S e = std::exp(-std::abs(z));
      return e / ((S(1) + e) * (S(1) + e));
    }
  }

  static S value(const Tanh&, const S& z) {
    if constexpr (is_exact<S>) {
      return enclosed_functions::tanh(z);
    } else {
      return std::tanh(z);
    }
  }
  S slope(const Tanh&, const S& z) const {
    if constexpr (is_exact<S>) {
      const S e = enclosed_functions::exp(absolute_value<S>(z) * S(-2));
      return S(4) * e / ((S(1) + e) * (S(1) + e));
    } else {
      // 1 - tanh^2 cancels where tanh is near 1; this form does not.
      const S e = std::exp(-S(2) * std::abs(z));
      return S(4) * e / ((S(1) + e) * (S(1) + e));
    }
  }

  static S value(const Softplus&, const S& z) {
    if constexpr (is_exact<S>) {
      return enclosed_functions::softplus(z);
    } else {
      return (z < 0 ? S(0) : z) + std::log1p(std::exp(-std::abs(z)));
    }
  }
  S slope(const Softplus&, const S& z) const { return value(Sigmoid{}, z); }

  static S value(const Elu<S>& op, const S& z) {
    if constexpr (is_exact<S>) {
      return z > S(0) ? z : S(op.alpha * (enclosed_functions::exp(z) - S(1)));
    } else {
      return z > 0 ? z : op.alpha * std::expm1(z);
    }
  }
  S slope(const Elu<S>& op, const S& z) const {
    if constexpr (is_exact<S>) {
      return z > S(0) ? S(1) : S(op.alpha * enclosed_functions::exp(z));
    } else {
      return z > 0 ? S(1) : op.alpha * std::exp(z);
    }
  }

  static S value(const Gelu&, const S& z) {
    if constexpr (is_exact<S>) {
      no_rational_value();
    } else {
      return z * std::erfc(-z * boost::math::constants::one_div_root_two<S>()) / S(2);
    }
  }
  S slope(const Gelu&, const S& z) const {
    if constexpr (is_exact<S>) {
      no_rational_value();
    } else {
      const S density = boost::math::constants::one_div_root_two_pi<S>() * std::exp(-z * z / S(2));
      return std::erfc(-z * boost::math::constants::one_div_root_two<S>()) / S(2) + z * density;
    }
  }

  static S value(const Exp&, const S& z) {
    if constexpr (is_exact<S>) {
      return enclosed_functions::exp(z);
    } else {
      return std::exp(z);
    }
  }
  S slope(const Exp& op, const S& z) const { return value(op, z); }

  static S value(const Log&, const S& z) {
    if constexpr (is_exact<S>) {
      return enclosed_functions::log(z);
    } else {
      return std::log(z);
    }
  }
  S slope(const Log&, const S& z) const { return S(1) / z; }

  static S value(const Sqrt&, const S& z) {
    if constexpr (is_exact<S>) {
      return enclosed_functions::sqrt(z);
    } else {
      return std::sqrt(z);
    }
  }
  S slope(const Sqrt& op, const S& z) const { return S(1) / (S(2) * value(op, z)); }
};

}  // namespace axiomark
