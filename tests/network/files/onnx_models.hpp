#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <vector>

#include "network/files/onnx_import.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {

/// An ONNX model written line by line.
class OnnxModelText {
 public:
  explicit OnnxModelText(int opset = 13) {
    proto.set_ir_version(7);
    proto.add_opset_import()->set_version(opset);
  }
  onnx::GraphProto& graph() { return *proto.mutable_graph(); }

  OnnxModelText& input(const std::string& name, const std::vector<std::int64_t>& shape) {
    auto& value = *graph().add_input();
    value.set_name(name);
    auto& type = *value.mutable_type()->mutable_tensor_type();
    type.set_elem_type(onnx::TensorProto::FLOAT);
    type.mutable_shape();
    for (const auto n : shape) type.mutable_shape()->add_dim()->set_dim_value(n);
    return *this;
  }
  OnnxModelText& numbers(const std::string& name, const std::vector<std::int64_t>& shape,
                         const std::vector<float>& values) {
    auto& tensor = *graph().add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(onnx::TensorProto::FLOAT);
    for (const auto n : shape) tensor.add_dims(n);
    for (const float v : values) tensor.add_float_data(v);
    return *this;
  }
  OnnxModelText& integers(const std::string& name, const std::vector<std::int64_t>& values) {
    auto& tensor = *graph().add_initializer();
    tensor.set_name(name);
    tensor.set_data_type(onnx::TensorProto::INT64);
    tensor.add_dims(static_cast<std::int64_t>(values.size()));
    for (const auto v : values) tensor.add_int64_data(v);
    return *this;
  }
  onnx::NodeProto& node(const std::string& op, const std::vector<std::string>& inputs,
                        const std::string& output) {
    auto& made = *graph().add_node();
    made.set_op_type(op);
    for (const auto& name : inputs) made.add_input(name);
    made.add_output(output);
    return made;
  }
  OnnxModelText& output(const std::string& name) {
    graph().add_output()->set_name(name);
    return *this;
  }
  [[nodiscard]] std::string bytes() const { return proto.SerializeAsString(); }

  onnx::ModelProto proto;
};

inline void set(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INT);
  attribute.set_i(value);
}
inline void set(onnx::NodeProto& node, const std::string& name, float value) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::FLOAT);
  attribute.set_f(value);
}
inline void set(onnx::NodeProto& node, const std::string& name,
                const std::vector<std::int64_t>& values) {
  auto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::INTS);
  for (const auto v : values) attribute.add_ints(v);
}

template <Scalar S>
Vector<S> outputs(const OnnxModelText& model, const std::vector<S>& point) {
  const auto network = parse_onnx<S>(model.bytes(), "model.onnx");
  if (!network) FAIL(message(network.error()));
  Batch<S> x(static_cast<Index>(point.size()), 1);
  std::copy(point.begin(), point.end(), x.data());
  return evaluate(*network, x).col(0);
}

/// The one line with which a model is refused.
template <Scalar S = double>
std::string refusal(const std::string& bytes, ErrorKind kind) {
  const auto network = parse_onnx<S>(bytes, "model.onnx");
  REQUIRE_FALSE(network);
  const std::string text = message(network.error());
  CAPTURE(text);
  CHECK(network.error().kind == kind);
  CHECK(text.starts_with("model.onnx"));
  CHECK(text.find('\n') == std::string::npos);
  return text;
}

}  // namespace axiomark::tests
