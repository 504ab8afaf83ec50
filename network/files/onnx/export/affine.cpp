#include <fmt/format.h>

#include <algorithm>

#include "network/files/onnx/export/rules.hpp"

namespace axiomark {
namespace {

// A parameter vector with dimensions along which it does not change cut to one: ONNX repeats it.
template <Scalar S>
std::pair<Vector<S>, Shape> compressed(const Vector<S>& values, const Shape& shape) {
  std::pair<Vector<S>, Shape> least{values, shape};
  auto& [kept, dimensions] = least;
  for (std::size_t d = 0; d < shape.size(); ++d) {
    const Index size = dimensions[d];
    const Index inner =
        element_count({dimensions.begin() + static_cast<std::ptrdiff_t>(d) + 1, dimensions.end()});
    const Index block = size * inner;
    bool constant = true;
    for (Index k = 0; k < kept.size() && constant; ++k) {
      constant = kept(k) == kept(k - k % block + k % inner);
    }
    if (!constant || size == 1) continue;
    Vector<S> rest(kept.size() / size);
    for (Index k = 0; k < rest.size(); ++k) rest(k) = kept(k / inner * block + k % inner);
    kept = std::move(rest);
    dimensions[d] = 1;
  }
  return least;
}

template <Scalar S>
void with_constant(OnnxNodeWriter<S>& node, const std::string& op_type, const std::string& part,
                   const Vector<S>& values) {
  const OnnxTensor& x = node.operands()[0];
  const auto [kept, dimensions] = compressed(values, x.shape);
  node.last(op_type, {x.name, node.numbers(part, kept, dimensions)}, x.shape);
}

std::vector<Index> joined(std::vector<Index> first, const std::vector<Index>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

}  // namespace

void set_window(onnx::NodeProto& node, const WindowGeometry& geometry, bool with_dilations) {
  set_attribute(node, "kernel_shape", geometry.kernel);
  set_attribute(node, "strides", geometry.stride);
  if (with_dilations) set_attribute(node, "dilations", geometry.dilation);
  set_attribute(node, "pads", joined(geometry.pad_begin, geometry.pad_end));
}

template <Scalar S>
void OnnxExportRules<S>::write(const Dense<S>& op, Node& node) {
  const OnnxTensor x = node.flat_operand(0);
  const Eigen::Map<const Vector<S>> weights(op.weights.data(), op.weights.size());
  const std::string w = node.numbers("weight", weights, {op.weights.rows(), op.weights.cols()});
  const std::string b = node.numbers("bias", op.bias, {op.bias.size()});
  set_attribute(node.last("Gemm", {x.name, w, b}, {op.weights.rows()}), "transB", Index{1});
}

template <Scalar S>
void OnnxExportRules<S>::write(const Convolution<S>& op, Node& node) {
  const OnnxTensor x = node.operand(0);
  Shape dimensions{op.weights.rows(), op.in[0] / op.groups};
  dimensions = joined(dimensions, op.window.kernel);
  const Eigen::Map<const Vector<S>> weights(op.weights.data(), op.weights.size());
  const std::string w = node.numbers("weight", weights, dimensions);
  const std::string b = node.numbers("bias", op.bias, {op.bias.size()});
  // Conv knows no ceil_mode: what that adds lies behind a longer padding.
  WindowGeometry window = op.window;
  for (std::size_t d = 0; d < window.kernel.size(); ++d) {
    const Index count = node.result_shape()[d + 1];
    const Index reach =
        (count - 1) * window.stride[d] + (window.kernel[d] - 1) * window.dilation[d];
    window.pad_end[d] = std::max(window.pad_end[d], reach + 1 - op.in[d + 1] - window.pad_begin[d]);
  }
  auto& conv = node.last("Conv", {x.name, w, b}, node.result_shape());
  set_window(conv, window, true);
  set_attribute(conv, "group", op.groups);
}

template <Scalar S>
void OnnxExportRules<S>::write(const Scale<S>& op, Node& node) {
  with_constant(node, "Mul", "factor", op.factor);
}

template <Scalar S>
void OnnxExportRules<S>::write(const Shift<S>& op, Node& node) {
  with_constant(node, "Add", "offset", op.offset);
}

template <Scalar S>
void OnnxExportRules<S>::write(const Sum<S>& op, Node& node) {
  const std::vector<OnnxTensor> terms = node.alike();
  const Shape shape = terms[0].shape;
  const bool pair = terms.size() == 2 && op.coefficients(0) == S(1);
  if (pair && op.coefficients(1) == S(1)) {
    node.last("Add", {terms[0].name, terms[1].name}, shape);
    return;
  }
  if (pair && op.coefficients(1) == S(-1)) {
    node.last("Sub", {terms[0].name, terms[1].name}, shape);
    return;
  }
  std::vector<std::string> names;
  for (std::size_t k = 0; k < terms.size(); ++k) {
    const S& c = op.coefficients(static_cast<Index>(k));
    names.push_back(terms[k].name);
    if (c == S(1)) continue;
    const std::string factor = node.number(fmt::format("coefficient_{}", k + 1), c);
    names.back() =
        node.step("Mul", {terms[k].name, factor}, fmt::format("term_{}", k + 1)).output(0);
  }
  node.last("Sum", names, shape);
}

#define AXIOMARK_INSTANTIATE(S)                                                       \
  template void OnnxExportRules<S>::write(const Dense<S>&, OnnxNodeWriter<S>&);       \
  template void OnnxExportRules<S>::write(const Convolution<S>&, OnnxNodeWriter<S>&); \
  template void OnnxExportRules<S>::write(const Scale<S>&, OnnxNodeWriter<S>&);       \
  template void OnnxExportRules<S>::write(const Shift<S>&, OnnxNodeWriter<S>&);       \
  template void OnnxExportRules<S>::write(const Sum<S>&, OnnxNodeWriter<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
