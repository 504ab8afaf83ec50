#include <fmt/format.h>

#include "network/files/json_numbers.hpp"
#include "network/files/onnx/import/matrix_products.hpp"
#include "network/files/onnx/import/rules.hpp"

namespace axiomark {
namespace {

// One factor of a matrix product, variable or constant.
template <Scalar S>
using Factor = std::variant<OnnxVariable, OnnxConstant<S>>;

template <Scalar S>
Result<Factor<S>> factor(const OnnxNode<S>& node, std::size_t i) {
  if (!node.is_constant(i)) {
    const auto x = node.variable(i);
    if (!x) return tl::make_unexpected(x.error());
    return *x;
  }
  const auto constant = node.numbers(i);
  if (!constant) return tl::make_unexpected(constant.error());
  if ((*constant)->values.size() == 0) return node.reject(fmt::format("input {} is empty", i));
  return **constant;
}

template <Scalar S>
Shape& shape_of(Factor<S>& f) {
  return std::visit([](auto& value) -> Shape& { return value.shape; }, f);
}

// A matrix, transposed.
template <Scalar S>
Factor<S> matrix_transposed(OnnxNode<S>& node, const Factor<S>& f) {
  if (const auto* x = std::get_if<OnnxVariable>(&f))
    return OnnxSteps<S>(node).matrix_transposed(*x);
  OnnxConstant<S> constant = std::get<OnnxConstant<S>>(f);
  const Matrix<S> stacked = matrices_of(constant, true).stacked;
  constant.values = Eigen::Map<const Vector<S>>(stacked.data(), stacked.size());
  std::swap(constant.shape[0], constant.shape[1]);
  return constant;
}

template <Scalar S>
tl::unexpected<Error> mismatch(const OnnxNode<S>& node) {
  return node.reject(fmt::format("inputs of shapes {} and {}", to_text(node.shape_of(0)),
                                 to_text(node.shape_of(1))),
                     "matching dimensions");
}

// The product of factors of at least two dimensions; each column plus `bias`, if it is not empty.
// A Dense is one constant matrix times one vector.
template <Scalar S>
Result<OnnxVariable> product(OnnxNode<S>& node, const Factor<S>& a, const Factor<S>& b,
                             const Vector<S>& bias) {
  const auto* x = std::get_if<OnnxVariable>(&a);
  const auto* y = std::get_if<OnnxVariable>(&b);
  const Shape& left = x ? x->shape : std::get<OnnxConstant<S>>(a).shape;
  const Shape& right = y ? y->shape : std::get<OnnxConstant<S>>(b).shape;
  const auto batch =
      broadcast_shape({left.begin(), left.end() - 2}, {right.begin(), right.end() - 2});
  const Index rows = left[left.size() - 2];
  const Index inner = left.back();
  if (!batch || inner != right[right.size() - 2]) return mismatch(node);
  Shape out = *batch;
  out.insert(out.end(), {rows, right.back()});
  Shape pairs = out;
  pairs.push_back(inner);
  if (!checked_count(out)) {
    return node.refuse(fmt::format("a product of shapes {} and {}", to_text(left), to_text(right)),
                       fmt::format("at most {} values", kLargestTensor));
  }
  // Variable factors are multiplied pair by pair, by three lists of positions: 400 MB of them at
  // most. Twelve heads of attention over 128 words stay below.
  constexpr Index kMostPairs = 1 << 24;
  if (x && y && checked_count(pairs).value_or(kMostPairs + 1) > kMostPairs) {
    return node.refuse(fmt::format("a product of variable matrices of shapes {} and {}",
                                   to_text(left), to_text(right)),
                       fmt::format("at most {} pairs of values", kMostPairs));
  }
  MatrixProducts<S> products(node);
  const auto plus_bias = [&](const OnnxVariable& product) -> OnnxVariable {
    if (bias.size() == 0) return product;
    return OnnxSteps<S>(node).apply(Shift<S>{bias.replicate(element_count(out) / bias.size(), 1)},
                                    product);
  };
  if (x && y) return plus_bias(products.both(*x, *y, *batch));
  const ConstantMatrices<S> w = x ? matrices_of(std::get<OnnxConstant<S>>(b), true)
                                  : matrices_of(std::get<OnnxConstant<S>>(a), false);
  const OnnxVariable& variable = x ? *x : *y;
  const bool one_vector = element_count(variable.shape) == inner && w.count == 1;
  if (one_vector) {
    Vector<S> offset = Vector<S>::Constant(w.rows(), S(0));
    if (bias.size() > 0) offset = x ? bias : Vector<S>(bias.replicate(w.rows(), 1));
    return OnnxVariable{node.apply(Dense<S>{w.stacked, std::move(offset)}, {variable.tensor}), out};
  }
  if (x) return products.right(*x, w, bias);
  return plus_bias(products.left(w, *y, {}));
}

// beta C, broadcast to the product's shape and added.
template <Scalar S>
Result<OnnxVariable> plus_c(OnnxNode<S>& node, const OnnxVariable& xy) {
  const S beta = convert<S>(node.number("beta", 1.0f));
  OnnxSteps<S> steps(node);
  if (!node.is_constant(2)) {
    const auto c = node.variable(2);
    if (!c) return tl::make_unexpected(c.error());
    return steps.sum(S(1), xy, beta, steps.broadcast(*c, xy.shape));
  }
  const auto c = node.numbers(2);
  if (!c) return tl::make_unexpected(c.error());
  return steps.apply(Shift<S>{broadcast_values(**c, xy.shape) * beta}, xy);
}

// beta C where it is one number per column: part of the layer. Nothing if it is not.
template <Scalar S>
Result<Vector<S>> column_bias(OnnxNode<S>& node, Index columns) {
  if (!node.has_operand(2) || !node.is_constant(2)) return Vector<S>();
  const Shape row{1, columns};
  if (broadcast_shape(row, node.shape_of(2)) != row) return Vector<S>();
  const auto c = node.numbers(2);
  if (!c) return tl::make_unexpected(c.error());
  return Vector<S>(broadcast_values(**c, row) * convert<S>(node.number("beta", 1.0f)));
}

}  // namespace

template <Scalar S>
OnnxResult<S> OnnxProducts<S>::gemm(OnnxNode<S>& node) {
  auto a = factor(node, 0);
  if (!a) return tl::make_unexpected(a.error());
  auto b = factor(node, 1);
  if (!b) return tl::make_unexpected(b.error());
  if (shape_of(*a).size() != 2 || shape_of(*b).size() != 2) return mismatch(node);
  const S alpha = convert<S>(node.number("alpha", 1.0f));
  bool scaled = false;
  for (Factor<S>* f : {&*b, &*a}) {
    auto* constant = std::get_if<OnnxConstant<S>>(f);
    if (!constant || scaled) continue;
    constant->values *= alpha;
    scaled = true;
  }
  if (node.integer("transA", 0) != 0) a = matrix_transposed(node, *a);
  if (node.integer("transB", 0) != 0) b = matrix_transposed(node, *b);
  const Shape out{shape_of(*a)[0], shape_of(*b)[1]};
  if (node.has_operand(2) && broadcast_shape(out, node.shape_of(2)) != out) {
    return node.reject("a bias of shape " + to_text(node.shape_of(2)), "one for " + to_text(out));
  }
  auto bias = column_bias(node, out[1]);
  if (!bias) return tl::make_unexpected(bias.error());
  const bool with_bias = bias->size() > 0 && scaled;  // alpha is not for the bias
  auto xy = product(node, *a, *b, with_bias ? *bias : Vector<S>());
  if (!xy) return tl::make_unexpected(xy.error());
  if (!scaled && alpha != S(1)) xy = OnnxSteps<S>(node).scaled(*xy, alpha);
  if (node.has_operand(2) && !with_bias) xy = plus_c(node, *xy);
  if (!xy) return tl::make_unexpected(xy.error());
  return one_output<S>(*xy);
}

template <Scalar S>
OnnxResult<S> OnnxProducts<S>::matmul(OnnxNode<S>& node) {
  auto a = factor(node, 0);
  if (!a) return tl::make_unexpected(a.error());
  auto b = factor(node, 1);
  if (!b) return tl::make_unexpected(b.error());
  // NumPy's rule: a vector on the left is a row, on the right a column.
  const bool row = shape_of(*a).size() == 1;
  const bool column = shape_of(*b).size() == 1;
  if (shape_of(*a).empty() || shape_of(*b).empty()) return mismatch(node);
  if (row) shape_of(*a).insert(shape_of(*a).begin(), 1);
  if (column) shape_of(*b).push_back(1);
  auto xy = product(node, *a, *b, Vector<S>());
  if (!xy) return tl::make_unexpected(xy.error());
  if (column) xy->shape.pop_back();
  if (row) xy->shape.erase(xy->shape.end() - (column ? 1 : 2));
  return one_output<S>(*xy);
}

template struct OnnxProducts<float>;
template struct OnnxProducts<double>;
template struct OnnxProducts<Rational>;

}  // namespace axiomark
