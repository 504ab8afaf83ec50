#pragma once

#include <span>
#include <string_view>

#include "network/files/onnx/import/node.hpp"

namespace axiomark {

/// How one ONNX operator becomes part of a network. Adding one is a function of this form in the
/// file of its kind, a declaration below and a line of the table in rules.cpp.
template <Scalar S>
struct OnnxRule {
  std::string_view op_type;
  int fewest_inputs;
  int most_inputs;              ///< -1: any number
  std::string_view attributes;  ///< those understood, separated by spaces; others are refused
  OnnxResult<S> (*apply)(OnnxNode<S>&);
  bool takes_constants = false;  ///< deals with nodes of constants itself; others are folded
};

template <Scalar S>
[[nodiscard]] std::span<const OnnxRule<S>> onnx_rules();

template <Scalar S>
[[nodiscard]] const OnnxRule<S>* find_onnx_rule(std::string_view op_type);

/// The rules by kind; each kind has its file. A rule may count on its inputs being defined, on the
/// number of them, and on not all of them being constants.
template <Scalar S>
struct OnnxElementwise {
  static OnnxResult<S> relu(OnnxNode<S>& node);
  static OnnxResult<S> leaky_relu(OnnxNode<S>& node);
  static OnnxResult<S> abs(OnnxNode<S>& node);
  static OnnxResult<S> negate(OnnxNode<S>& node);
  static OnnxResult<S> clip(OnnxNode<S>& node);
  static OnnxResult<S> sigmoid(OnnxNode<S>& node);
  static OnnxResult<S> tanh(OnnxNode<S>& node);
  static OnnxResult<S> softplus(OnnxNode<S>& node);
  static OnnxResult<S> elu(OnnxNode<S>& node);
  static OnnxResult<S> gelu(OnnxNode<S>& node);
  static OnnxResult<S> exp(OnnxNode<S>& node);
  static OnnxResult<S> log(OnnxNode<S>& node);
  static OnnxResult<S> sqrt(OnnxNode<S>& node);
  static OnnxResult<S> power(OnnxNode<S>& node);
  static OnnxResult<S> reciprocal(OnnxNode<S>& node);
  static OnnxResult<S> parametric_relu(OnnxNode<S>& node);
};

template <Scalar S>
struct OnnxArithmetic {
  static OnnxResult<S> add(OnnxNode<S>& node);
  static OnnxResult<S> subtract(OnnxNode<S>& node);
  static OnnxResult<S> multiply(OnnxNode<S>& node);
  static OnnxResult<S> divide(OnnxNode<S>& node);
  static OnnxResult<S> sum(OnnxNode<S>& node);
  static OnnxResult<S> maximum(OnnxNode<S>& node);
  static OnnxResult<S> minimum(OnnxNode<S>& node);
};

template <Scalar S>
struct OnnxProducts {
  static OnnxResult<S> gemm(OnnxNode<S>& node);
  static OnnxResult<S> matmul(OnnxNode<S>& node);
};

template <Scalar S>
struct OnnxWindows {
  static OnnxResult<S> convolution(OnnxNode<S>& node);
  static OnnxResult<S> max_pool(OnnxNode<S>& node);
  static OnnxResult<S> average_pool(OnnxNode<S>& node);
};

template <Scalar S>
struct OnnxReductions {
  static OnnxResult<S> sum(OnnxNode<S>& node);
  static OnnxResult<S> mean(OnnxNode<S>& node);
  static OnnxResult<S> max(OnnxNode<S>& node);
  static OnnxResult<S> global_average(OnnxNode<S>& node);
  static OnnxResult<S> global_max(OnnxNode<S>& node);
};

template <Scalar S>
struct OnnxSoftmax {
  static OnnxResult<S> softmax(OnnxNode<S>& node);
  static OnnxResult<S> log_softmax(OnnxNode<S>& node);
};

/// Compositions of several operators of ours (batch: of a scale and a shift).
template <Scalar S>
struct OnnxNormalisations {
  static OnnxResult<S> batch(OnnxNode<S>& node);
  static OnnxResult<S> layer(OnnxNode<S>& node);
  static OnnxResult<S> local_response(OnnxNode<S>& node);
};

template <Scalar S>
struct OnnxIndexMaps {
  static OnnxResult<S> slice(OnnxNode<S>& node);
  static OnnxResult<S> split(OnnxNode<S>& node);
  static OnnxResult<S> gather(OnnxNode<S>& node);
  static OnnxResult<S> pad(OnnxNode<S>& node);
  static OnnxResult<S> expand(OnnxNode<S>& node);
};

/// What makes constants, or passes them on as they are.
template <Scalar S>
struct OnnxConstants {
  static OnnxResult<S> constant(OnnxNode<S>& node);
  static OnnxResult<S> shape(OnnxNode<S>& node);
  static OnnxResult<S> size(OnnxNode<S>& node);
  static OnnxResult<S> of_shape(OnnxNode<S>& node);
  static OnnxResult<S> cast(OnnxNode<S>& node);
};

template <Scalar S>
struct OnnxShapes {
  static OnnxResult<S> identity(OnnxNode<S>& node);
  static OnnxResult<S> dropout(OnnxNode<S>& node);
  static OnnxResult<S> flatten(OnnxNode<S>& node);
  static OnnxResult<S> reshape(OnnxNode<S>& node);
  static OnnxResult<S> squeeze(OnnxNode<S>& node);
  static OnnxResult<S> unsqueeze(OnnxNode<S>& node);
  static OnnxResult<S> transpose(OnnxNode<S>& node);
  static OnnxResult<S> concat(OnnxNode<S>& node);
};

}  // namespace axiomark
