#include "network/files/onnx/import/model_part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

namespace axiomark {
namespace {

using Names = std::unordered_set<std::string>;

Names all_names(const onnx::GraphProto& graph) {
  Names names;
  for (const auto& input : graph.input()) names.insert(input.name());
  for (const auto& tensor : graph.initializer()) names.insert(tensor.name());
  for (const auto& node : graph.node()) names.insert(node.output().begin(), node.output().end());
  names.erase("");
  return names;
}

Result<void> expect_name(const Names& names, const std::string& name, const std::string& what) {
  if (names.contains(name)) return {};
  return fail(ErrorKind::input, fmt::format("{} '{}'", what, name), "is no tensor of the graph",
              "the name of a tensor");
}

}  // namespace

Result<std::vector<int>> needed_nodes(const onnx::GraphProto& graph, const std::string& output,
                                      const std::string& cut) {
  const Names names = all_names(graph);
  if (auto ok = expect_name(names, output, "output"); !ok) return tl::make_unexpected(ok.error());
  if (!cut.empty()) {
    if (auto ok = expect_name(names, cut, "tensor"); !ok) return tl::make_unexpected(ok.error());
  }
  Names wanted{output};
  wanted.erase(cut);
  std::vector<int> needed;
  for (int i = graph.node_size() - 1; i >= 0; --i) {
    const auto& node = graph.node(i);
    const bool makes = std::ranges::any_of(
        node.output(), [&](const std::string& name) { return wanted.contains(name); });
    if (!makes) continue;
    needed.push_back(i);
    for (const std::string& name : node.input()) {
      if (!name.empty() && name != cut) wanted.insert(name);
    }
  }
  std::ranges::reverse(needed);
  return needed;
}

}  // namespace axiomark
