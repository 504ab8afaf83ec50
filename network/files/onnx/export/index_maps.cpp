#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

#include "network/files/onnx/export/index_forms.hpp"
#include "network/files/onnx/export/rules.hpp"

namespace axiomark {
namespace {

// The batch's entry, then those of the other dimensions.
std::vector<Index> behind_batch(Index batch, const std::vector<Index>& rest) {
  std::vector<Index> all{batch};
  all.insert(all.end(), rest.begin(), rest.end());
  return all;
}

template <Scalar S>
class MapWriter {
 public:
  MapWriter(const Rearrange<S>& op, OnnxNodeWriter<S>& node) : op_(op), node_(node) {}

  void operator()(const TransposeForm& form) {
    std::vector<Index> order = form.permutation;
    for (Index& d : order) ++d;
    set_attribute(node_.last("Transpose", {node_.operand(0).name}, op_.out), "perm",
                  behind_batch(0, order));
  }

  void operator()(const GatherForm& form) {
    const std::string x = node_.operand(0).name;
    const auto& p = form.positions;
    const Index axis = form.axis + 1;
    const Index step = p.size() > 1 ? p[1] - p[0] : 1;
    bool even = step != 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      even = even && p[k] == p[0] + static_cast<Index>(k) * step;
    }
    if (!even) {
      set_attribute(node_.last("Gather", {x, node_.integers("positions", p)}, op_.out), "axis",
                    axis);
      return;
    }
    // Before the first value: a negative end would count from the last one.
    const Index end = p.back() + step;
    const std::string stop =
        node_.integers("end", {end < 0 ? std::numeric_limits<Index>::min() : end});
    node_.last("Slice",
               {x, node_.integers("start", {p[0]}), stop, node_.integers("axis", {axis}),
                node_.integers("step", {step})},
               op_.out);
  }

  void operator()(const PadForm& form) {
    std::vector<Index> pads = behind_batch(0, form.begin);
    const std::vector<Index> end = behind_batch(0, form.end);
    pads.insert(pads.end(), end.begin(), end.end());
    const std::string x = node_.operand(0).name;
    node_.last("Pad", {x, node_.integers("pads", pads), node_.number("fill", op_.fill)}, op_.out);
  }

  void operator()(const ExpandForm&) {
    OnnxTensor x = node_.operand(0);
    if (op_.in.size() < op_.out.size()) {
      // Behind the batch, not in front of it.
      Shape longer(op_.out.size() - op_.in.size(), 1);
      longer.insert(longer.end(), op_.in.begin(), op_.in.end());
      const std::string to = node_.integers("ones", behind_batch(0, longer));
      x = {node_.step("Reshape", {x.name, to}, "ones").output(0), longer};
    }
    node_.last("Expand", {x.name, node_.integers("shape", behind_batch(1, op_.out))}, op_.out);
  }

  // Any map: the values in one dimension, the fill behind them.
  void operator()(const NoForm&) {
    const OnnxTensor x = node_.flat_operand(0);
    const Index count = element_count(op_.in);
    std::vector<Index> source = op_.source;
    std::string from = x.name;
    if (std::ranges::find(source, Rearrange<S>::kFill) != source.end()) {
      std::ranges::replace(source, Rearrange<S>::kFill, count);
      from =
          node_
              .step("Pad",
                    {x.name, node_.integers("pads", {0, 0, 0, 1}), node_.number("fill", op_.fill)},
                    "with_fill")
              .output(0);
    }
    auto& gather = node_.step("Gather", {from, node_.integers("positions", source)}, "gather");
    set_attribute(gather, "axis", Index{1});
    node_.result_from({gather.output(0), {static_cast<Index>(source.size())}});
  }

 private:
  const Rearrange<S>& op_;
  OnnxNodeWriter<S>& node_;
};

}  // namespace

template <Scalar S>
void OnnxExportRules<S>::write(const Rearrange<S>& op, Node& node) {
  if (op.source.empty() && element_count(op.in) == element_count(op.out)) {
    node.result_from(node.operands()[0]);
  } else {
    std::visit(MapWriter<S>(op, node), form_of<S>(op));
  }
}

template <Scalar S>
void OnnxExportRules<S>::write(const Concat& op, Node& node) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < op.in.size(); ++k) names.push_back(node.operand(k).name);
  set_attribute(node.last("Concat", names, node.result_shape()), "axis", op.axis + 1);
}

#define AXIOMARK_INSTANTIATE(S)                                                     \
  template void OnnxExportRules<S>::write(const Rearrange<S>&, OnnxNodeWriter<S>&); \
  template void OnnxExportRules<S>::write(const Concat&, OnnxNodeWriter<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
