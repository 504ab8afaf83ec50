#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "network/builder.hpp"
#include "network/files/onnx/import/tensor.hpp"

namespace axiomark {

/// A tensor that depends on the input, with the shape ONNX gives it. The builder's shape may differ
/// in ones and grouping, because flattening and the like make no node; the order of values does
/// not.
struct OnnxVariable {
  Tensor tensor;
  Shape shape;
};

template <Scalar S>
using OnnxValue = std::variant<OnnxVariable, std::shared_ptr<const OnnxConstant<S>>>;

/// The outputs of one node.
template <Scalar S>
using OnnxResult = Result<std::vector<OnnxValue<S>>>;

/// What a rule sees of one node: its attributes, its operands, and the network under construction.
template <Scalar S>
class OnnxNode {
 public:
  /// `operands`: one per input, null where an optional input is left out. `module`: what the node's
  /// rule made when the module was used first, to be used again; filled if empty. May be null.
  OnnxNode(const onnx::NodeProto& proto, std::string where, int opset,
           std::vector<const OnnxValue<S>*> operands, NetworkBuilder<S>& builder,
           std::vector<Tensor>* module = nullptr)
      : proto_(proto),
        where_(std::move(where)),
        opset_(opset),
        operands_(std::move(operands)),
        builder_(builder),
        module_(module),
        first_use_(module == nullptr || module->empty()) {}

  [[nodiscard]] int opset() const { return opset_; }
  [[nodiscard]] const std::string& where() const { return where_; }
  [[nodiscard]] NetworkBuilder<S>& builder() { return builder_; }

  [[nodiscard]] std::size_t operand_count() const { return operands_.size(); }
  [[nodiscard]] int output_count() const { return proto_.output_size(); }
  [[nodiscard]] bool has_operand(std::size_t i) const {
    return i < operands_.size() && operands_[i] != nullptr;
  }
  /// The operand as what it must be, or an error that says what it is.
  [[nodiscard]] Result<OnnxVariable> variable(std::size_t i) const;
  [[nodiscard]] Result<std::shared_ptr<const OnnxConstant<S>>> numbers(std::size_t i) const;
  [[nodiscard]] Result<std::vector<std::int64_t>> integers(std::size_t i) const;
  [[nodiscard]] bool is_constant(std::size_t i) const;
  /// The operand as a tensor of the network, whichever it is: a constant becomes one that reads
  /// nothing.
  [[nodiscard]] Result<OnnxVariable> tensor(std::size_t i);
  [[nodiscard]] const OnnxValue<S>& operand(std::size_t i) const { return *operands_[i]; }
  [[nodiscard]] Shape shape_of(std::size_t i) const;

  [[nodiscard]] const onnx::AttributeProto* attribute(std::string_view name) const;
  /// The attribute, or `otherwise` if it is absent. An attribute of another type is remembered as
  /// fault(), which the importer looks at after the rule.
  [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t otherwise);
  [[nodiscard]] float number(std::string_view name, float otherwise);
  [[nodiscard]] std::string text(std::string_view name, std::string otherwise);
  [[nodiscard]] std::vector<std::int64_t> integer_list(std::string_view name);
  /// What an operator calls its axes: an attribute in older operator sets, an optional second input from
  /// `first_input_opset` on. Empty where it names none.
  [[nodiscard]] Result<std::vector<std::int64_t>> axes(int first_input_opset);
  [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }

  /// Adds one operator, named after the node.
  Tensor apply(Operator<S> op, const std::vector<Tensor>& operands);
  template <class Op>
  Tensor apply(Result<Op> op, const std::vector<Tensor>& operands) {
    if (op) return apply(Operator<S>(std::move(*op)), operands);
    return builder_.apply(std::move(op), operands, proto_.name());
  }
  /// The variable's tensor in exactly this shape (of as many values), reshaped only if it is not.
  Tensor in_shape(const OnnxVariable& variable, const Shape& shape);
  /// The variable repeated to a larger shape; one node, or none if only ones are added.
  Tensor broadcast(const OnnxVariable& variable, const Shape& shape);

  [[nodiscard]] tl::unexpected<Error> refuse(std::string found, std::string expected = {}) const {
    return fail(ErrorKind::unsupported, where_, std::move(found), std::move(expected));
  }
  [[nodiscard]] tl::unexpected<Error> reject(std::string found, std::string expected = {}) const {
    return fail(ErrorKind::input, where_, std::move(found), std::move(expected));
  }

 private:
  void expect_type(const onnx::AttributeProto& attribute, onnx::AttributeProto::AttributeType type);

  const onnx::NodeProto& proto_;
  std::string where_;
  int opset_;
  std::vector<const OnnxValue<S>*> operands_;
  NetworkBuilder<S>& builder_;
  std::vector<Tensor>* module_;
  bool first_use_;
  std::size_t made_ = 0;  ///< operators of the module, so far
  std::optional<Error> fault_;
};

/// The one output of most rules.
template <Scalar S>
[[nodiscard]] OnnxResult<S> one_output(Tensor tensor, Shape shape) {
  return std::vector<OnnxValue<S>>{OnnxVariable{tensor, std::move(shape)}};
}

template <Scalar S>
[[nodiscard]] OnnxResult<S> one_output(OnnxVariable variable) {
  return std::vector<OnnxValue<S>>{std::move(variable)};
}
template <Scalar S>
[[nodiscard]] OnnxResult<S> one_output(OnnxConstant<S> constant) {
  return std::vector<OnnxValue<S>>{std::make_shared<const OnnxConstant<S>>(std::move(constant))};
}

/// A tensor that is these values whatever the input is.
template <Scalar S>
[[nodiscard]] Tensor constant_tensor(NetworkBuilder<S>& builder, const OnnxConstant<S>& constant,
                                     const std::string& name);

/// "node 3 'fc1' (Gemm)".
[[nodiscard]] std::string describe(const onnx::NodeProto& node, int position);

/// A position counted from the front; negative ones count from the end. Nothing if it is outside.
[[nodiscard]] std::optional<std::size_t> axis_from_front(std::int64_t axis, std::size_t rank);
/// NumPy's common shape of two operands, or nothing; also nothing above kLargestTensor.
[[nodiscard]] std::optional<Shape> broadcast_shape(const Shape& a, const Shape& b);
/// A constant's values repeated to `shape`, which its own shape broadcasts to.
template <Scalar S>
[[nodiscard]] Vector<S> broadcast_values(const OnnxConstant<S>& constant, const Shape& shape);

}  // namespace axiomark
