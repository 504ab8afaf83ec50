#pragma once

#include <onnx/onnx_pb.h>

#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "network/operator.hpp"

namespace axiomark {

/// How a node says which operator instance it shares: this, and the instance's name.
inline constexpr std::string_view kSharedModule = "shared module: ";
/// The domain of functions that stand inside a model because its opset does not have them.
inline constexpr std::string_view kFunctionDomain = "axiomark";
/// The newest ones that Debian 12's libonnx checks.
inline constexpr int kWrittenIrVersion = 8;
inline constexpr int kWrittenOpset = 17;

/// A tensor of a model being written: its name, and its dimensions after the batch.
struct OnnxTensor {
  std::string name;
  Shape shape;
};

/// A model being written: names that are used once, parameters, nodes.
template <Scalar S>
class OnnxWriter {
 public:
  OnnxWriter();

  [[nodiscard]] OnnxTensor input(const std::string& name, const Shape& shape);
  void output(const OnnxTensor& tensor);

  /// The name, with a number behind it if a tensor has it already.
  [[nodiscard]] std::string unused(const std::string& name);
  /// The name of an initialiser with these contents: the one that is there, or a new one.
  [[nodiscard]] std::string numbers(const std::string& name, const Vector<S>& values,
                                    const Shape& dimensions);
  [[nodiscard]] std::string integers(const std::string& name, const std::vector<Index>& values,
                                     const Shape& dimensions);
  onnx::NodeProto& node(const std::string& op_type, const std::vector<std::string>& inputs,
                        const std::string& name, const std::string& output);
  /// A function with one input X and one result Y, once.
  void function(const onnx::FunctionProto& function);

  [[nodiscard]] onnx::ModelProto& model() { return model_; }

 private:
  [[nodiscard]] std::string initializer(const std::string& name, onnx::TensorProto tensor);

  onnx::ModelProto model_;
  std::unordered_set<std::string> used_;
  /// By the name asked for: each initialiser's contents, and the name it got.
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> initializers_;
};

/// One node of a network being written, as one ONNX node or a few.
template <Scalar S>
class OnnxNodeWriter {
 public:
  struct Names {
    std::string node;
    std::string module;  ///< of the operator instance
    bool shared = false;
    std::string result;
  };
  /// `operands`: as they were written; `shapes`: as the network has them.
  OnnxNodeWriter(OnnxWriter<S>& writer, Names names, std::vector<OnnxTensor> operands,
                 std::vector<Shape> shapes, Shape result);

  [[nodiscard]] const std::vector<OnnxTensor>& operands() const { return operands_; }
  /// Operand k in the dimensions that the network gives it; a Reshape if it was written in others.
  [[nodiscard]] OnnxTensor operand(std::size_t k);
  /// Operand k as one dimension.
  [[nodiscard]] OnnxTensor flat_operand(std::size_t k);
  /// All operands in one shape: the one they were written in if they share it, else the network's.
  [[nodiscard]] std::vector<OnnxTensor> alike();
  [[nodiscard]] const Shape& result_shape() const { return result_shape_; }

  /// Parameters of the operator instance: "dense_1.weight".
  [[nodiscard]] std::string numbers(const std::string& part, const Vector<S>& values,
                                    const Shape& dimensions);
  [[nodiscard]] std::string number(const std::string& part, const S& value);
  [[nodiscard]] std::string integers(const std::string& part, const std::vector<Index>& values);

  /// An ONNX node before the last one, "average_pool_1/gather"; its result is its first output.
  onnx::NodeProto& step(const std::string& op_type, const std::vector<std::string>& inputs,
                        const std::string& part);
  /// The node that makes the result, in these dimensions.
  onnx::NodeProto& last(const std::string& op_type, const std::vector<std::string>& inputs,
                        Shape shape);
  /// The result from a tensor of as many values: by a Reshape if its dimensions are not the
  /// network's; else it is the tensor, and the step that made it becomes the last one.
  void result_from(const OnnxTensor& tensor);
  void function(const onnx::FunctionProto& function) { writer_.function(function); }

  [[nodiscard]] const OnnxTensor& result() const { return result_; }

 private:
  [[nodiscard]] OnnxTensor reshaped(const OnnxTensor& tensor, const Shape& shape,
                                    const std::string& part);

  OnnxWriter<S>& writer_;
  Names names_;
  std::vector<OnnxTensor> operands_;
  std::vector<Shape> shapes_;
  Shape result_shape_;
  OnnxTensor result_;
  onnx::NodeProto* latest_ = nullptr;  ///< step
};

void set_attribute(onnx::NodeProto& node, const std::string& name, Index value);
void set_attribute(onnx::NodeProto& node, const std::string& name, float value);
void set_attribute(onnx::NodeProto& node, const std::string& name,
                   const std::vector<Index>& values);

}  // namespace axiomark
