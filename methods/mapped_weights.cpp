#include "methods/mapped_weights.hpp"

namespace axiomark {

template <Scalar S>
Vector<S> bias_of(const Dense<S>& op, Index) {
  return op.bias;
}
template <Scalar S>
Vector<S> bias_of(const Convolution<S>& op, Index results) {
  const Index positions = results / op.bias.size();
  Vector<S> bias(results);
  for (Index o = 0; o < op.bias.size(); ++o) {
    bias.segment(o * positions, positions).setConstant(op.bias(o));
  }
  return bias;
}
template <Scalar S>
Vector<S> bias_of(const Shift<S>& op, Index) {
  return op.offset;
}

#define AXIOMARK_INSTANTIATE(S)                             \
  template Vector<S> bias_of(const Dense<S>&, Index);       \
  template Vector<S> bias_of(const Convolution<S>&, Index); \
  template Vector<S> bias_of(const Shift<S>&, Index);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
