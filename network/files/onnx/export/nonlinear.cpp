#include "network/files/onnx/export/rules.hpp"

namespace axiomark {
namespace {

template <Scalar S>
onnx::NodeProto& unary(OnnxNodeWriter<S>& node, const std::string& op_type) {
  const OnnxTensor& x = node.operands()[0];
  return node.last(op_type, {x.name}, x.shape);
}

template <Scalar S>
void combine(OnnxNodeWriter<S>& node, const std::string& op_type) {
  std::vector<std::string> names;
  const std::vector<OnnxTensor> operands = node.alike();
  for (const OnnxTensor& x : operands) names.push_back(x.name);
  node.last(op_type, names, operands[0].shape);
}

// x where x > 0, slope * x elsewhere, for slopes that no float equals: attributes are floats.
template <Scalar S>
void parametric_relu(OnnxNodeWriter<S>& node, const OnnxTensor& x, const S& slope,
                     const std::string& part) {
  node.last("PRelu", {x.name, node.number(part, slope)}, x.shape);
}

template <Scalar S>
bool is_float(const S& value) {
  return S(static_cast<float>(value)) == value;
}

onnx::NodeProto& line(onnx::FunctionProto& function, const std::string& op_type,
                      const std::vector<std::string>& inputs, const std::string& output) {
  auto& node = *function.add_node();
  node.set_op_type(op_type);
  node.set_name(output);
  for (const std::string& input : inputs) node.add_input(input);
  node.add_output(output);
  return node;
}

// A number in the type of X.
void number(onnx::FunctionProto& function, const std::string& name, double value) {
  auto& attribute = *line(function, "Constant", {}, name + "_as_double").add_attribute();
  attribute.set_name("value");
  attribute.set_type(onnx::AttributeProto::TENSOR);
  attribute.mutable_t()->set_data_type(onnx::TensorProto::DOUBLE);
  attribute.mutable_t()->add_double_data(value);
  line(function, "CastLike", {name + "_as_double", "X"}, name);
}

// Y = X / 2 (1 + erf(X / sqrt 2)). ONNX has Gelu from opset 20 on.
onnx::FunctionProto gelu_function() {
  onnx::FunctionProto function;
  function.set_name("Gelu");
  function.set_domain(std::string(kFunctionDomain));
  function.add_input("X");
  function.add_output("Y");
  auto& opset = *function.add_opset_import();
  opset.set_domain("");
  opset.set_version(kWrittenOpset);
  number(function, "half", 0.5);
  number(function, "one", 1);
  number(function, "root", 0.7071067811865475244);
  line(function, "Mul", {"X", "root"}, "scaled");
  line(function, "Erf", {"scaled"}, "erf");
  line(function, "Add", {"erf", "one"}, "twice_phi");
  line(function, "Mul", {"X", "half"}, "half_x");
  line(function, "Mul", {"half_x", "twice_phi"}, "Y");
  return function;
}

}  // namespace

template <Scalar S>
void OnnxExportRules<S>::write(const Relu&, Node& node) {
  unary(node, "Relu");
}
template <Scalar S>
void OnnxExportRules<S>::write(const LeakyRelu<S>& op, Node& node) {
  if (is_float(op.slope)) {
    set_attribute(unary(node, "LeakyRelu"), "alpha", static_cast<float>(op.slope));
  } else {
    parametric_relu(node, node.operands()[0], op.slope, "slope");
  }
}
template <Scalar S>
void OnnxExportRules<S>::write(const Abs&, Node& node) {
  unary(node, "Abs");
}
template <Scalar S>
void OnnxExportRules<S>::write(const Clip<S>& op, Node& node) {
  const OnnxTensor& x = node.operands()[0];
  node.last("Clip", {x.name, node.number("low", op.low), node.number("high", op.high)}, x.shape);
}
template <Scalar S>
void OnnxExportRules<S>::write(const Power& op, Node& node) {
  const OnnxTensor& x = node.operands()[0];
  node.last("Pow", {x.name, node.number("exponent", S(op.exponent))}, x.shape);
}
template <Scalar S>
void OnnxExportRules<S>::write(const Sigmoid&, Node& node) {
  unary(node, "Sigmoid");
}
template <Scalar S>
void OnnxExportRules<S>::write(const Tanh&, Node& node) {
  unary(node, "Tanh");
}
template <Scalar S>
void OnnxExportRules<S>::write(const Softplus&, Node& node) {
  unary(node, "Softplus");
}
template <Scalar S>
void OnnxExportRules<S>::write(const Elu<S>& op, Node& node) {
  if (is_float(op.alpha)) {
    set_attribute(unary(node, "Elu"), "alpha", static_cast<float>(op.alpha));
    return;
  }
  // Elu of alpha 1 keeps the sign.
  const OnnxTensor& x = node.operands()[0];
  const OnnxTensor plain{node.step("Elu", {x.name}, "elu").output(0), x.shape};
  parametric_relu(node, plain, op.alpha, "alpha");
}
template <Scalar S>
void OnnxExportRules<S>::write(const Gelu&, Node& node) {
  unary(node, "Gelu").set_domain(std::string(kFunctionDomain));
  node.function(gelu_function());
}
template <Scalar S>
void OnnxExportRules<S>::write(const Exp&, Node& node) {
  unary(node, "Exp");
}
template <Scalar S>
void OnnxExportRules<S>::write(const Log&, Node& node) {
  unary(node, "Log");
}
template <Scalar S>
void OnnxExportRules<S>::write(const Sqrt&, Node& node) {
  unary(node, "Sqrt");
}
template <Scalar S>
void OnnxExportRules<S>::write(const Max&, Node& node) {
  combine(node, "Max");
}
template <Scalar S>
void OnnxExportRules<S>::write(const Min&, Node& node) {
  combine(node, "Min");
}
template <Scalar S>
void OnnxExportRules<S>::write(const Product&, Node& node) {
  combine(node, "Mul");
}
template <Scalar S>
void OnnxExportRules<S>::write(const Softmax& op, Node& node) {
  const OnnxTensor x = node.operand(0);
  set_attribute(node.last("Softmax", {x.name}, x.shape), "axis", op.axis + 1);
}

#define AXIOMARK_INSTANTIATE(S)                                                     \
  template void OnnxExportRules<S>::write(const Relu&, OnnxNodeWriter<S>&);         \
  template void OnnxExportRules<S>::write(const LeakyRelu<S>&, OnnxNodeWriter<S>&); \
  template void OnnxExportRules<S>::write(const Abs&, OnnxNodeWriter<S>&);          \
  template void OnnxExportRules<S>::write(const Clip<S>&, OnnxNodeWriter<S>&);      \
  template void OnnxExportRules<S>::write(const Power&, OnnxNodeWriter<S>&);        \
  template void OnnxExportRules<S>::write(const Sigmoid&, OnnxNodeWriter<S>&);      \
  template void OnnxExportRules<S>::write(const Tanh&, OnnxNodeWriter<S>&);         \
  template void OnnxExportRules<S>::write(const Softplus&, OnnxNodeWriter<S>&);     \
  template void OnnxExportRules<S>::write(const Elu<S>&, OnnxNodeWriter<S>&);       \
  template void OnnxExportRules<S>::write(const Gelu&, OnnxNodeWriter<S>&);         \
  template void OnnxExportRules<S>::write(const Exp&, OnnxNodeWriter<S>&);          \
  template void OnnxExportRules<S>::write(const Log&, OnnxNodeWriter<S>&);          \
  template void OnnxExportRules<S>::write(const Sqrt&, OnnxNodeWriter<S>&);         \
  template void OnnxExportRules<S>::write(const Max&, OnnxNodeWriter<S>&);          \
  template void OnnxExportRules<S>::write(const Min&, OnnxNodeWriter<S>&);          \
  template void OnnxExportRules<S>::write(const Product&, OnnxNodeWriter<S>&);      \
  template void OnnxExportRules<S>::write(const Softmax&, OnnxNodeWriter<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
