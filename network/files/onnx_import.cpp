#include "network/files/onnx_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

#include "network/files/json_numbers.hpp"
#include "network/files/network_memory.hpp"
#include "network/files/onnx/export/writer.hpp"
#include "network/files/onnx/import/declared_input.hpp"
#include "network/files/onnx/import/fold.hpp"
#include "network/files/onnx/import/model.hpp"
#include "network/files/onnx/import/model_part.hpp"
#include "network/files/onnx/import/supported.hpp"

namespace axiomark {
namespace {

using onnx::GraphProto;
using onnx::NodeProto;
using onnx::TensorProto;

template <Scalar S>
class Importer {
 public:
  Importer(const OnnxModel& model, const OnnxPart<S>& part, double allowance)
      : graph_(model.proto.graph()),
        opset_(model.opset),
        part_(part),
        output_(part.output.empty() ? graph_.output(0).name() : part.output),
        allowance_(allowance) {}

  Result<Network<S>> network() {
    auto made = value();
    if (!made) return tl::make_unexpected(made.error());
    const auto* output = std::get_if<OnnxVariable>(&*made);
    if (!output) {
      return fail(ErrorKind::unsupported, fmt::format("output '{}'", output_),
                  part_.cut.empty() ? std::string("does not depend on the input")
                                    : fmt::format("does not depend on tensor '{}'", part_.cut));
    }
    return builder_.build(output->tensor);
  }

  // The output: a tensor of the network, or a constant if all that it needs is fixed.
  Result<OnnxValue<S>> value() {
    std::vector<int> nodes(static_cast<std::size_t>(graph_.node_size()));
    std::iota(nodes.begin(), nodes.end(), 0);
    if (graph_.output_size() > 1 || !part_.output.empty() || !part_.cut.empty()) {
      auto needed = needed_nodes(graph_, output_, part_.cut);
      if (!needed) return tl::make_unexpected(needed.error());
      nodes = std::move(*needed);
    }
    for (const int i : nodes) {
      if (auto ok = check_supported<S>(graph_.node(i), describe(graph_.node(i), i)); !ok) {
        return tl::make_unexpected(ok.error());
      }
    }
    if (auto ok = add_initializers(); !ok) return tl::make_unexpected(ok.error());
    if (auto ok = add_inputs(nodes); !ok) return tl::make_unexpected(ok.error());
    for (const int i : nodes) {
      if (auto ok = add_node(graph_.node(i), describe(graph_.node(i), i)); !ok) {
        return tl::make_unexpected(ok.error());
      }
    }
    const auto at = values_.find(output_);
    if (at == values_.end()) {
      return fail(ErrorKind::input, fmt::format("output '{}'", output_), "is made by no node",
                  "a node's output");
    }
    return at->second;
  }

 private:
  Result<void> define(const std::string& name, OnnxValue<S> value, const std::string& where) {
    taken_ += memory_of(value);
    if (taken_ > allowance_) {
      return fail(ErrorKind::input, where,
                  fmt::format("{:.0f} MiB of values up to here", taken_ / (1 << 20)),
                  fmt::format("at most {:.0f}, for a file of its size", allowance_ / (1 << 20)));
    }
    if (!values_.emplace(name, std::move(value)).second) {
      return fail(ErrorKind::input, where, fmt::format("a second tensor named '{}'", name),
                  "each name once");
    }
    return {};
  }

  // A node may make any number of values out of a few. Those of a constant that only got another name are
  // not counted twice; a variable counts with the index map that may have made it.
  static double memory_of(const OnnxValue<S>& value) {
    if (const auto* variable = std::get_if<OnnxVariable>(&value)) {
      return static_cast<double>(element_count(variable->shape)) * (sizeof(S) + sizeof(Index));
    }
    const auto& constant = std::get<std::shared_ptr<const OnnxConstant<S>>>(value);
    if (constant.use_count() > 1) return 0;
    return static_cast<double>(constant->values.size()) * sizeof(S) +
           static_cast<double>(constant->integers.size()) * sizeof(std::int64_t);
  }

  Result<void> add_initializers() {
    for (const TensorProto& tensor : graph_.initializer()) {
      const std::string where = fmt::format("initializer '{}'", tensor.name());
      auto constant = read_tensor<S>(tensor, where);
      if (!constant) return tl::make_unexpected(constant.error());
      auto ok = define(tensor.name(), std::make_shared<const OnnxConstant<S>>(std::move(*constant)),
                       where);
      if (!ok) return ok;
    }
    return {};
  }

  Result<void> add_inputs(const std::vector<int>& nodes) {
    std::unordered_set<std::string> declared;
    bool any = false;
    for (const auto& input : graph_.input()) {
      const std::string where = fmt::format("input '{}'", input.name());
      if (!declared.insert(input.name()).second) {
        return fail(ErrorKind::input, where, "is declared twice", "each name once");
      }
      // Up to IR version 3 initializers had to be listed as inputs too.
      if (values_.contains(input.name())) continue;
      const auto type = declared_input(input);
      if (!type) return tl::make_unexpected(type.error());
      any = true;
      if (auto ok = add_input(*type, where, nodes); !ok) return ok;
    }
    for (const auto& fixed : part_.fixed) {
      if (!declared.contains(fixed.name)) {
        return fail(ErrorKind::usage, fmt::format("input '{}'", fixed.name),
                    "is not declared by the model",
                    fmt::format("one of {}", fmt::join(declared, ", ")));
      }
    }
    if (!part_.cut.empty()) {
      any = true;
      const OnnxVariable cut{builder_.input(part_.cut_shape), part_.cut_shape};
      auto ok = define(part_.cut, cut, fmt::format("tensor '{}'", part_.cut));
      if (!ok) return ok;
    }
    if (!any) return fail(ErrorKind::input, "graph", "no input", "at least one");
    return {};
  }

  Result<void> add_input(const OnnxInput& type, const std::string& where,
                         const std::vector<int>& nodes) {
    if (type.name == part_.cut) return {};
    const auto fixed = std::ranges::find(part_.fixed, type.name, &OnnxTensorValue<S>::name);
    if (fixed != part_.fixed.end()) {
      auto constant = fixed_value(type, fixed->array, where);
      if (!constant) return tl::make_unexpected(constant.error());
      return define(type.name, std::make_shared<const OnnxConstant<S>>(std::move(*constant)),
                    where);
    }
    // Left of a cut.
    const bool read = std::ranges::any_of(nodes, [&](int i) {
      return std::ranges::find(graph_.node(i).input(), type.name) != graph_.node(i).input().end();
    });
    if (!part_.cut.empty() && !read) return {};
    if (!part_.cut.empty()) {
      return fail(ErrorKind::input, where,
                  fmt::format("is read behind tensor '{}' as well", part_.cut),
                  "one value of it for all samples");
    }
    if (type.whole) {
      return fail(ErrorKind::unsupported, where,
                  "holds whole numbers, which have no derivative and cannot be attributed",
                  "to be fixed, or the model to be cut at a tensor made from it");
    }
    const auto given = part_.shapes.find(type.name);
    auto shape = given == part_.shapes.end() ? declared_shape(type, where) : given->second;
    if (!shape) return tl::make_unexpected(shape.error());
    if (auto ok = expect_declared(type, *shape, where); !ok) return ok;
    return define(type.name, OnnxVariable{builder_.input(*shape), *shape}, where);
  }

  Result<void> add_node(const NodeProto& proto, const std::string& where) {
    std::vector<const OnnxValue<S>*> operands;
    bool variable = proto.input_size() == 0;  // a Constant has nothing to fold
    for (const std::string& name : proto.input()) {
      const auto at = name.empty() ? values_.end() : values_.find(name);
      if (!name.empty() && at == values_.end()) {
        return fail(ErrorKind::input, where,
                    fmt::format("reads tensor '{}', which no earlier node makes", name),
                    "nodes in the order of evaluation, without cycles");
      }
      operands.push_back(name.empty() ? nullptr : &at->second);
      variable =
          variable || (operands.back() && std::holds_alternative<OnnxVariable>(*operands.back()));
    }
    const OnnxRule<S>& rule = *find_onnx_rule<S>(proto.op_type());
    auto outputs = variable ? apply(rule, proto, where, operands)
                            : fold_constants(rule, proto, where, opset_, operands);
    if (!outputs) return tl::make_unexpected(outputs.error());
    // Outputs that a rule does not give (the mask of Dropout) stay undefined.
    for (std::size_t i = 0; i < outputs->size() && static_cast<int>(i) < proto.output_size(); ++i) {
      const std::string& name = proto.output(static_cast<int>(i));
      if (name.empty() || name == part_.cut) continue;
      if (auto ok = define(name, std::move((*outputs)[i]), where); !ok) return ok;
    }
    return {};
  }

  OnnxResult<S> apply(const OnnxRule<S>& rule, const NodeProto& proto, const std::string& where,
                      const std::vector<const OnnxValue<S>*>& operands) {
    OnnxNode<S> node(proto, where, opset_, operands, builder_, module_of(proto, operands));
    auto outputs = rule.apply(node);
    if (node.fault()) return tl::make_unexpected(*node.fault());
    return outputs;
  }

  // What nodes have in common that name one module and are alike in all that their operators are made
  // from: attributes, constants, dimensions. Null for a node that names none.
  std::vector<Tensor>* module_of(const NodeProto& proto,
                                 const std::vector<const OnnxValue<S>*>& operands) {
    if (!proto.doc_string().starts_with(kSharedModule)) return nullptr;
    NodeProto key = proto;
    key.clear_name();
    key.clear_output();
    for (std::size_t i = 0; i < operands.size(); ++i) {
      const auto* variable =
          operands[i] != nullptr ? std::get_if<OnnxVariable>(operands[i]) : nullptr;
      if (variable != nullptr) {
        key.set_input(static_cast<int>(i), " of shape " + to_text(variable->shape));
      }
    }
    return &modules_[key.SerializeAsString()];
  }

  const GraphProto& graph_;
  int opset_;
  const OnnxPart<S>& part_;
  std::string output_;
  double allowance_;
  double taken_ = 0;
  NetworkBuilder<S> builder_;
  std::unordered_map<std::string, OnnxValue<S>> values_;
  std::unordered_map<std::string, std::vector<Tensor>> modules_;
};

// The file in front of what a graph's error names.
template <class T>
Result<T> in_file(Result<T> result, std::string_view file) {
  if (result) return result;
  Error error = result.error();
  error.where = fmt::format("{}: {}", file, error.where);
  return tl::make_unexpected(std::move(error));
}

}  // namespace

template <Scalar S>
Result<Network<S>> parse_onnx(std::string_view bytes, std::string_view file,
                              const OnnxPart<S>& part) {
  const auto model = parse_model(bytes, std::string(file));
  if (!model) return tl::make_unexpected(model.error());
  auto network =
      in_file(Importer<S>(*model, part, network_allowance(bytes.size())).network(), file);
  if (!network) return network;
  if (auto ok = check_network_memory(*network, bytes.size(), file); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return network;
}

template <Scalar S>
Result<Network<S>> parse_onnx(std::string_view bytes, std::string_view file) {
  return parse_onnx<S>(bytes, file, {});
}

template <Scalar S>
Result<NumberArray<S>> onnx_tensor(std::string_view bytes, std::string_view file,
                                   const std::string& tensor,
                                   const std::vector<OnnxTensorValue<S>>& inputs) {
  const auto model = parse_model(bytes, std::string(file));
  if (!model) return tl::make_unexpected(model.error());
  const OnnxPart<S> part{tensor, inputs, {}, {}, {}};
  const auto value =
      in_file(Importer<S>(*model, part, network_allowance(bytes.size())).value(), file);
  if (!value) return tl::make_unexpected(value.error());
  const auto* constant = std::get_if<std::shared_ptr<const OnnxConstant<S>>>(&*value);
  if (constant == nullptr) {
    return fail(ErrorKind::usage, fmt::format("{}: tensor '{}'", file, tensor),
                "needs inputs that are not given", "a value for each");
  }
  NumberArray<S> array{(*constant)->shape, (*constant)->values};
  if ((*constant)->whole) {
    array.values.resize(static_cast<Index>((*constant)->integers.size()));
    for (Index i = 0; i < array.values.size(); ++i) {
      array.values(i) = convert<S>(Rational((*constant)->integers[static_cast<std::size_t>(i)]));
    }
  }
  return array;
}

Result<std::vector<OnnxInput>> onnx_inputs(std::string_view bytes, std::string_view file) {
  const auto model = parse_model(bytes, std::string(file));
  if (!model) return tl::make_unexpected(model.error());
  const GraphProto& graph = model->proto.graph();
  std::vector<OnnxInput> inputs;
  for (const auto& input : graph.input()) {
    const auto is_it = [&](const TensorProto& tensor) { return tensor.name() == input.name(); };
    if (std::ranges::any_of(graph.initializer(), is_it)) continue;
    auto declared = in_file(declared_input(input), file);
    if (!declared) return tl::make_unexpected(declared.error());
    inputs.push_back(std::move(*declared));
  }
  return inputs;
}

#define AXIOMARK_INSTANTIATE(S)                                                      \
  template Result<Network<S>> parse_onnx<S>(std::string_view, std::string_view);     \
  template Result<Network<S>> parse_onnx<S>(std::string_view, std::string_view,      \
                                            const OnnxPart<S>&);                     \
  template Result<NumberArray<S>> onnx_tensor<S>(std::string_view, std::string_view, \
                                                 const std::string&,                 \
                                                 const std::vector<OnnxTensorValue<S>>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
