#include <fmt/format.h>

#include "network/files/onnx/rules.hpp"

namespace axiomark {
namespace {

// Axes to reduce: an attribute in older opsets, an optional input from `first_input_opset` on.
template <Scalar S>
Result<std::vector<Index>> reduced_axes(OnnxNode<S>& node, int first_input_opset,
                                        std::size_t rank) {
  std::vector<std::int64_t> given;
  if (node.opset() < first_input_opset) {
    if (node.has_operand(1)) return node.reject("axes as an input", "an attribute");
    given = node.integer_list("axes");
  } else {
    if (node.attribute("axes")) {
      return node.refuse(fmt::format("attribute axes in opset {}", node.opset()), "an input");
    }
    if (node.has_operand(1)) {
      const auto axes = node.integers(1);
      if (!axes) return tl::make_unexpected(axes.error());
      given = *axes;
    }
  }
  if (given.empty() && node.integer("noop_with_empty_axes", 0) != 0) {
    return node.refuse("a reduction over no axes");
  }
  std::vector<Index> axes;
  for (const std::int64_t axis : given) {
    const auto d = axis_from_front(axis, rank);
    if (!d) return node.reject(fmt::format("axis {}", axis), fmt::format("one of {}", rank));
    axes.push_back(static_cast<Index>(*d));
  }
  return axes;
}

template <Scalar S, class Make>
OnnxResult<S> reduce(OnnxNode<S>& node, int first_input_opset, const Make& make) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const auto axes = reduced_axes(node, first_input_opset, x->shape.size());
  if (!axes) return tl::make_unexpected(axes.error());
  auto op = make(x->shape, *axes, node.integer("keepdims", 1) != 0);
  if (!op) return node.reject(op.error().found, op.error().expected);
  const Shape out = op->windows.out;
  return one_output<S>(node.apply(Operator<S>(std::move(*op)), {node.in_shape(*x, x->shape)}), out);
}

}  // namespace

template <Scalar S>
OnnxResult<S> OnnxReductions<S>::sum(OnnxNode<S>& node) {
  return reduce(node, 13, reduce_sum<S>);
}

template <Scalar S>
OnnxResult<S> OnnxReductions<S>::mean(OnnxNode<S>& node) {
  return reduce(node, 18, reduce_mean<S>);
}

template <Scalar S>
OnnxResult<S> OnnxReductions<S>::max(OnnxNode<S>& node) {
  return reduce(node, 18, reduce_max);
}

template <Scalar S>
OnnxResult<S> OnnxReductions<S>::softmax(OnnxNode<S>& node) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  // Before opset 13 all dimensions from the axis on are one.
  const bool one_group = node.opset() < 13;
  const auto axis = axis_from_front(node.integer("axis", one_group ? 1 : -1), x->shape.size());
  if (!axis) {
    return node.reject(fmt::format("axis {}", node.integer("axis", 1)),
                       "a dimension of shape " + to_text(x->shape));
  }
  Softmax op{x->shape, static_cast<Index>(*axis)};
  if (one_group) {
    const auto middle = x->shape.begin() + op.axis;
    op.in = {element_count({x->shape.begin(), middle}), element_count({middle, x->shape.end()})};
    op.axis = 1;
  }
  const Tensor operand = node.in_shape(*x, op.in);
  return one_output<S>(node.apply(Operator<S>(std::move(op)), {operand}), x->shape);
}

template struct OnnxReductions<float>;
template struct OnnxReductions<double>;
template struct OnnxReductions<Rational>;

}  // namespace axiomark
