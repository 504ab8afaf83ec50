#include "network/files/onnx/import/supported.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "network/files/onnx/export/writer.hpp"
#include "network/files/onnx/import/model.hpp"

namespace axiomark {
namespace {

using onnx::NodeProto;

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

}  // namespace

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

template Result<void> check_supported<float>(const NodeProto&, const std::string&);
template Result<void> check_supported<double>(const NodeProto&, const std::string&);
template Result<void> check_supported<Rational>(const NodeProto&, const std::string&);

}  // namespace axiomark
