#include <fmt/format.h>

#include "network/files/onnx/import/rules.hpp"
#include "network/files/onnx/import/steps.hpp"

namespace axiomark {
namespace {

// What is normalised together: one axis of the operand seen in this shape.
struct Groups {
  Shape in;
  Index axis;
};

template <Scalar S>
Result<Groups> groups_of(OnnxNode<S>& node, const Shape& shape) {
  // Before opset 13 all dimensions from the axis on are one.
  const bool flattened = node.opset() < 13;
  const std::int64_t given = node.integer("axis", flattened ? 1 : -1);
  const auto axis = axis_from_front(given, shape.size());
  if (!axis) {
    return node.reject(fmt::format("axis {}", given), "a dimension of shape " + to_text(shape));
  }
  if (!flattened) return Groups{shape, static_cast<Index>(*axis)};
  const auto middle = shape.begin() + static_cast<std::ptrdiff_t>(*axis);
  return Groups{{element_count({shape.begin(), middle}), element_count({middle, shape.end()})}, 1};
}

}  // namespace

template <Scalar S>
OnnxResult<S> OnnxSoftmax<S>::softmax(OnnxNode<S>& node) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const auto groups = groups_of(node, x->shape);
  if (!groups) return tl::make_unexpected(groups.error());
  const Tensor operand = node.in_shape(*x, groups->in);
  return one_output<S>(node.apply(Operator<S>(Softmax{groups->in, groups->axis}), {operand}),
                       x->shape);
}

// d = z - max(z), y = d - log(sum of exp(d)): without the largest, exp would overflow, and the
// logarithm of a softmax is lost where that underflows. The largest cancels in every derivative.
template <Scalar S>
OnnxResult<S> OnnxSoftmax<S>::log_softmax(OnnxNode<S>& node) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const auto groups = groups_of(node, x->shape);
  if (!groups) return tl::make_unexpected(groups.error());
  const Shape& in = groups->in;
  OnnxSteps<S> steps(node);
  const OnnxVariable z{x->tensor, in};
  const OnnxVariable largest = steps.mapped(reduce_max(in, {groups->axis}), z);
  const OnnxVariable d = steps.sum(S(1), z, S(-1), steps.broadcast(largest, in));
  const OnnxVariable total = steps.mapped(reduce_sum<S>(in, {groups->axis}), steps.apply(Exp{}, d));
  const OnnxVariable logarithm = steps.apply(Log{}, total);
  const OnnxVariable y = steps.sum(S(1), d, S(-1), steps.broadcast(logarithm, in));
  return one_output<S>(y.tensor, x->shape);
}

template struct OnnxSoftmax<float>;
template struct OnnxSoftmax<double>;
template struct OnnxSoftmax<Rational>;

}  // namespace axiomark
