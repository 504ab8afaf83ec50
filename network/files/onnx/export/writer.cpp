#include "network/files/onnx/export/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace axiomark {
namespace {

static_assert(std::endian::native == std::endian::little, "raw_data is little endian");

template <Scalar S>
constexpr auto kElementType =
    std::same_as<S, float> ? onnx::TensorProto::FLOAT : onnx::TensorProto::DOUBLE;

void declare(onnx::ValueInfoProto& value, const OnnxTensor& tensor, int type) {
  value.set_name(tensor.name);
  auto& declared = *value.mutable_type()->mutable_tensor_type();
  declared.set_elem_type(type);
  declared.mutable_shape()->add_dim()->set_dim_param("batch");
  for (const Index n : tensor.shape) declared.mutable_shape()->add_dim()->set_dim_value(n);
}

onnx::AttributeProto& attribute(onnx::NodeProto& node, const std::string& name,
                                onnx::AttributeProto::AttributeType type) {
  auto& made = *node.add_attribute();
  made.set_name(name);
  made.set_type(type);
  return made;
}

}  // namespace

template <Scalar S>
OnnxWriter<S>::OnnxWriter() {
  model_.set_ir_version(kWrittenIrVersion);
  model_.set_producer_name("axiomark");
  auto& opset = *model_.add_opset_import();
  opset.set_domain("");
  opset.set_version(kWrittenOpset);
  model_.mutable_graph()->set_name("network");
}

template <Scalar S>
OnnxTensor OnnxWriter<S>::input(const std::string& name, const Shape& shape) {
  OnnxTensor tensor{unused(name), shape};
  declare(*model_.mutable_graph()->add_input(), tensor, kElementType<S>);
  return tensor;
}

template <Scalar S>
void OnnxWriter<S>::output(const OnnxTensor& tensor) {
  declare(*model_.mutable_graph()->add_output(), tensor, kElementType<S>);
}

template <Scalar S>
std::string OnnxWriter<S>::unused(const std::string& name) {
  std::string found = name;
  for (int k = 2; !used_.insert(found).second; ++k) found = fmt::format("{}_{}", name, k);
  return found;
}

template <Scalar S>
std::string OnnxWriter<S>::initializer(const std::string& name, onnx::TensorProto tensor) {
  std::string contents = tensor.SerializeAsString();
  auto& known = initializers_[name];
  for (const auto& [present, called] : known) {
    if (present == contents) return called;
  }
  const std::string called = unused(name);
  tensor.set_name(called);
  *model_.mutable_graph()->add_initializer() = std::move(tensor);
  known.emplace_back(std::move(contents), called);
  return called;
}

template <Scalar S>
std::string OnnxWriter<S>::numbers(const std::string& name, const Vector<S>& values,
                                   const Shape& dimensions) {
  onnx::TensorProto tensor;
  tensor.set_data_type(kElementType<S>);
  for (const Index n : dimensions) tensor.add_dims(n);
  tensor.set_raw_data(values.data(), static_cast<std::size_t>(values.size()) * sizeof(S));
  return initializer(name, std::move(tensor));
}

template <Scalar S>
std::string OnnxWriter<S>::integers(const std::string& name, const std::vector<Index>& values,
                                    const Shape& dimensions) {
  onnx::TensorProto tensor;
  tensor.set_data_type(onnx::TensorProto::INT64);
  for (const Index n : dimensions) tensor.add_dims(n);
  for (const Index v : values) tensor.add_int64_data(v);
  return initializer(name, std::move(tensor));
}

template <Scalar S>
onnx::NodeProto& OnnxWriter<S>::node(const std::string& op_type,
                                     const std::vector<std::string>& inputs,
                                     const std::string& name, const std::string& output) {
  auto& made = *model_.mutable_graph()->add_node();
  made.set_op_type(op_type);
  made.set_name(name);
  for (const std::string& input : inputs) made.add_input(input);
  made.add_output(output);
  return made;
}

template <Scalar S>
void OnnxWriter<S>::function(const onnx::FunctionProto& function) {
  const auto same = [&](const auto& f) { return f.name() == function.name(); };
  if (std::ranges::any_of(model_.functions(), same)) return;
  if (model_.functions_size() == 0) {
    auto& opset = *model_.add_opset_import();
    opset.set_domain(function.domain());
    opset.set_version(1);
  }
  *model_.add_functions() = function;
}

template <Scalar S>
OnnxNodeWriter<S>::OnnxNodeWriter(OnnxWriter<S>& writer, Names names,
                                  std::vector<OnnxTensor> operands, std::vector<Shape> shapes,
                                  Shape result)
    : writer_(writer),
      names_(std::move(names)),
      operands_(std::move(operands)),
      shapes_(std::move(shapes)),
      result_shape_(std::move(result)) {}

template <Scalar S>
OnnxTensor OnnxNodeWriter<S>::operand(std::size_t k) {
  return reshaped(operands_[k], shapes_[k],
                  operands_.size() == 1 ? "operand" : fmt::format("operand_{}", k + 1));
}

template <Scalar S>
OnnxTensor OnnxNodeWriter<S>::flat_operand(std::size_t k) {
  const OnnxTensor& x = operands_[k];
  if (x.shape.size() == 1) return x;
  const OnnxTensor flat{step("Flatten", {x.name}, "flat").output(0), {element_count(x.shape)}};
  return flat;
}

template <Scalar S>
std::vector<OnnxTensor> OnnxNodeWriter<S>::alike() {
  const bool equal = std::ranges::all_of(
      operands_, [&](const OnnxTensor& x) { return x.shape == operands_[0].shape; });
  if (equal) return operands_;
  std::vector<OnnxTensor> all;
  for (std::size_t k = 0; k < operands_.size(); ++k) all.push_back(operand(k));
  return all;
}

template <Scalar S>
OnnxTensor OnnxNodeWriter<S>::reshaped(const OnnxTensor& tensor, const Shape& shape,
                                       const std::string& part) {
  if (tensor.shape == shape) return tensor;
  std::vector<Index> target{0};  // the batch as it is
  target.insert(target.end(), shape.begin(), shape.end());
  const std::string to = integers(part + "_shape", target);
  return {step("Reshape", {tensor.name, to}, part).output(0), shape};
}

template <Scalar S>
std::string OnnxNodeWriter<S>::numbers(const std::string& part, const Vector<S>& values,
                                       const Shape& dimensions) {
  return writer_.numbers(fmt::format("{}.{}", names_.module, part), values, dimensions);
}

template <Scalar S>
std::string OnnxNodeWriter<S>::number(const std::string& part, const S& value) {
  return numbers(part, Vector<S>::Constant(1, value), {});
}

template <Scalar S>
std::string OnnxNodeWriter<S>::integers(const std::string& part, const std::vector<Index>& values) {
  return writer_.integers(fmt::format("{}.{}", names_.module, part), values,
                          {static_cast<Index>(values.size())});
}

template <Scalar S>
onnx::NodeProto& OnnxNodeWriter<S>::step(const std::string& op_type,
                                         const std::vector<std::string>& inputs,
                                         const std::string& part) {
  const std::string name = writer_.unused(fmt::format("{}/{}", names_.node, part));
  auto& made = writer_.node(op_type, inputs, name, name);
  latest_ = &made;
  if (names_.shared) made.set_doc_string(std::string(kSharedModule) + names_.module);
  return made;
}

template <Scalar S>
onnx::NodeProto& OnnxNodeWriter<S>::last(const std::string& op_type,
                                         const std::vector<std::string>& inputs, Shape shape) {
  auto& made = writer_.node(op_type, inputs, names_.node, names_.result);
  if (names_.shared) made.set_doc_string(std::string(kSharedModule) + names_.module);
  result_ = {names_.result, std::move(shape)};
  return made;
}

template <Scalar S>
void OnnxNodeWriter<S>::result_from(const OnnxTensor& tensor) {
  if (tensor.shape == result_shape_) {
    result_ = tensor;
    if (latest_ == nullptr || latest_->output(0) != tensor.name) return;
    latest_->set_name(names_.node);
    latest_->set_output(0, names_.result);
    result_.name = names_.result;
    return;
  }
  std::vector<Index> target{0};
  target.insert(target.end(), result_shape_.begin(), result_shape_.end());
  last("Reshape", {tensor.name, integers("shape", target)}, result_shape_);
}

void set_attribute(onnx::NodeProto& node, const std::string& name, Index value) {
  attribute(node, name, onnx::AttributeProto::INT).set_i(value);
}
void set_attribute(onnx::NodeProto& node, const std::string& name, float value) {
  attribute(node, name, onnx::AttributeProto::FLOAT).set_f(value);
}
void set_attribute(onnx::NodeProto& node, const std::string& name,
                   const std::vector<Index>& values) {
  auto& made = attribute(node, name, onnx::AttributeProto::INTS);
  for (const Index v : values) made.add_ints(v);
}

template class OnnxWriter<float>;
template class OnnxWriter<double>;
template class OnnxNodeWriter<float>;
template class OnnxNodeWriter<double>;

}  // namespace axiomark
