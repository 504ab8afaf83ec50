#pragma once

#include "network/files/onnx/import/node.hpp"

namespace axiomark {

/// The steps that operators of ONNX are composed of, where they are several of ours. Shapes are
/// ONNX's; what only renames positions makes no node. The caller has checked that shapes fit.
template <Scalar S>
class OnnxSteps {
 public:
  explicit OnnxSteps(OnnxNode<S>& node) : node_(node) {}

  /// An operator that keeps the shape.
  [[nodiscard]] OnnxVariable apply(Operator<S> op, const OnnxVariable& x);
  [[nodiscard]] OnnxVariable scaled(const OnnxVariable& x, const S& factor);
  [[nodiscard]] OnnxVariable shifted(const OnnxVariable& x, const S& offset);
  /// a x + b y and x y, operands of one shape.
  [[nodiscard]] OnnxVariable sum(const S& a, const OnnxVariable& x, const S& b,
                                 const OnnxVariable& y);
  [[nodiscard]] OnnxVariable product(const OnnxVariable& x, const OnnxVariable& y);

  /// Output dimension d is input dimension order[d]; no node if only ones move.
  [[nodiscard]] OnnxVariable transposed(const OnnxVariable& x, const std::vector<Index>& order);
  /// The last two dimensions exchanged.
  [[nodiscard]] OnnxVariable matrix_transposed(const OnnxVariable& x);
  [[nodiscard]] OnnxVariable broadcast(const OnnxVariable& x, const Shape& shape);

  /// An index map or reduction; its `out` is the result's shape.
  template <class Op>
  [[nodiscard]] OnnxVariable mapped(Result<Op> op, const OnnxVariable& x) {
    const Shape out = op ? shape_after(*op) : x.shape;
    return {node_.apply(std::move(op), {node_.in_shape(x, x.shape)}), out};
  }

 private:
  static Shape shape_after(const Rearrange<S>& op) { return op.out; }
  static Shape shape_after(const WindowSum<S>& op) { return op.windows.out; }
  static Shape shape_after(const WindowMax& op) { return op.windows.out; }

  OnnxNode<S>& node_;
};

}  // namespace axiomark
