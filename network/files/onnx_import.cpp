#include "network/files/onnx_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "network/files/json_numbers.hpp"
#include "network/files/network_memory.hpp"
#include "network/files/onnx/model.hpp"
#include "network/files/onnx/rules.hpp"
#include "network/files/onnx/writer.hpp"

namespace axiomark {
namespace {

using onnx::GraphProto;
using onnx::NodeProto;
using onnx::TensorProto;

// Whether one of the words in `list` is `word`.
bool contains_word(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(' '), list.size());
    if (list.substr(0, end) == word) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

// What onnx_bytes writes as a function because its opset does not have it.
bool is_written_function(const NodeProto& node) {
  return node.domain() == kFunctionDomain && node.op_type() == "Gelu";
}

// Looks at every node before anything is computed: operators, attributes, numbers of inputs.
template <Scalar S>
Result<void> check_supported(const NodeProto& node, const std::string& where) {
  const OnnxRule<S>* rule = is_onnx_domain(node.domain()) || is_written_function(node)
                                ? find_onnx_rule<S>(node.op_type())
                                : nullptr;
  if (!rule) {
    return fail(ErrorKind::unsupported, where,
                fmt::format("operator {}{}{}", node.domain(),
                            node.domain().empty() ? "" : "::", node.op_type()),
                "one of the supported ONNX operators");
  }
  for (const auto& attribute : node.attribute()) {
    if (!contains_word(rule->attributes, attribute.name()) || attribute.has_ref_attr_name()) {
      return fail(ErrorKind::unsupported, where,
                  fmt::format("attribute {} of operator {}", attribute.name(), node.op_type()),
                  rule->attributes.empty() ? "none" : std::string(rule->attributes));
    }
  }
  const bool any = rule->most_inputs < 0;
  if (node.input_size() < rule->fewest_inputs || (!any && node.input_size() > rule->most_inputs)) {
    return fail(ErrorKind::input, where, fmt::format("{} inputs", node.input_size()),
                any ? fmt::format("at least {}", rule->fewest_inputs)
                    : fmt::format("{} to {}", rule->fewest_inputs, rule->most_inputs));
  }
  for (int i = 0; i < node.input_size(); ++i) {
    if (node.input(i).empty() && (any || i < rule->fewest_inputs)) {
      return fail(ErrorKind::input, where, fmt::format("input {} left out", i), "a tensor");
    }
  }
  if (node.output_size() == 0 || node.output(0).empty()) {
    return fail(ErrorKind::input, where, "no output", "at least one");
  }
  return {};
}

// The shape of a declared input, symbolic dimensions read as 1.
Result<Shape> declared_shape(const onnx::ValueInfoProto& input, const std::string& where) {
  const auto& type = input.type().tensor_type();
  if (!input.type().has_tensor_type() || !type.has_shape()) {
    return fail(ErrorKind::input, where, "no tensor shape", "a tensor with a declared shape");
  }
  if (type.elem_type() != TensorProto::FLOAT && type.elem_type() != TensorProto::DOUBLE &&
      type.elem_type() != TensorProto::FLOAT16) {
    return fail(ErrorKind::unsupported, where, fmt::format("data type {}", type.elem_type()),
                "float, double or float16");
  }
  Shape shape;
  for (const auto& dim : type.shape().dim()) {
    shape.push_back(dim.has_dim_value() ? static_cast<Index>(dim.dim_value()) : 1);
  }
  if (checked_count(shape).value_or(0) < 1) {
    return fail(ErrorKind::input, where, "shape " + to_text(shape),
                fmt::format("1 to {} values", kLargestTensor));
  }
  return shape;
}

template <Scalar S>
class Importer {
 public:
  Importer(const OnnxModel& model, double allowance)
      : graph_(model.proto.graph()), opset_(model.opset), allowance_(allowance) {}

  Result<Network<S>> run() {
    for (int i = 0; i < graph_.node_size(); ++i) {
      if (auto ok = check_supported<S>(graph_.node(i), describe(graph_.node(i), i)); !ok) {
        return tl::make_unexpected(ok.error());
      }
    }
    if (auto ok = add_initializers(); !ok) return tl::make_unexpected(ok.error());
    if (auto ok = add_inputs(); !ok) return tl::make_unexpected(ok.error());
    for (int i = 0; i < graph_.node_size(); ++i) {
      if (auto ok = add_node(graph_.node(i), describe(graph_.node(i), i)); !ok) {
        return tl::make_unexpected(ok.error());
      }
    }
    // Of several outputs the first is the network's: a target is an index into it.
    const std::string where = fmt::format("output '{}'", graph_.output(0).name());
    const auto at = values_.find(graph_.output(0).name());
    if (at == values_.end()) {
      return fail(ErrorKind::input, where, "is made by no node", "a node's output");
    }
    const auto* output = std::get_if<OnnxVariable>(&at->second);
    if (!output) {
      return fail(ErrorKind::unsupported, where, "does not depend on the input");
    }
    return builder_.build(output->tensor);
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

  Result<void> add_inputs() {
    std::unordered_set<std::string> declared;
    bool any = false;
    for (const auto& input : graph_.input()) {
      const std::string where = fmt::format("input '{}'", input.name());
      if (!declared.insert(input.name()).second) {
        return fail(ErrorKind::input, where, "is declared twice", "each name once");
      }
      // Up to IR version 3 initializers had to be listed as inputs too.
      if (values_.contains(input.name())) continue;
      const auto shape = declared_shape(input, where);
      if (!shape) return tl::make_unexpected(shape.error());
      any = true;
      auto ok = define(input.name(), OnnxVariable{builder_.input(*shape), *shape}, where);
      if (!ok) return ok;
    }
    if (!any) return fail(ErrorKind::input, "graph", "no input", "at least one");
    return {};
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
    auto outputs = variable ? apply(rule, proto, where, operands, builder_)
                            : fold(rule, proto, where, operands);
    if (!outputs) return tl::make_unexpected(outputs.error());
    // Outputs that a rule does not give (the mask of Dropout) stay undefined.
    for (std::size_t i = 0; i < outputs->size() && static_cast<int>(i) < proto.output_size(); ++i) {
      const std::string& name = proto.output(static_cast<int>(i));
      if (name.empty()) continue;
      if (auto ok = define(name, std::move((*outputs)[i]), where); !ok) return ok;
    }
    return {};
  }

  OnnxResult<S> apply(const OnnxRule<S>& rule, const NodeProto& proto, const std::string& where,
                      const std::vector<const OnnxValue<S>*>& operands,
                      NetworkBuilder<S>& builder) {
    OnnxNode<S> node(proto, where, opset_, operands, builder,
                     &builder == &builder_ ? module_of(proto, operands) : nullptr);
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

  // A node of constants: its first operand becomes the input of a network of one node, which is
  // evaluated.
  OnnxResult<S> fold(const OnnxRule<S>& rule, const NodeProto& proto, const std::string& where,
                     std::vector<const OnnxValue<S>*> operands) {
    const auto& first = *std::get<std::shared_ptr<const OnnxConstant<S>>>(*operands[0]);
    if (first.whole) return apply(rule, proto, where, operands, builder_);
    if (first.values.size() == 0) return fail(ErrorKind::input, where, "an empty constant");
    NetworkBuilder<S> scratch;
    const OnnxValue<S> operand = OnnxVariable{scratch.input(first.shape), first.shape};
    operands[0] = &operand;
    auto outputs = apply(rule, proto, where, operands, scratch);
    if (!outputs) return outputs;
    for (OnnxValue<S>& output : *outputs) {
      const auto* made = std::get_if<OnnxVariable>(&output);
      if (!made) continue;
      const auto network = scratch.build(made->tensor);
      if (!network) return tl::make_unexpected(network.error());
      OnnxConstant<S> constant{made->shape, false, evaluate<S>(*network, first.values).col(0), {}};
      if (first_non_finite(constant.values) >= 0) {
        return fail(ErrorKind::numeric, where, "a constant that is not finite", "finite numbers");
      }
      if constexpr (is_exact<S>) {  // products of products double their digits at every node
        constexpr std::size_t kMostBits = 1 << 16;
        for (const S& value : constant.values) {
          if (bit_length(value) <= kMostBits) continue;
          return fail(ErrorKind::numeric, where, "a constant with a number of more than 65536 bits",
                      "shorter ones in exact arithmetic");
        }
      }
      output = std::make_shared<const OnnxConstant<S>>(std::move(constant));
    }
    return outputs;
  }

  const GraphProto& graph_;
  int opset_;
  double allowance_;
  double taken_ = 0;
  NetworkBuilder<S> builder_;
  std::unordered_map<std::string, OnnxValue<S>> values_;
  std::unordered_map<std::string, std::vector<Tensor>> modules_;
};

}  // namespace

template <Scalar S>
Result<Network<S>> parse_onnx(std::string_view bytes, std::string_view file) {
  const auto model = parse_model(bytes, std::string(file));
  if (!model) return tl::make_unexpected(model.error());
  auto network = Importer<S>(*model, network_allowance(bytes.size())).run();
  if (!network) {
    Error error = network.error();
    error.where = fmt::format("{}: {}", file, error.where);
    return tl::make_unexpected(std::move(error));
  }
  if (auto ok = check_network_memory(*network, bytes.size(), file); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return network;
}

template Result<Network<float>> parse_onnx<float>(std::string_view, std::string_view);
template Result<Network<double>> parse_onnx<double>(std::string_view, std::string_view);
template Result<Network<Rational>> parse_onnx<Rational>(std::string_view, std::string_view);

}  // namespace axiomark
