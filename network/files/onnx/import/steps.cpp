#include "network/files/onnx/import/steps.hpp"

#include <algorithm>
#include <numeric>

namespace axiomark {

template <Scalar S>
OnnxVariable OnnxSteps<S>::apply(Operator<S> op, const OnnxVariable& x) {
  return {node_.apply(std::move(op), {x.tensor}), x.shape};
}

template <Scalar S>
OnnxVariable OnnxSteps<S>::scaled(const OnnxVariable& x, const S& factor) {
  return apply(Scale<S>{Vector<S>::Constant(element_count(x.shape), factor)}, x);
}

template <Scalar S>
OnnxVariable OnnxSteps<S>::shifted(const OnnxVariable& x, const S& offset) {
  return apply(Shift<S>{Vector<S>::Constant(element_count(x.shape), offset)}, x);
}

template <Scalar S>
OnnxVariable OnnxSteps<S>::sum(const S& a, const OnnxVariable& x, const S& b,
                               const OnnxVariable& y) {
  Vector<S> coefficients(2);
  coefficients << a, b;
  return {node_.apply(Sum<S>{std::move(coefficients)},
                      {node_.in_shape(x, x.shape), node_.in_shape(y, x.shape)}),
          x.shape};
}

template <Scalar S>
OnnxVariable OnnxSteps<S>::product(const OnnxVariable& x, const OnnxVariable& y) {
  return {node_.apply(Product{}, {node_.in_shape(x, x.shape), node_.in_shape(y, x.shape)}),
          x.shape};
}

template <Scalar S>
OnnxVariable OnnxSteps<S>::transposed(const OnnxVariable& x, const std::vector<Index>& order) {
  Shape out;
  for (const Index d : order) out.push_back(x.shape[static_cast<std::size_t>(d)]);
  // Moving dimensions of 1 only does not move a value.
  std::vector<Index> moving = order;
  std::erase_if(moving, [&](Index d) { return x.shape[static_cast<std::size_t>(d)] == 1; });
  if (std::ranges::is_sorted(moving)) return {x.tensor, std::move(out)};
  return mapped(transpose<S>(x.shape, order), x);
}

template <Scalar S>
OnnxVariable OnnxSteps<S>::matrix_transposed(const OnnxVariable& x) {
  std::vector<Index> order(x.shape.size());
  std::iota(order.begin(), order.end(), 0);
  std::swap(order[order.size() - 1], order[order.size() - 2]);
  return transposed(x, order);
}

template <Scalar S>
OnnxVariable OnnxSteps<S>::broadcast(const OnnxVariable& x, const Shape& shape) {
  return {node_.broadcast(x, shape), shape};
}

template class OnnxSteps<float>;
template class OnnxSteps<double>;
template class OnnxSteps<Rational>;

}  // namespace axiomark
