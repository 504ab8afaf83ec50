#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <vector>

#include "network/error.hpp"

namespace axiomark {

/// The nodes that `output` needs, in the graph's order, without those that only make `cut` (empty:
/// no cut). Refuses names that no node makes and the graph does not declare.
[[nodiscard]] Result<std::vector<int>> needed_nodes(const onnx::GraphProto& graph,
                                                    const std::string& output,
                                                    const std::string& cut);

}  // namespace axiomark
