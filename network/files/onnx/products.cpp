#include <fmt/format.h>

#include "network/files/onnx/rules.hpp"

namespace axiomark {
namespace {

// The last two dimensions of an operand of a matrix product, and the product of those before.
struct MatrixShape {
  Index batch = 1;
  Index rows = 1;
  Index columns = 1;
};

// NumPy's rule: a vector on the left is a row, on the right a column.
MatrixShape matrix_shape(const Shape& shape, bool left) {
  const std::size_t rank = shape.size();
  if (rank == 0) return {};
  if (rank == 1) return left ? MatrixShape{1, 1, shape[0]} : MatrixShape{1, shape[0], 1};
  return {element_count({shape.begin(), shape.end() - 2}), shape[rank - 2], shape[rank - 1]};
}

template <Scalar S>
Matrix<S> matrix_of(const OnnxConstant<S>& constant, const MatrixShape& shape) {
  return Eigen::Map<const Matrix<S>>(constant.values.data(), shape.rows, shape.columns);
}

template <Scalar S>
tl::unexpected<Error> refuse_shapes(const OnnxNode<S>& node) {
  return node.refuse(fmt::format("a product of shapes {} and {}", to_text(node.shape_of(0)),
                                 to_text(node.shape_of(1))),
                     "a vector times a constant matrix, on either side");
}

}  // namespace

template <Scalar S>
OnnxResult<S> OnnxProducts<S>::gemm(OnnxNode<S>& node) {
  const auto x = node.variable(0);
  if (!x) return tl::make_unexpected(x.error());
  const auto b = node.numbers(1);
  if (!b) return tl::make_unexpected(b.error());
  if (x->shape.size() != 2 || (*b)->shape.size() != 2) return refuse_shapes(node);
  // A row is a column read the other way, so transA matters for matrices only.
  const bool transposed = node.integer("transA", 0) != 0;
  const Index rows = transposed ? x->shape[1] : x->shape[0];
  const Index inner = transposed ? x->shape[0] : x->shape[1];
  if (rows != 1) {
    return transposed
               ? node.refuse(fmt::format("attribute transA = 1 on shape {}", to_text(x->shape)),
                             "one column")
               : refuse_shapes(node);
  }
  Matrix<S> weights = matrix_of(**b, matrix_shape((*b)->shape, false));
  if (node.integer("transB", 0) == 0) weights = weights.transpose().eval();
  if (weights.cols() != inner) {
    return node.reject(
        fmt::format("inputs of shapes {} and {}", to_text(x->shape), to_text((*b)->shape)),
        "matching inner dimensions");
  }
  weights *= convert<S>(node.number("alpha", 1.0f));
  const Shape out{1, weights.rows()};
  Vector<S> bias = Vector<S>::Constant(weights.rows(), S(0));
  if (node.has_operand(2)) {
    const auto c = node.numbers(2);
    if (!c) return tl::make_unexpected(c.error());
    if (broadcast_shape(out, (*c)->shape) != out) {
      return node.reject("a bias of shape " + to_text((*c)->shape), "one for " + to_text(out));
    }
    bias = broadcast_values(**c, out) * convert<S>(node.number("beta", 1.0f));
  }
  return one_output<S>(node.apply(Dense<S>{std::move(weights), std::move(bias)}, {x->tensor}), out);
}

template <Scalar S>
OnnxResult<S> OnnxProducts<S>::matmul(OnnxNode<S>& node) {
  const Shape a = node.shape_of(0);
  const Shape b = node.shape_of(1);
  const MatrixShape left = matrix_shape(a, true);
  const MatrixShape right = matrix_shape(b, false);
  if (a.empty() || b.empty() || left.columns != right.rows) {
    return node.reject(fmt::format("inputs of shapes {} and {}", to_text(a), to_text(b)),
                       "matching inner dimensions");
  }
  const bool constant_left = node.is_constant(0);
  if (!constant_left && !node.is_constant(1)) {
    return node.refuse("a product of two tensors that depend on the input",
                       "a constant on one side");
  }
  const auto x = node.variable(constant_left ? 1 : 0);
  if (!x) return tl::make_unexpected(x.error());
  const auto constant = node.numbers(constant_left ? 0 : 1);
  if (!constant) return tl::make_unexpected(constant.error());
  // A Dense is one matrix times one vector.
  const Index vectors = constant_left ? right.columns : left.rows;
  if (vectors != 1 || left.batch != 1 || right.batch != 1) return refuse_shapes(node);
  const Matrix<S> given = matrix_of(**constant, constant_left ? left : right);
  Matrix<S> weights = constant_left ? given : Matrix<S>(given.transpose());

  Shape out(std::max({a.size(), b.size(), std::size_t{2}}) - 2, 1);
  if (a.size() > 1) out.push_back(left.rows);
  if (b.size() > 1) out.push_back(right.columns);
  Vector<S> bias = Vector<S>::Constant(weights.rows(), S(0));
  return one_output<S>(node.apply(Dense<S>{std::move(weights), std::move(bias)}, {x->tensor}), out);
}

template struct OnnxProducts<float>;
template struct OnnxProducts<double>;
template struct OnnxProducts<Rational>;

}  // namespace axiomark
