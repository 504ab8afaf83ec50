#include "methods/mapped_weights.hpp"

namespace axiomark {
namespace {

template <class Array, Scalar S>
Array mapped(const Array& weights, const WeightMap<S>& map) {
  return weights.unaryExpr([&](const S& w) { return map(w); });
}

}  // namespace

template <Scalar S>
Operator<S> with_weights(const Dense<S>& op, const WeightMap<S>& map) {
  return Dense<S>{mapped(op.weights, map), Vector<S>::Constant(op.bias.size(), S(0))};
}
template <Scalar S>
Operator<S> with_weights(const Convolution<S>& op, const WeightMap<S>& map) {
  return Convolution<S>{op.in, mapped(op.weights, map), Vector<S>::Constant(op.bias.size(), S(0)),
                        op.groups, op.window};
}
template <Scalar S>
Operator<S> with_weights(const Scale<S>& op, const WeightMap<S>& map) {
  return Scale<S>{mapped(op.factor, map)};
}
template <Scalar S>
Operator<S> with_weights(const Shift<S>& op, const WeightMap<S>& map) {
  return Scale<S>{Vector<S>::Constant(op.offset.size(), map(S(1)))};
}
template <Scalar S>
Operator<S> with_weights(const WindowSum<S>& op, const WeightMap<S>& map) {
  return WindowSum<S>{op.form, op.windows, mapped(op.weight, map)};
}
template <Scalar S>
Operator<S> with_weights(const Sum<S>& op, const WeightMap<S>& map) {
  return Sum<S>{mapped(op.coefficients, map)};
}

template <Scalar S>
Vector<S> bias_of(const Dense<S>& op, Index) {
  return op.bias;
}
template <Scalar S>
Vector<S> bias_of(const Convolution<S>& op, Index results) {
  const Index positions = results / op.bias.size();
  Vector<S> bias(results);
  for (Index i = 0; i < results; ++i) bias(i) = op.bias(i / positions);
  return bias;
}
template <Scalar S>
Vector<S> bias_of(const Shift<S>& op, Index) {
  return op.offset;
}

#define AXIOMARK_INSTANTIATE_OP(Op, S) \
  template Operator<S> with_weights(const Op<S>&, const WeightMap<S>&);
#define AXIOMARK_INSTANTIATE(S)                             \
  AXIOMARK_INSTANTIATE_OP(Dense, S)                         \
  AXIOMARK_INSTANTIATE_OP(Convolution, S)                   \
  AXIOMARK_INSTANTIATE_OP(Scale, S)                         \
  AXIOMARK_INSTANTIATE_OP(Shift, S)                         \
  AXIOMARK_INSTANTIATE_OP(WindowSum, S)                     \
  AXIOMARK_INSTANTIATE_OP(Sum, S)                           \
  template Vector<S> bias_of(const Dense<S>&, Index);       \
  template Vector<S> bias_of(const Convolution<S>&, Index); \
  template Vector<S> bias_of(const Shift<S>&, Index);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE
#undef AXIOMARK_INSTANTIATE_OP

}  // namespace axiomark
