#include "network/files/onnx/import/model.hpp"

#include <fmt/format.h>
#include <google/protobuf/stubs/common.h>

#include <limits>
#if GOOGLE_PROTOBUF_VERSION < 4022000
#include <google/protobuf/stubs/logging.h>
#endif

namespace axiomark {
namespace {

constexpr std::int64_t kOldestOpset = 7;  // the first with NumPy's broadcasting and no test modes
constexpr std::int64_t kNewestOpset = 23;

bool parse_silently(std::string_view bytes, onnx::ModelProto& model) {
#if GOOGLE_PROTOBUF_VERSION < 4022000
  const google::protobuf::LogSilencer silence;  // newer versions print nothing by themselves
#endif
  return bytes.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()) &&
         model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

bool is_onnx_domain(std::string_view domain) { return domain.empty() || domain == "ai.onnx"; }

Result<OnnxModel> parse_model(std::string_view bytes, const std::string& file) {
  OnnxModel model;
  if (!parse_silently(bytes, model.proto)) {
    return fail(ErrorKind::input, file, "damaged or cut short, or not an ONNX model",
                "a protobuf message of ONNX");
  }
  if (!model.proto.has_graph() || model.proto.graph().node_size() == 0) {
    return fail(ErrorKind::input, file, "no graph with nodes", "an ONNX model");
  }
  if (model.proto.graph().output_size() == 0) {
    return fail(ErrorKind::input, file, "a graph without an output", "at least one");
  }
  if (model.proto.graph().sparse_initializer_size() > 0) {
    return fail(ErrorKind::unsupported, file, "a sparse initializer", "dense ones");
  }
  for (const auto& import : model.proto.opset_import()) {
    if (!is_onnx_domain(import.domain())) continue;
    if (import.version() < kOldestOpset || import.version() > kNewestOpset) {
      return fail(ErrorKind::unsupported, file, fmt::format("opset {}", import.version()),
                  fmt::format("{} to {}", kOldestOpset, kNewestOpset));
    }
    model.opset = static_cast<int>(import.version());
  }
  if (model.opset == 0) {
    return fail(ErrorKind::input, file, "no opset of ONNX's own operators",
                fmt::format("{} to {}", kOldestOpset, kNewestOpset));
  }
  return model;
}

}  // namespace axiomark
