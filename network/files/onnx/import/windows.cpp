#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "network/files/json_numbers.hpp"
#include "network/files/onnx/import/rules.hpp"
#include "network/files/onnx/import/steps.hpp"

namespace axiomark {
namespace {

// One number per spatial dimension, or `otherwise` for each.
template <Scalar S>
Result<std::vector<Index>> per_dimension(OnnxNode<S>& node, std::string_view attribute,
                                         std::size_t count, Index otherwise) {
  if (!node.attribute(attribute)) return std::vector<Index>(count, otherwise);
  const auto given = node.integer_list(attribute);
  if (given.size() != count) {
    return node.reject(fmt::format("attribute {} with {} numbers", attribute, given.size()),
                       fmt::format("{}", count));
  }
  // Larger ones would leave the range of a position somewhere on the way.
  constexpr std::int64_t kLargest = 1 << 30;
  for (const std::int64_t value : given) {
    if (value < 0 || value > kLargest) {
      return node.reject(fmt::format("attribute {} with {}", attribute, value),
                         fmt::format("0 to {}", kLargest));
    }
  }
  return std::vector<Index>(given.begin(), given.end());
}

// SAME_UPPER and SAME_LOWER: ceil(size / stride) windows, the padding shared out evenly.
void pad_same(WindowGeometry& geometry, const Shape& spatial, bool upper) {
  for (std::size_t d = 0; d < spatial.size(); ++d) {
    const Index count = (spatial[d] + geometry.stride[d] - 1) / geometry.stride[d];
    const Index reach =
        (count - 1) * geometry.stride[d] + (geometry.kernel[d] - 1) * geometry.dilation[d] + 1;
    const Index all = std::max<Index>(0, reach - spatial[d]);
    geometry.pad_begin[d] = upper ? all / 2 : all - all / 2;
    geometry.pad_end[d] = all - geometry.pad_begin[d];
  }
}

// The window over the dimensions behind [samples, channels]. `kernel`: where no attribute says it.
template <Scalar S>
Result<WindowGeometry> window_of(OnnxNode<S>& node, const Shape& shape,
                                 const std::vector<Index>& kernel) {
  if (shape.size() < 3) {
    return node.reject("an input of shape " + to_text(shape), "[samples, channels, spatial...]");
  }
  const Shape spatial(shape.begin() + 2, shape.end());
  WindowGeometry geometry;
  geometry.kernel = kernel;
  if (node.attribute("kernel_shape")) {
    const auto given = per_dimension(node, "kernel_shape", spatial.size(), 1);
    if (!given) return tl::make_unexpected(given.error());
    if (!kernel.empty() && *given != kernel) {
      return node.reject("attribute kernel_shape " + to_text(*given), to_text(kernel));
    }
    geometry.kernel = *given;
  }
  if (geometry.kernel.size() != spatial.size()) {
    return node.reject(fmt::format("a window of {} dimensions", geometry.kernel.size()),
                       fmt::format("{}", spatial.size()));
  }
  auto strides = per_dimension(node, "strides", spatial.size(), 1);
  if (!strides) return tl::make_unexpected(strides.error());
  auto dilations = per_dimension(node, "dilations", spatial.size(), 1);
  if (!dilations) return tl::make_unexpected(dilations.error());
  const auto pads = per_dimension(node, "pads", 2 * spatial.size(), 0);
  if (!pads) return tl::make_unexpected(pads.error());
  geometry.stride = std::move(*strides);
  geometry.dilation = std::move(*dilations);
  const auto middle = pads->begin() + static_cast<std::ptrdiff_t>(spatial.size());
  geometry.pad_begin.assign(pads->begin(), middle);
  geometry.pad_end.assign(middle, pads->end());
  geometry.ceil_mode = node.integer("ceil_mode", 0) != 0;
  const bool positive = std::ranges::all_of(geometry.stride, [](Index s) { return s > 0; });
  const std::string padding = node.text("auto_pad", "NOTSET");
  if (padding == "VALID") {
    std::ranges::fill(geometry.pad_begin, 0);
    std::ranges::fill(geometry.pad_end, 0);
  } else if (positive && (padding == "SAME_UPPER" || padding == "SAME_LOWER")) {
    pad_same(geometry, spatial, padding == "SAME_UPPER");
  } else if (padding != "NOTSET") {
    return node.refuse(fmt::format("attribute auto_pad = \"{}\"", padding));
  }
  // All windows with all their members, before anyone lists them.
  const auto counts = window_counts("window", geometry, spatial);
  if (!counts) return node.reject(counts.error().found, counts.error().expected);
  Shape members{shape[0], shape[1]};
  members.insert(members.end(), counts->begin(), counts->end());
  members.insert(members.end(), geometry.kernel.begin(), geometry.kernel.end());
  if (!checked_count(members)) {
    return node.reject("windows " + to_text(*counts) + " of size " + to_text(geometry.kernel),
                       fmt::format("at most {} values in all", kLargestTensor));
  }
  return geometry;
}

// Applies to x in the shape that the operator works on, [channels, spatial...].
template <Scalar S, class Op>
Result<OnnxVariable> over_windows(OnnxNode<S>& node, const OnnxVariable& x, Result<Op> op) {
  if (!op) return node.reject(op.error().found, op.error().expected);
  const auto out = output_shape<S>(*op, std::span(&x.shape, 1));
  if (!out) return node.reject(out.error().found, out.error().expected);
  return OnnxVariable{node.apply(Operator<S>(std::move(*op)), {node.in_shape(x, x.shape)}), *out};
}

// A pool keeps channels apart, so that the channels of all samples are channels.
template <Scalar S, class Make>
OnnxResult<S> pool(OnnxNode<S>& node, const Make& make) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const auto window = window_of(node, x->shape, {});
  if (!window) return tl::make_unexpected(window.error());
  Shape in{x->shape[0] * x->shape[1]};
  in.insert(in.end(), x->shape.begin() + 2, x->shape.end());
  auto y = over_windows(node, {x->tensor, in}, make(in, *window));
  if (!y) return tl::make_unexpected(y.error());
  y->shape.front() = x->shape[1];
  y->shape.insert(y->shape.begin(), x->shape[0]);
  return one_output<S>(*y);
}

// Several samples lie along a spatial dimension of their own, which the window steps through one by
// one: [channels, samples, spatial...].
template <Scalar S>
OnnxResult<S> convolve(OnnxNode<S>& node, const OnnxVariable& x, Convolution<S> op) {
  const Index samples = x.shape[0];
  Shape in(x.shape.begin() + 1, x.shape.end());
  op.in = in;
  if (samples == 1) {
    auto y = over_windows(node, {x.tensor, in}, Result<Convolution<S>>(std::move(op)));
    if (!y) return tl::make_unexpected(y.error());
    y->shape.insert(y->shape.begin(), 1);
    return one_output<S>(*y);
  }
  op.in.insert(op.in.begin() + 1, samples);
  WindowGeometry& w = op.window;
  for (auto* sizes : {&w.kernel, &w.stride, &w.dilation}) sizes->insert(sizes->begin(), 1);
  for (auto* pads : {&w.pad_begin, &w.pad_end}) pads->insert(pads->begin(), 0);
  std::vector<Index> order(x.shape.size());
  std::iota(order.begin(), order.end(), 0);
  std::swap(order[0], order[1]);
  OnnxSteps<S> steps(node);
  const auto y =
      over_windows(node, steps.transposed(x, order), Result<Convolution<S>>(std::move(op)));
  if (!y) return tl::make_unexpected(y.error());
  return one_output<S>(steps.transposed(*y, order));
}

}  // namespace

template <Scalar S>
OnnxResult<S> OnnxWindows<S>::convolution(OnnxNode<S>& node) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const auto w = node.numbers(1);
  if (!w) return tl::make_unexpected(w.error());
  const Shape& filters = (*w)->shape;
  if (filters.size() < 3 || (*w)->values.size() == 0) {
    return node.reject("weights of shape " + to_text(filters), "[outputs, channels, kernel...]");
  }
  auto window = window_of(node, x->shape, {filters.begin() + 2, filters.end()});
  if (!window) return tl::make_unexpected(window.error());
  Convolution<S> op;
  op.groups = static_cast<Index>(node.integer("group", 1));
  op.window = std::move(*window);
  const Index columns = element_count({filters.begin() + 1, filters.end()});
  op.weights = Eigen::Map<const Matrix<S>>((*w)->values.data(), filters[0], columns);
  op.bias = Vector<S>::Constant(filters[0], S(0));
  if (node.has_operand(2)) {
    const auto b = node.numbers(2);
    if (!b) return tl::make_unexpected(b.error());
    op.bias = (*b)->values;
  }
  return convolve(node, *x, std::move(op));
}

template <Scalar S>
OnnxResult<S> OnnxWindows<S>::max_pool(OnnxNode<S>& node) {
  return pool(node, axiomark::max_pool);
}

template <Scalar S>
OnnxResult<S> OnnxWindows<S>::average_pool(OnnxNode<S>& node) {
  const bool with_padding = node.integer("count_include_pad", 0) != 0;
  return pool(node, [&](const Shape& in, const WindowGeometry& window) {
    return axiomark::average_pool<S>(in, window, with_padding);
  });
}

template struct OnnxWindows<float>;
template struct OnnxWindows<double>;
template struct OnnxWindows<Rational>;

}  // namespace axiomark
