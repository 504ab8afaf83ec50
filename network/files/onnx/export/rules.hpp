#pragma once

#include "network/files/onnx/export/writer.hpp"

namespace axiomark {

/// How each operator becomes ONNX nodes; each kind has its file. An operator without one does not
/// compile. Written so that parse_onnx computes the same numbers in the same order.
template <Scalar S>
struct OnnxExportRules {
  using Node = OnnxNodeWriter<S>;

  // affine.cpp
  static void write(const Dense<S>& op, Node& node);
  static void write(const Convolution<S>& op, Node& node);
  static void write(const Scale<S>& op, Node& node);
  static void write(const Shift<S>& op, Node& node);
  static void write(const Sum<S>& op, Node& node);

  // index_maps.cpp
  static void write(const Rearrange<S>& op, Node& node);
  static void write(const Concat& op, Node& node);

  // windows.cpp
  static void write(const WindowSum<S>& op, Node& node);
  static void write(const WindowMax& op, Node& node);

  // nonlinear.cpp
  static void write(const Relu& op, Node& node);
  static void write(const LeakyRelu<S>& op, Node& node);
  static void write(const Abs& op, Node& node);
  static void write(const Clip<S>& op, Node& node);
  static void write(const Power& op, Node& node);
  static void write(const Sigmoid& op, Node& node);
  static void write(const Tanh& op, Node& node);
  static void write(const Softplus& op, Node& node);
  static void write(const Elu<S>& op, Node& node);
  static void write(const Gelu& op, Node& node);
  static void write(const Exp& op, Node& node);
  static void write(const Log& op, Node& node);
  static void write(const Sqrt& op, Node& node);
  static void write(const Max& op, Node& node);
  static void write(const Min& op, Node& node);
  static void write(const Product& op, Node& node);
  static void write(const Softmax& op, Node& node);
};

/// A window's attributes, as Conv and the pools have them.
void set_window(onnx::NodeProto& node, const WindowGeometry& geometry, bool with_dilations);

}  // namespace axiomark
