#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "network/files/onnx/export/index_forms.hpp"
#include "network/files/onnx/export/rules.hpp"

namespace axiomark {
namespace {

std::vector<Index> behind_batch(std::vector<Index> axes) {
  for (Index& axis : axes) ++axis;
  return axes;
}

// Any windows: their members side by side, [values, longest window], the rest filled up with a
// value that changes no result.
template <Scalar S>
OnnxTensor members(const Windows& windows, const S& neutral, OnnxNodeWriter<S>& node) {
  const Index count = element_count(windows.out);
  Index longest = 1;
  bool equal = true;
  for (Index k = 0; k < count; ++k) {
    const auto size = static_cast<Index>(windows[k].size());
    equal = equal && size == static_cast<Index>(windows[0].size()) && size > 0;
    longest = std::max(longest, size);
  }
  const Index behind = element_count(windows.in);
  std::vector<Index> positions;
  for (Index k = 0; k < count; ++k) {
    positions.insert(positions.end(), windows[k].begin(), windows[k].end());
    positions.resize(static_cast<std::size_t>((k + 1) * longest), behind);
  }
  std::string from = node.flat_operand(0).name;
  if (!equal) {
    const std::string fill = node.number("fill", neutral);
    from =
        node.step("Pad", {from, node.integers("pads", {0, 0, 0, 1}), fill}, "with_fill").output(0);
  }
  auto& gather = node.step("Gather", {from, node.integers("members", positions)}, "gather");
  set_attribute(gather, "axis", Index{1});
  const Shape shape{count, longest};
  const std::string to = node.integers("windows", {0, count, longest});
  return {node.step("Reshape", {gather.output(0), to}, "windows").output(0), shape};
}

template <Scalar S>
bool equal(const Result<WindowSum<S>>& made, const WindowSum<S>& op) {
  return made && (made->weight == op.weight).all();
}

// ReduceSum has its axes as an input, the others as an attribute.
template <Scalar S>
bool write_reduction(const WindowSum<S>& op, OnnxNodeWriter<S>& node) {
  const auto form = reduction_form(op.windows);
  if (!form) return false;
  const auto& in = op.windows.in;
  const auto keep = static_cast<Index>(form->keep_dimensions);
  const std::vector<Index> axes = behind_batch(form->axes);
  if (equal(reduce_sum<S>(in, form->axes, form->keep_dimensions), op)) {
    const std::string x = node.operand(0).name;
    auto& sum = node.last("ReduceSum", {x, node.integers("axes", axes)}, op.windows.out);
    set_attribute(sum, "keepdims", keep);
    return true;
  }
  if (equal(reduce_mean<S>(in, form->axes, form->keep_dimensions), op)) {
    auto& mean = node.last("ReduceMean", {node.operand(0).name}, op.windows.out);
    set_attribute(mean, "axes", axes);
    set_attribute(mean, "keepdims", keep);
    return true;
  }
  return false;
}

template <Scalar S>
bool write_pool(const WindowSum<S>& op, OnnxNodeWriter<S>& node) {
  const auto geometry = pool_form(op.windows);
  // Dilated means come with opset 19.
  if (!geometry || std::ranges::any_of(geometry->dilation, [](Index d) { return d != 1; })) {
    return false;
  }
  for (const bool with_padding : {false, true}) {
    if (!equal(average_pool<S>(op.windows.in, *geometry, with_padding), op)) continue;
    auto& pool = node.last("AveragePool", {node.operand(0).name}, op.windows.out);
    set_window(pool, *geometry, false);
    set_attribute(pool, "count_include_pad", static_cast<Index>(with_padding));
    return true;
  }
  return false;
}

}  // namespace

template <Scalar S>
void OnnxExportRules<S>::write(const WindowSum<S>& op, Node& node) {
  // A pool over everything is a reduction, too: by its name, it stays what it was.
  const bool pool = op.form.find("pool") != std::string::npos;
  if (pool ? write_pool(op, node) || write_reduction(op, node)
           : write_reduction(op, node) || write_pool(op, node)) {
    return;
  }
  const OnnxTensor x = members<S>(op.windows, S(0), node);
  auto& sum = node.step("ReduceSum", {x.name, node.integers("axes", {2})}, "sum");
  set_attribute(sum, "keepdims", Index{0});
  const Shape flat{op.weight.size()};
  const std::string weights = node.numbers("weight", op.weight, flat);
  node.result_from({node.step("Mul", {sum.output(0), weights}, "weighted").output(0), flat});
}

template <Scalar S>
void OnnxExportRules<S>::write(const WindowMax& op, Node& node) {
  const bool pool = op.form.find("pool") != std::string::npos;
  const auto reduction = pool ? std::nullopt : reduction_form(op.windows);
  if (reduction) {
    auto& max = node.last("ReduceMax", {node.operand(0).name}, op.windows.out);
    set_attribute(max, "axes", behind_batch(reduction->axes));
    set_attribute(max, "keepdims", static_cast<Index>(reduction->keep_dimensions));
    return;
  }
  if (const auto geometry = pool_form(op.windows)) {
    auto& max = node.last("MaxPool", {node.operand(0).name}, op.windows.out);
    set_window(max, *geometry, true);
    return;
  }
  // Not a member once more, which would be a tie: the lowest number there is, which never wins.
  const OnnxTensor x = members<S>(op.windows, std::numeric_limits<S>::lowest(), node);
  auto& max = node.step("ReduceMax", {x.name}, "max");
  set_attribute(max, "axes", std::vector<Index>{2});
  set_attribute(max, "keepdims", Index{0});
  node.result_from({max.output(0), {x.shape[0]}});
}

#define AXIOMARK_INSTANTIATE(S)                                                     \
  template void OnnxExportRules<S>::write(const WindowSum<S>&, OnnxNodeWriter<S>&); \
  template void OnnxExportRules<S>::write(const WindowMax&, OnnxNodeWriter<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
