#include "network/files/onnx_export.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "network/files/onnx/export/rules.hpp"

namespace axiomark {
namespace {

std::size_t at(Index i) { return static_cast<std::size_t>(i); }

// Operators that keep an operand's values in place, whatever its dimensions are.
template <Scalar S>
bool keeps_places(const Operator<S>& op) {
  return kind<S>(op) == OperatorKind::elementwise || std::holds_alternative<Scale<S>>(op) ||
         std::holds_alternative<Shift<S>>(op);
}

// Whether the leading 1 of every input only says "one sample", as in networks read from ONNX: the
// values reach a dense layer or a reshape before anything looks at dimensions.
template <Scalar S>
bool leading_one_is_batch(const Network<S>& network) {
  std::vector<bool> as_declared(at(network.tensor_count()), false);
  for (Index t = 0; t < network.first_node_tensor(); ++t) {
    if (network.shape(t).size() < 2 || network.shape(t)[0] != 1) return false;
    as_declared[at(t)] = true;
  }
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const Operator<S>& op = network.operator_of(t);
    const auto* map = std::get_if<Rearrange<S>>(&op);
    const bool flattens =
        std::holds_alternative<Dense<S>>(op) || (map != nullptr && map->source.empty());
    for (const Index operand : network.node_of(t).inputs) {
      if (!as_declared[at(operand)] || flattens) continue;
      if (!keeps_places<S>(op)) return false;
      as_declared[at(t)] = true;
    }
  }
  return true;
}

template <Scalar S>
class Exporter {
 public:
  explicit Exporter(const Network<S>& network) : network_(network) {}

  Result<std::string> run() {
    const std::string result = writer_.unused("y");
    add_inputs();
    count_uses();
    for (Index t = network_.first_node_tensor(); t < network_.tensor_count(); ++t) {
      add_node(t, t == network_.output() ? result : std::string());
    }
    OnnxTensor output = tensors_[at(network_.output())];
    if (output.name != result) {  // an input, or a reshape that changes nothing
      writer_.node("Identity", {output.name}, writer_.unused("identity"), result);
      output.name = result;
    }
    writer_.output(output);
    const std::size_t size = writer_.model().ByteSizeLong();
    if (size > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
      return fail(ErrorKind::unsupported, "ONNX model", fmt::format("{} bytes", size),
                  "at most 2 GiB, which is all that protobuf can hold");
    }
    return writer_.model().SerializeAsString();
  }

 private:
  void add_inputs() {
    const auto& shapes = network_.inputs();
    const bool batch_first = leading_one_is_batch(network_);
    for (std::size_t k = 0; k < shapes.size(); ++k) {
      const Shape shape(shapes[k].begin() + (batch_first ? 1 : 0), shapes[k].end());
      tensors_.push_back(
          writer_.input(shapes.size() == 1 ? "x" : fmt::format("x{}", k + 1), shape));
    }
  }

  void count_uses() {
    uses_.resize(network_.operators().size());
    modules_.resize(network_.operators().size());
    for (const Node& node : network_.nodes()) ++uses_[at(node.op)];
  }

  std::string node_name(const Node& node) {
    if (!node.name.empty()) return writer_.unused(node.name);
    std::string kind(name<S>(network_.operators()[at(node.op)]));
    std::ranges::replace(kind, '-', '_');
    return writer_.unused(fmt::format("{}_{}", kind, ++counts_[kind]));
  }

  void add_node(Index t, const std::string& result) {
    const Node& node = network_.node_of(t);
    const std::string name = node_name(node);
    std::string& module = modules_[at(node.op)];
    if (module.empty()) module = name;
    std::vector<OnnxTensor> operands;
    std::vector<Shape> shapes;
    for (const Index operand : node.inputs) {
      operands.push_back(tensors_[at(operand)]);
      shapes.push_back(network_.shape(operand));
    }
    OnnxNodeWriter<S> out(writer_,
                          {name, module, uses_[at(node.op)] > 1, result.empty() ? name : result},
                          std::move(operands), std::move(shapes), network_.shape(t));
    std::visit([&](const auto& op) { OnnxExportRules<S>::write(op, out); },
               network_.operator_of(t));
    tensors_.push_back(out.result());
  }

  const Network<S>& network_;
  OnnxWriter<S> writer_;
  std::vector<OnnxTensor> tensors_;   ///< by tensor number
  std::vector<int> uses_;             ///< per operator instance
  std::vector<std::string> modules_;  ///< per operator instance: the first node that uses it
  std::map<std::string, int> counts_;
};

Index count_rounded(const Network<Rational>& network) {
  Index rounded = 0;
  const auto count = [&](const Rational& exact) {
    if (convert<Rational>(convert<double>(exact)) != exact) ++rounded;
  };
  const auto visit = [&]<class P>(const P& parameter) {
    if constexpr (std::same_as<P, Rational>) {
      count(parameter);
    } else {
      for (Index i = 0; i < parameter.size(); ++i) count(parameter.data()[i]);
    }
  };
  for (const auto& op : network.operators()) {
    std::visit([&](const auto& o) { for_each_parameter<Rational>(o, visit); }, op);
  }
  return rounded;
}

}  // namespace

template <Scalar S>
Result<OnnxExport> onnx_bytes(const Network<S>& network) {
  OnnxExport made;
  Result<std::string> bytes;
  if constexpr (is_exact<S>) {
    const auto rounded = convert<double>(network);
    if (!rounded) return tl::make_unexpected(rounded.error());
    made.rounded = count_rounded(network);
    bytes = Exporter<double>(*rounded).run();
  } else {
    bytes = Exporter<S>(network).run();
  }
  if (!bytes) return tl::make_unexpected(bytes.error());
  made.bytes = std::move(*bytes);
  return made;
}

template Result<OnnxExport> onnx_bytes<float>(const Network<float>&);
template Result<OnnxExport> onnx_bytes<double>(const Network<double>&);
template Result<OnnxExport> onnx_bytes<Rational>(const Network<Rational>&);

}  // namespace axiomark
