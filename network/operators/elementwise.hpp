#pragma once

#include <array>

#include "network/operators/operands.hpp"

namespace axiomark {

// Functions of one number, applied to each feature. The operand's shape is kept.

/// max(0, z)
struct Relu {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "relu"; }
};
/// z where z > 0, slope * z elsewhere
template <Scalar S>
struct LeakyRelu {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "leaky-relu"; }
  S slope = S(0);
};
/// |z|
struct Abs {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "abs"; }
};
/// min(max(z, low), high), low <= high
template <Scalar S>
struct Clip {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "clip"; }
  S low;
  S high;
};
/// z^exponent, exponent a whole number from -64 to 64, not 0. Negative ones are quotients: infinite at
/// 0, which is reported; in Rational a std::domain_error there, which the program reports as bad input.
struct Power {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "power"; }
  int exponent = 1;
};
/// 1 / (1 + exp(-z))
struct Sigmoid {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "sigmoid"; }
};
/// tanh(z)
struct Tanh {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "tanh"; }
};
/// log(1 + exp(z))
struct Softplus {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "softplus"; }
};
/// z where z > 0, alpha (exp(z) - 1) elsewhere
template <Scalar S>
struct Elu {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "elu"; }
  S alpha = S(1);
};
/// z Phi(z), with the normal distribution function Phi (not its tanh approximation)
struct Gelu {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "gelu"; }
};
struct Exp {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "exp"; }
};
struct Log {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "log"; }
};
struct Sqrt {
  static constexpr OperatorKind kind = OperatorKind::elementwise;
  static std::string_view name() { return "sqrt"; }
};

/// Where an elementwise operator's slope changes, in increasing order. Piecewise linear ones only.
template <Scalar S>
[[nodiscard]] std::vector<S> kinks(const Relu&) {
  return {S(0)};
}
template <Scalar S>
[[nodiscard]] std::vector<S> kinks(const LeakyRelu<S>& op) {
  return op.slope == S(1) ? std::vector<S>{} : std::vector<S>{S(0)};
}
template <Scalar S>
[[nodiscard]] std::vector<S> kinks(const Abs&) {
  return {S(0)};
}
template <Scalar S>
[[nodiscard]] std::vector<S> kinks(const Clip<S>& op) {
  if (op.low == op.high) return {};  // constant
  return {op.low, op.high};
}

/// The operators that have kinks: piecewise linear, with a rational value for a rational operand.
template <class Op, class S>
concept PiecewiseLinear = requires(const Op& op) {
  kinks<S>(op);
};

AXIOMARK_DECLARE_OPERATOR(Relu);
AXIOMARK_DECLARE_OPERATOR(LeakyRelu<S>);
AXIOMARK_DECLARE_OPERATOR(Abs);
AXIOMARK_DECLARE_OPERATOR(Clip<S>);
AXIOMARK_DECLARE_OPERATOR(Power);
AXIOMARK_DECLARE_OPERATOR(Sigmoid);
AXIOMARK_DECLARE_OPERATOR(Tanh);
AXIOMARK_DECLARE_OPERATOR(Softplus);
AXIOMARK_DECLARE_OPERATOR(Elu<S>);
AXIOMARK_DECLARE_OPERATOR(Gelu);
AXIOMARK_DECLARE_OPERATOR(Exp);
AXIOMARK_DECLARE_OPERATOR(Log);
AXIOMARK_DECLARE_OPERATOR(Sqrt);

/// A signal that is not zero met an operand exactly on a kink.
template <Scalar S, class Op>
requires PiecewiseLinear<Op, S>
[[nodiscard]] std::vector<HangSet> hung_on(const Op& op, Operands<S> operands,
                                           const Batch<S>& cotangent) {
  std::vector<HangSet> hung(static_cast<std::size_t>(cotangent.cols()));
  const Batch<S>& z = *operands[0];
  for (const S& kink : kinks<S>(op)) {
    for (Index i = 0; i < z.rows(); ++i) {
      for (Index n = 0; n < z.cols(); ++n) {
        if (z(i, n) == kink && cotangent(i, n) != S(0)) {
          hung[static_cast<std::size_t>(n)] |= Hang::kink;
        }
      }
    }
  }
  return hung;
}

}  // namespace axiomark
