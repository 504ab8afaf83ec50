#pragma once

#include <string>
#include <variant>

#include "network/operators/combine.hpp"
#include "network/operators/convolution.hpp"
#include "network/operators/dense.hpp"
#include "network/operators/elementwise.hpp"
#include "network/operators/operands.hpp"
#include "network/operators/rearrange.hpp"
#include "network/operators/scale_shift.hpp"
#include "network/operators/softmax.hpp"
#include "network/operators/windows.hpp"

namespace axiomark {

/// The closed set of operators. A method or an axiom that forgets one does not compile.
template <Scalar S>
using Operator =
    std::variant<Dense<S>, Convolution<S>, Scale<S>, Shift<S>, Rearrange<S>, WindowSum<S>, Sum<S>,
                 Concat, Relu, LeakyRelu<S>, Abs, Clip<S>, Power, Sigmoid, Tanh, Softplus, Elu<S>,
                 Gelu, Exp, Log, Sqrt, WindowMax, Max, Min, Product, Softmax>;

/// Exactly the variant: an alternative without its own overload must not convert to the variant and
/// call itself for ever; it must fail to compile.
template <class V, class S>
concept IsOperator = std::same_as<V, Operator<S>>;

/// The same operations on any alternative.
template <Scalar S, IsOperator<S> V>
[[nodiscard]] std::string_view name(const V& op);
template <Scalar S, IsOperator<S> V>
[[nodiscard]] OperatorKind kind(const V& op);
template <Scalar S, IsOperator<S> V>
[[nodiscard]] Result<Shape> output_shape(const V& op, std::span<const Shape> operands);
template <Scalar S, IsOperator<S> V>
[[nodiscard]] Batch<S> evaluate(const V& op, Operands<S> operands);
template <Scalar S, IsOperator<S> V>
[[nodiscard]] std::vector<Batch<S>> pull_back(const V& op, Operands<S> operands,
                                              const Batch<S>& cotangent,
                                              const Conventions<S>& conventions);
/// Per sample, the conventions that the pull-back of a signal hung on; empty for most operators.
template <Scalar S, IsOperator<S> V>
[[nodiscard]] std::vector<HangSet> hung_on(const V& op, Operands<S> operands,
                                           const Batch<S>& cotangent);

/// Whether a rational operand has a rational value: all but sigmoid, tanh, exp and the like.
template <Scalar S, IsOperator<S> V>
[[nodiscard]] bool has_rational_value(const V& op);
/// Whether the result is piecewise linear in the operands (affine, kinked or selecting).
template <Scalar S, IsOperator<S> V>
[[nodiscard]] bool is_piecewise_linear(const V& op);

/// The same operator with its parameters converted: exact to Rational, else rounded to nearest.
template <Scalar To, Scalar From>
[[nodiscard]] Operator<To> convert(const Operator<From>& op);

/// Calls visit(parameters) for each parameter array of the operator, as an Eigen array or a single
/// scalar: for checks, counts and rounding bounds that do not care which parameter it is.
template <Scalar S, class Op, class Visit>
void for_each_parameter(Op& op, const Visit& visit);

/// One operator of a list, for `axiomark list operators`.
struct OperatorInfo {
  std::string name;
  OperatorKind kind;
  bool rational;
  std::string formula;
};
[[nodiscard]] std::vector<OperatorInfo> operator_list();

template <Scalar S, class Op, class Visit>
void for_each_parameter(Op& op, const Visit& visit) {
  using T = std::remove_const_t<Op>;
  if constexpr (std::same_as<T, Dense<S>> || std::same_as<T, Convolution<S>>) {
    visit(op.weights);
    visit(op.bias);
  } else if constexpr (std::same_as<T, Scale<S>>) {
    visit(op.factor);
  } else if constexpr (std::same_as<T, Shift<S>>) {
    visit(op.offset);
  } else if constexpr (std::same_as<T, Rearrange<S>>) {
    visit(op.fill);
  } else if constexpr (std::same_as<T, WindowSum<S>>) {
    visit(op.weight);
  } else if constexpr (std::same_as<T, Sum<S>>) {
    visit(op.coefficients);
  } else if constexpr (std::same_as<T, LeakyRelu<S>>) {
    visit(op.slope);
  } else if constexpr (std::same_as<T, Clip<S>>) {
    visit(op.low);
    visit(op.high);
  } else if constexpr (std::same_as<T, Elu<S>>) {
    visit(op.alpha);
  } else {
    static_assert(std::is_empty_v<T> || std::same_as<T, Concat> || std::same_as<T, Power> ||
                      std::same_as<T, WindowMax> || std::same_as<T, Softmax>,
                  "say which parameters the new operator has");
  }
}

}  // namespace axiomark
