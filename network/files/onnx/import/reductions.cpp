#include <fmt/format.h>

#include <numeric>

#include "network/files/onnx/import/rules.hpp"
#include "network/files/onnx/import/steps.hpp"

namespace axiomark {
namespace {

// Axes to reduce, counted from the front; none: all of them.
template <Scalar S>
Result<std::vector<Index>> reduced_axes(OnnxNode<S>& node, int first_input_opset,
                                        std::size_t rank) {
  const auto given = node.axes(first_input_opset);
  if (!given) return tl::make_unexpected(given.error());
  if (given->empty() && node.integer("noop_with_empty_axes", 0) != 0) {
    return node.refuse("a reduction over no axes");
  }
  std::vector<Index> axes;
  for (const std::int64_t axis : *given) {
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

namespace {

// Over all spatial dimensions, which stay as ones.
template <Scalar S, class Make>
OnnxResult<S> reduce_space(OnnxNode<S>& node, const Make& make) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  if (x->shape.size() < 3) {
    return node.reject("an input of shape " + to_text(x->shape), "[samples, channels, spatial...]");
  }
  std::vector<Index> axes(x->shape.size() - 2);
  std::iota(axes.begin(), axes.end(), 2);
  return one_output<S>(OnnxSteps<S>(node).mapped(make(x->shape, axes, true), *x));
}

}  // namespace

template <Scalar S>
OnnxResult<S> OnnxReductions<S>::global_average(OnnxNode<S>& node) {
  return reduce_space(node, reduce_mean<S>);
}

template <Scalar S>
OnnxResult<S> OnnxReductions<S>::global_max(OnnxNode<S>& node) {
  return reduce_space(node, reduce_max);
}

template struct OnnxReductions<float>;
template struct OnnxReductions<double>;
template struct OnnxReductions<Rational>;

}  // namespace axiomark
