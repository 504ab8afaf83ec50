#include "network/files/onnx/import/node.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "network/files/json_numbers.hpp"

namespace axiomark {

using onnx::AttributeProto;

template <Scalar S>
Result<OnnxVariable> OnnxNode<S>::variable(std::size_t i) const {
  if (!has_operand(i)) return reject(fmt::format("no input {}", i));
  if (const auto* variable = std::get_if<OnnxVariable>(operands_[i])) return *variable;
  return refuse(fmt::format("input {} is a constant", i), "a tensor that depends on the input");
}

template <Scalar S>
bool OnnxNode<S>::is_constant(std::size_t i) const {
  return has_operand(i) && !std::holds_alternative<OnnxVariable>(*operands_[i]);
}

template <Scalar S>
Result<OnnxVariable> OnnxNode<S>::tensor(std::size_t i) {
  if (!is_constant(i)) return variable(i);
  const auto constant = numbers(i);
  if (!constant) return tl::make_unexpected(constant.error());
  if ((*constant)->values.size() == 0) return reject(fmt::format("input {} is empty", i));
  return OnnxVariable{constant_tensor(builder_, **constant, proto_.name()), (*constant)->shape};
}

template <Scalar S>
Result<std::shared_ptr<const OnnxConstant<S>>> OnnxNode<S>::numbers(std::size_t i) const {
  if (!has_operand(i)) return reject(fmt::format("no input {}", i));
  const auto* constant = std::get_if<std::shared_ptr<const OnnxConstant<S>>>(operands_[i]);
  // Whole numbers have values only where whole numbers are computed.
  if (!constant || ((*constant)->whole && (*constant)->values.size() == 0)) {
    return refuse(
        fmt::format("input {} {}", i, constant ? "has whole numbers" : "depends on the input"),
        "a constant with floating-point numbers");
  }
  return *constant;
}

template <Scalar S>
Result<std::vector<std::int64_t>> OnnxNode<S>::integers(std::size_t i) const {
  if (!has_operand(i)) return reject(fmt::format("no input {}", i));
  const auto* constant = std::get_if<std::shared_ptr<const OnnxConstant<S>>>(operands_[i]);
  if (!constant || !(*constant)->whole) {
    return refuse(fmt::format("input {} {}", i,
                              constant ? "has floating-point numbers" : "depends on the input"),
                  "a constant with whole numbers");
  }
  return (*constant)->integers;
}

template <Scalar S>
Shape OnnxNode<S>::shape_of(std::size_t i) const {
  if (const auto* variable = std::get_if<OnnxVariable>(operands_[i])) return variable->shape;
  return std::get<std::shared_ptr<const OnnxConstant<S>>>(*operands_[i])->shape;
}

template <Scalar S>
const AttributeProto* OnnxNode<S>::attribute(std::string_view name) const {
  const auto at = std::ranges::find(proto_.attribute(), name, &AttributeProto::name);
  return at == proto_.attribute().end() ? nullptr : &*at;
}

template <Scalar S>
void OnnxNode<S>::expect_type(const AttributeProto& attribute, AttributeProto::AttributeType type) {
  // Files of IR versions before 2 leave the type out.
  if (attribute.type() == type || attribute.type() == AttributeProto::UNDEFINED || fault_) return;
  fault_ = Error{ErrorKind::input, where_,
                 fmt::format("attribute {} of type {}", attribute.name(),
                             AttributeProto::AttributeType_Name(attribute.type())),
                 AttributeProto::AttributeType_Name(type)};
}

template <Scalar S>
std::int64_t OnnxNode<S>::integer(std::string_view name, std::int64_t otherwise) {
  const AttributeProto* found = attribute(name);
  if (!found) return otherwise;
  expect_type(*found, AttributeProto::INT);
  return found->i();
}

template <Scalar S>
float OnnxNode<S>::number(std::string_view name, float otherwise) {
  const AttributeProto* found = attribute(name);
  if (!found) return otherwise;
  expect_type(*found, AttributeProto::FLOAT);
  // A Rational cannot hold an infinity, so it must not get past this point.
  if (!std::isfinite(found->f())) {
    if (!fault_) {
      fault_ = Error{ErrorKind::input, where_, fmt::format("attribute {} is {}", name, found->f()),
                     "a finite number"};
    }
    return otherwise;
  }
  return found->f();
}

template <Scalar S>
std::string OnnxNode<S>::text(std::string_view name, std::string otherwise) {
  const AttributeProto* found = attribute(name);
  if (!found) return otherwise;
  expect_type(*found, AttributeProto::STRING);
  return found->s();
}

template <Scalar S>
std::vector<std::int64_t> OnnxNode<S>::integer_list(std::string_view name) {
  const AttributeProto* found = attribute(name);
  if (!found) return {};
  expect_type(*found, AttributeProto::INTS);
  return {found->ints().begin(), found->ints().end()};
}

template <Scalar S>
Result<std::vector<std::int64_t>> OnnxNode<S>::axes(int first_input_opset) {
  if (opset_ < first_input_opset) {
    if (has_operand(1)) return reject("axes as an input", "an attribute");
    return integer_list("axes");
  }
  if (attribute("axes"))
    return refuse(fmt::format("attribute axes in opset {}", opset_), "an input");
  return has_operand(1) ? integers(1) : std::vector<std::int64_t>{};
}

template <Scalar S>
Tensor OnnxNode<S>::apply(Operator<S> op, const std::vector<Tensor>& operands) {
  if (!first_use_ && made_ < module_->size()) {
    return builder_.apply_again((*module_)[made_++], operands, proto_.name());
  }
  const Tensor made = builder_.apply(std::move(op), operands, proto_.name());
  if (module_ != nullptr) module_->push_back(made);
  return made;
}

// What an operand needs is no part of the module: another operand may need nothing.
template <Scalar S>
Tensor OnnxNode<S>::in_shape(const OnnxVariable& variable, const Shape& shape) {
  const Shape present = builder_.shape(variable.tensor);
  if (present == shape) return variable.tensor;
  return builder_.apply(reshape<S>(present, shape), {variable.tensor}, proto_.name());
}

template <Scalar S>
Tensor OnnxNode<S>::broadcast(const OnnxVariable& variable, const Shape& shape) {
  if (element_count(variable.shape) == element_count(shape)) return variable.tensor;
  return builder_.apply(expand<S>(variable.shape, shape), {in_shape(variable, variable.shape)},
                        proto_.name());
}

template <Scalar S>
Tensor constant_tensor(NetworkBuilder<S>& builder, const OnnxConstant<S>& constant,
                       const std::string& name) {
  const Tensor input{0};  // a network has at least one
  const Vector<S>& values = constant.values;
  Rearrange<S> map{"constant", builder.shape(input), constant.shape,
                   std::vector<Index>(static_cast<std::size_t>(values.size()), Rearrange<S>::kFill),
                   S(0)};
  const bool one_number = (values == values(0)).all();
  if (one_number) map.fill = values(0);
  const Tensor filled = builder.apply(Operator<S>(std::move(map)), {input}, name);
  if (one_number) return filled;
  return builder.apply(Operator<S>(Shift<S>{values}), {filled}, name);
}

std::string describe(const onnx::NodeProto& node, int position) {
  return node.name().empty()
             ? fmt::format("node {} ({})", position, node.op_type())
             : fmt::format("node {} '{}' ({})", position, node.name(), node.op_type());
}

std::optional<std::size_t> axis_from_front(std::int64_t axis, std::size_t rank) {
  const auto size = static_cast<std::int64_t>(rank);
  if (axis < -size || axis >= size) return std::nullopt;
  return static_cast<std::size_t>(axis < 0 ? axis + size : axis);
}

std::optional<Shape> broadcast_shape(const Shape& a, const Shape& b) {
  const std::size_t rank = std::max(a.size(), b.size());
  Shape out(rank, 1);
  for (std::size_t d = 0; d < rank; ++d) {  // d counts from the last dimension
    const Index m = d < a.size() ? a[a.size() - 1 - d] : 1;
    const Index n = d < b.size() ? b[b.size() - 1 - d] : 1;
    if (m != n && m != 1 && n != 1) return std::nullopt;
    out[rank - 1 - d] = m == 1 ? n : m;
  }
  if (!checked_count(out)) return std::nullopt;
  return out;
}

template <Scalar S>
Vector<S> broadcast_values(const OnnxConstant<S>& constant, const Shape& shape) {
  if (element_count(constant.shape) == element_count(shape)) return constant.values;
  const Rearrange<S> map = *expand<S>(constant.shape, shape);
  Vector<S> values(static_cast<Index>(map.source.size()));
  for (std::size_t k = 0; k < map.source.size(); ++k) {
    values(static_cast<Index>(k)) = constant.values(map.source[k]);
  }
  return values;
}

#define AXIOMARK_INSTANTIATE(S)                                                  \
  template class OnnxNode<S>;                                                    \
  template Tensor constant_tensor<S>(NetworkBuilder<S>&, const OnnxConstant<S>&, \
                                     const std::string&);                        \
  template Vector<S> broadcast_values<S>(const OnnxConstant<S>&, const Shape&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
