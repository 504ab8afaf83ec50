#include <fmt/format.h>

#include "network/files/onnx/import/rules.hpp"
#include "network/files/onnx/import/steps.hpp"

namespace axiomark {
namespace {

template <Scalar S>
tl::unexpected<Error> no_common_shape(const OnnxNode<S>& node, std::size_t i) {
  return node.reject(fmt::format("inputs of shapes {} and {}", to_text(node.shape_of(0)),
                                 to_text(node.shape_of(i))),
                     "shapes that broadcast");
}

// The shape that all inputs broadcast to.
template <Scalar S>
Result<Shape> common_shape(const OnnxNode<S>& node) {
  std::optional<Shape> shape = Shape{};
  for (std::size_t i = 0; i < node.operand_count(); ++i) {
    if (!node.has_operand(i)) return node.reject(fmt::format("no input {}", i));
    shape = broadcast_shape(*shape, node.shape_of(i));
    if (!shape) return no_common_shape(node, i);
  }
  return *shape;
}

// One input in the common shape. The builder wants equal shapes of the operands it combines.
template <Scalar S>
Result<Tensor> in_common_shape(OnnxNode<S>& node, std::size_t i, const Shape& shape) {
  const auto x = node.tensor(i);
  if (!x) return tl::make_unexpected(x.error());
  return node.in_shape({node.broadcast(*x, shape), shape}, shape);
}

template <Scalar S>
Result<Vector<S>> constant_in_shape(OnnxNode<S>& node, std::size_t i, const Shape& shape) {
  const auto constant = node.numbers(i);
  if (!constant) return tl::make_unexpected(constant.error());
  return broadcast_values(**constant, shape);
}

// An operator on tensors, constants among them made tensors of the network.
template <Scalar S>
OnnxResult<S> combine(OnnxNode<S>& node, Operator<S> op) {
  const auto shape = common_shape(node);
  if (!shape) return tl::make_unexpected(shape.error());
  std::vector<Tensor> operands;
  for (std::size_t i = 0; i < node.operand_count(); ++i) {
    const auto x = in_common_shape(node, i, *shape);
    if (!x) return tl::make_unexpected(x.error());
    operands.push_back(*x);
  }
  return one_output<S>(node.apply(std::move(op), operands), *shape);
}

// A variable tensor and a constant: make(values of the constant) gives the operators to apply.
template <Scalar S, class Make>
OnnxResult<S> with_constant(OnnxNode<S>& node, std::size_t constant, const Make& make) {
  const auto shape = common_shape(node);
  if (!shape) return tl::make_unexpected(shape.error());
  const auto x = node.variable(1 - constant);
  if (!x) return tl::make_unexpected(x.error());
  auto values = constant_in_shape(node, constant, *shape);
  if (!values) return tl::make_unexpected(values.error());
  auto operators = make(std::move(*values));
  Tensor at = node.broadcast(*x, *shape);
  for (Operator<S>& op : operators) at = node.apply(std::move(op), {at});
  return one_output<S>(at, *shape);
}

template <Scalar S>
using Operators = std::vector<Operator<S>>;

template <Scalar S>
Vector<S> pair_of(int a, int b) {
  Vector<S> pair(2);
  pair << S(a), S(b);
  return pair;
}

template <Scalar S>
Operators<S> shift(Vector<S> offset) {
  return {Shift<S>{std::move(offset)}};
}

// a / b = a b^-1: the divisor depends on the input. In floating point one rounding more.
template <Scalar S>
OnnxResult<S> quotient(OnnxNode<S>& node) {
  const auto shape = common_shape(node);
  if (!shape) return tl::make_unexpected(shape.error());
  const auto b = node.variable(1);
  if (!b) return tl::make_unexpected(b.error());
  OnnxSteps<S> steps(node);
  const OnnxVariable inverse = steps.broadcast(steps.apply(Power{-1}, *b), *shape);
  if (node.is_constant(0)) {
    auto values = constant_in_shape(node, 0, *shape);
    if (!values) return tl::make_unexpected(values.error());
    return one_output<S>(steps.apply(Scale<S>{std::move(*values)}, inverse));
  }
  const auto a = node.variable(0);
  if (!a) return tl::make_unexpected(a.error());
  return one_output<S>(steps.product(steps.broadcast(*a, *shape), inverse));
}

}  // namespace

template <Scalar S>
OnnxResult<S> OnnxArithmetic<S>::add(OnnxNode<S>& node) {
  if (!node.is_constant(0) && !node.is_constant(1)) {
    return combine<S>(node, Sum<S>{pair_of<S>(1, 1)});
  }
  return with_constant(node, node.is_constant(0) ? 0 : 1,
                       [](Vector<S> c) { return shift<S>(std::move(c)); });
}

template <Scalar S>
OnnxResult<S> OnnxArithmetic<S>::subtract(OnnxNode<S>& node) {
  if (node.is_constant(1)) {
    return with_constant(node, 1, [](const Vector<S>& c) { return shift<S>(-c); });
  }
  if (node.is_constant(0)) {
    return with_constant(node, 0, [](Vector<S> c) {
      Vector<S> minus = Vector<S>::Constant(c.size(), S(-1));
      return Operators<S>{Scale<S>{std::move(minus)}, Shift<S>{std::move(c)}};
    });
  }
  return combine<S>(node, Sum<S>{pair_of<S>(1, -1)});
}

template <Scalar S>
OnnxResult<S> OnnxArithmetic<S>::multiply(OnnxNode<S>& node) {
  if (!node.is_constant(0) && !node.is_constant(1)) return combine<S>(node, Product{});
  return with_constant(node, node.is_constant(0) ? 0 : 1,
                       [](Vector<S> c) { return Operators<S>{Scale<S>{std::move(c)}}; });
}

template <Scalar S>
OnnxResult<S> OnnxArithmetic<S>::divide(OnnxNode<S>& node) {
  if (!node.is_constant(1)) return quotient(node);
  const auto divisor = node.numbers(1);
  if (!divisor) return tl::make_unexpected(divisor.error());
  if (((*divisor)->values == S(0)).any()) return node.reject("a division by zero");
  // Exactly 1/c in Rational. In float and double the factor is 1/c rounded, so a quotient may
  // differ from x/c in its last bit: the network that is judged multiplies.
  return with_constant(node, 1, [](const Vector<S>& c) {
    return Operators<S>{Scale<S>{c.unaryExpr([](const S& v) { return S(S(1) / v); })}};
  });
}

template <Scalar S>
OnnxResult<S> OnnxArithmetic<S>::sum(OnnxNode<S>& node) {
  const auto shape = common_shape(node);
  if (!shape) return tl::make_unexpected(shape.error());
  std::vector<Tensor> terms;
  Vector<S> offset = Vector<S>::Constant(element_count(*shape), S(0));
  bool shifted = false;
  for (std::size_t i = 0; i < node.operand_count(); ++i) {
    if (node.is_constant(i)) {
      const auto values = constant_in_shape(node, i, *shape);
      if (!values) return tl::make_unexpected(values.error());
      offset += *values;
      shifted = true;
    } else {
      const auto x = in_common_shape(node, i, *shape);
      if (!x) return tl::make_unexpected(x.error());
      terms.push_back(*x);
    }
  }
  const auto count = static_cast<Index>(terms.size());
  Tensor at = node.apply(Sum<S>{Vector<S>::Constant(count, S(1))}, terms);
  if (shifted) at = node.apply(Shift<S>{std::move(offset)}, {at});
  return one_output<S>(at, *shape);
}

template <Scalar S>
OnnxResult<S> OnnxArithmetic<S>::maximum(OnnxNode<S>& node) {
  return combine<S>(node, Max{});
}

template <Scalar S>
OnnxResult<S> OnnxArithmetic<S>::minimum(OnnxNode<S>& node) {
  return combine<S>(node, Min{});
}

template struct OnnxArithmetic<float>;
template struct OnnxArithmetic<double>;
template struct OnnxArithmetic<Rational>;

}  // namespace axiomark
