#include "network/files/onnx/import/matrix_products.hpp"

namespace axiomark {
namespace {

Shape batch_of(const Shape& shape) { return {shape.begin(), shape.end() - 2}; }

// `batch` in front of a matrix.
Shape matrices(Shape batch, Index rows, Index columns) {
  batch.push_back(rows);
  batch.push_back(columns);
  return batch;
}

}  // namespace

template <Scalar S>
ConstantMatrices<S> matrices_of(const OnnxConstant<S>& constant, bool turned) {
  ConstantMatrices<S> w;
  w.batch = batch_of(constant.shape);
  w.count = element_count(w.batch);
  const Index rows = constant.shape[constant.shape.size() - 2];
  const Index columns = constant.shape.back();
  w.stacked.resize(w.count * (turned ? columns : rows), turned ? rows : columns);
  for (Index k = 0; k < w.count; ++k) {
    const Eigen::Map<const Matrix<S>> one(constant.values.data() + k * rows * columns, rows,
                                          columns);
    if (turned) {
      w.stacked.middleRows(k * columns, columns) = one.transpose();
    } else {
      w.stacked.middleRows(k * rows, rows) = one;
    }
  }
  return w;
}

template <Scalar S>
OnnxVariable MatrixProducts<S>::mixed(const Matrix<S>& weights, const Vector<S>& bias, Index groups,
                                      const OnnxVariable& x) {
  Convolution<S> op{x.shape, weights, Vector<S>::Constant(weights.rows(), S(0)), groups,
                    plain_window({1})};
  if (bias.size() > 0) op.bias = bias.replicate(weights.rows() / bias.size(), 1);
  const Shape out{weights.rows(), x.shape[1]};
  return {node_.apply(Operator<S>(std::move(op)), {node_.in_shape(x, x.shape)}), out};
}

template <Scalar S>
OnnxVariable MatrixProducts<S>::left(const ConstantMatrices<S>& w, const OnnxVariable& x,
                                     const Vector<S>& bias) {
  const Index inner = x.shape[x.shape.size() - 2];
  const Index columns = x.shape.back();
  const Shape batch = *broadcast_shape(w.batch, batch_of(x.shape));
  const Index count = element_count(batch);
  const Shape out = matrices(batch, w.rows(), columns);
  if (w.count == 1 && count > 1) {
    // One matrix for all: the batch lies among the columns.
    const OnnxVariable rows_first =
        steps_.transposed({x.tensor, {count, inner, columns}}, {1, 0, 2});
    const OnnxVariable y = mixed(w.stacked, bias, 1, {rows_first.tensor, {inner, count * columns}});
    return {steps_.transposed({y.tensor, {w.rows(), count, columns}}, {1, 0, 2}).tensor, out};
  }
  const OnnxVariable all = steps_.broadcast(x, matrices(batch, inner, columns));
  Matrix<S> weights = w.stacked;
  if (w.count < count) {
    // Fewer matrices than the batch has: as broadcasting repeats them.
    const Rearrange<S> map = *expand<S>(w.batch, batch);
    weights.resize(count * w.rows(), w.columns());
    for (Index k = 0; k < count; ++k) {
      weights.middleRows(k * w.rows(), w.rows()) =
          w.stacked.middleRows(map.source[static_cast<std::size_t>(k)] * w.rows(), w.rows());
    }
  }
  return {mixed(weights, bias, count, {all.tensor, {count * inner, columns}}).tensor, out};
}

// X W = (W' X')'
template <Scalar S>
OnnxVariable MatrixProducts<S>::right(const OnnxVariable& x, const ConstantMatrices<S>& turned,
                                      const Vector<S>& bias) {
  if (turned.count == 1) {
    // All rows of the batch are rows of one matrix.
    const Index inner = x.shape.back();
    const OnnxVariable rows{x.tensor, {element_count(x.shape) / inner, inner}};
    const OnnxVariable y =
        steps_.matrix_transposed(mixed(turned.stacked, bias, 1, steps_.matrix_transposed(rows)));
    const Shape batch = *broadcast_shape(turned.batch, batch_of(x.shape));
    return {y.tensor, matrices(batch, x.shape[x.shape.size() - 2], turned.rows())};
  }
  return steps_.matrix_transposed(left(turned, steps_.matrix_transposed(x), bias));
}

template <Scalar S>
OnnxVariable MatrixProducts<S>::both(const OnnxVariable& x, const OnnxVariable& y,
                                     const Shape& batch) {
  const Index rows = x.shape[x.shape.size() - 2];
  const Index inner = x.shape.back();
  const Index columns = y.shape.back();
  Shape pairs = batch;
  pairs.insert(pairs.end(), {rows, columns, inner});
  const auto with_one = [](const OnnxVariable& z, std::ptrdiff_t from_end) {
    OnnxVariable one = z;
    one.shape.insert(one.shape.end() - from_end, 1);
    return one;
  };
  const OnnxVariable products =
      steps_.product(steps_.broadcast(with_one(x, 1), pairs),
                     steps_.broadcast(with_one(steps_.matrix_transposed(y), 2), pairs));
  return steps_.mapped(reduce_sum<S>(pairs, {static_cast<Index>(pairs.size()) - 1}, false),
                       products);
}

#define AXIOMARK_INSTANTIATE(S)                                              \
  template ConstantMatrices<S> matrices_of<S>(const OnnxConstant<S>&, bool); \
  template class MatrixProducts<S>;
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
