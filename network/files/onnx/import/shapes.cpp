#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "network/files/json_numbers.hpp"
#include "network/files/onnx/import/rules.hpp"
#include "network/files/onnx/import/steps.hpp"

namespace axiomark {
namespace {

// The same values under another shape: no node.
template <Scalar S>
OnnxResult<S> renamed(OnnxNode<S>& node, Shape shape) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  return one_output<S>(x->tensor, std::move(shape));
}

// The axes of Squeeze and Unsqueeze became an input with this operator set.
constexpr int kAxesAsInput = 13;

// Marks the axes of a tensor of `rank` dimensions.
template <Scalar S>
Result<std::vector<bool>> marked_axes(OnnxNode<S>& node, const std::vector<std::int64_t>& axes,
                                      std::size_t rank) {
  std::vector<bool> marked(rank, false);
  for (const std::int64_t axis : axes) {
    const auto d = axis_from_front(axis, rank);
    if (!d || marked[*d]) {
      return node.reject(fmt::format("axis {}", axis),
                         fmt::format("different ones of {} dimensions", rank));
    }
    marked[*d] = true;
  }
  return marked;
}

}  // namespace

template <Scalar S>
OnnxResult<S> OnnxShapes<S>::identity(OnnxNode<S>& node) {
  return std::vector<OnnxValue<S>>{node.operand(0)};
}

template <Scalar S>
OnnxResult<S> OnnxShapes<S>::dropout(OnnxNode<S>& node) {
  // Inference leaves the values alone; a model that is switched to training does not.
  if (node.has_operand(2)) {
    const auto training = node.integers(2);
    if (!training) return tl::make_unexpected(training.error());
    if (std::ranges::any_of(*training, [](std::int64_t flag) { return flag != 0; })) {
      return node.refuse("training_mode = true", "inference");
    }
  }
  return identity(node);
}

template <Scalar S>
OnnxResult<S> OnnxShapes<S>::flatten(OnnxNode<S>& node) {
  const Shape in = node.shape_of(0);
  const std::int64_t axis = node.integer("axis", 1);
  const auto rank = static_cast<std::int64_t>(in.size());
  if (axis < -rank || axis > rank) {
    return node.reject(fmt::format("axis {}", axis), fmt::format("-{} to {}", rank, rank));
  }
  const auto middle = in.begin() + (axis < 0 ? axis + rank : axis);
  return renamed(node, {element_count({in.begin(), middle}), element_count({middle, in.end()})});
}

template <Scalar S>
OnnxResult<S> OnnxShapes<S>::reshape(OnnxNode<S>& node) {
  const Shape in = node.shape_of(0);
  const auto target = node.integers(1);
  if (!target) return tl::make_unexpected(target.error());
  const bool copy_at_zero = node.integer("allowzero", 0) == 0;
  Shape out(target->begin(), target->end());
  const auto mismatch = [&] {
    return node.reject(fmt::format("shape {} for an input of shape {}",
                                   to_text(Shape(target->begin(), target->end())), to_text(in)),
                       fmt::format("{} values", element_count(in)));
  };
  std::ptrdiff_t open = -1;
  for (std::size_t d = 0; d < out.size(); ++d) {
    if (out[d] == 0 && copy_at_zero && d < in.size()) out[d] = in[d];
    if (out[d] == -1 && open < 0) {
      open = static_cast<std::ptrdiff_t>(d);
      out[d] = 1;
    }
  }
  const auto known = checked_count(out);
  if (!known || *known == 0) return mismatch();
  if (open >= 0) out[static_cast<std::size_t>(open)] = element_count(in) / *known;
  if (element_count(out) != element_count(in)) return mismatch();
  return renamed(node, std::move(out));
}

template <Scalar S>
OnnxResult<S> OnnxShapes<S>::squeeze(OnnxNode<S>& node) {
  const Shape in = node.shape_of(0);
  const auto axes = node.axes(kAxesAsInput);
  if (!axes) return tl::make_unexpected(axes.error());
  const auto marked = marked_axes(node, *axes, in.size());
  if (!marked) return tl::make_unexpected(marked.error());
  Shape out;
  for (std::size_t d = 0; d < in.size(); ++d) {
    if ((*marked)[d] && in[d] != 1) {
      return node.reject(fmt::format("axis {} of shape {}", d, to_text(in)), "a dimension of 1");
    }
    const bool removed = axes->empty() ? in[d] == 1 : (*marked)[d];
    if (!removed) out.push_back(in[d]);
  }
  return renamed(node, std::move(out));
}

template <Scalar S>
OnnxResult<S> OnnxShapes<S>::unsqueeze(OnnxNode<S>& node) {
  const Shape in = node.shape_of(0);
  const auto axes = node.axes(kAxesAsInput);
  if (!axes) return tl::make_unexpected(axes.error());
  const auto marked = marked_axes(node, *axes, in.size() + axes->size());
  if (!marked) return tl::make_unexpected(marked.error());
  Shape out;
  auto next = in.begin();
  for (const bool added : *marked) out.push_back(added ? 1 : *next++);
  return renamed(node, std::move(out));
}

template <Scalar S>
OnnxResult<S> OnnxShapes<S>::transpose(OnnxNode<S>& node) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  std::vector<Index> order(x->shape.size());
  std::iota(order.rbegin(), order.rend(), 0);
  if (node.attribute("perm")) {
    const auto given = node.integer_list("perm");
    order.assign(given.begin(), given.end());
  }
  if (const auto map = axiomark::transpose<S>(x->shape, order); !map) {
    return node.reject(map.error().found, map.error().expected);
  }
  return one_output<S>(OnnxSteps<S>(node).transposed(*x, order));
}

template <Scalar S>
OnnxResult<S> OnnxShapes<S>::concat(OnnxNode<S>& node) {
  if (!node.attribute("axis")) return node.reject("no attribute axis");
  const auto axis = axis_from_front(node.integer("axis", 0), node.shape_of(0).size());
  if (!axis) {
    return node.reject(fmt::format("axis {}", node.integer("axis", 0)),
                       "a dimension of shape " + to_text(node.shape_of(0)));
  }
  Concat op{{}, static_cast<Index>(*axis)};
  std::vector<Tensor> operands;
  for (std::size_t i = 0; i < node.operand_count(); ++i) {
    const auto x = node.tensor(i);
    if (!x) return tl::make_unexpected(x.error());
    op.in.push_back(x->shape);
    operands.push_back(node.in_shape(*x, x->shape));
  }
  const auto out = output_shape<S>(op, std::span<const Shape>(op.in));
  if (!out) return node.reject(out.error().found, out.error().expected);
  return one_output<S>(node.apply(std::move(op), operands), *out);
}

template struct OnnxShapes<float>;
template struct OnnxShapes<double>;
template struct OnnxShapes<Rational>;

}  // namespace axiomark
