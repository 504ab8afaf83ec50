#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <string_view>

#include "network/error.hpp"

namespace axiomark {

/// A parsed model, known to have a graph with nodes and outputs and a supported operator set.
struct OnnxModel {
  onnx::ModelProto proto;
  int opset = 0;
};

/// Parses without printing anything. Names stay to be checked by who walks the graph.
[[nodiscard]] Result<OnnxModel> parse_model(std::string_view bytes, const std::string& file);

/// Whether a domain is that of ONNX's own operators.
[[nodiscard]] bool is_onnx_domain(std::string_view domain);

}  // namespace axiomark
