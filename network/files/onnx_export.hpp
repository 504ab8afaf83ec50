#pragma once

#include <string>

#include "network/network.hpp"

namespace axiomark {

/// An ONNX model, and how many of the network's parameters it holds rounded to nearest: fractions
/// that no double equals. Zero for networks in float and double.
struct OnnxExport {
  std::string bytes;
  Index rounded = 0;
};

/// The network as an ONNX model of IR version 8 and opset 17, in float or (double and Rational) in
/// double, with a symbolic batch in front of every dimension list.
///
/// Inputs are x, or x1, x2, ...; the output is y. Nodes keep their names, or get one of their kind
/// ("dense_1"); what a node needs besides its main ONNX operator is named below it
/// ("average_pool_1/gather"), parameters after the operator instance ("dense_1.weight"). Nodes of
/// one instance read the same parameters and say so ("shared module: dense_1"). Index maps and
/// windows are written as Reshape, Transpose, Slice, Pad, pools, ... where they are that, else as
/// Gather and a reduction. A leading 1 that only says "one sample", as parse_onnx leaves it, is the
/// batch. Operators outside opset 17 (gelu) are functions inside the model.
///
/// parse_onnx gives a network back with the same outputs bit by bit (those of the doubles, for a
/// rounded network) and the same nodes on one instance.
///
/// Errors: a Rational parameter beyond the range of double; a model above protobuf's 2 GiB.
/// Cost: one pass over the parameters; recognising a map tries at most 255 of the same size.
template <Scalar S>
[[nodiscard]] Result<OnnxExport> onnx_bytes(const Network<S>& network);

}  // namespace axiomark
