#include "network/operators/scale_shift.hpp"

#include "network/list_of.hpp"

namespace axiomark {
namespace {

Result<Shape> one_number_per_feature(std::string_view op, Index numbers,
                                     std::span<const Shape> operands) {
  if (auto ok = expect_operands(op, operands, 1); !ok) return tl::make_unexpected(ok.error());
  if (auto ok = expect_features(op, operands[0], numbers); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return operands[0];
}

}  // namespace

template <Scalar S>
Result<Shape> output_shape(const Scale<S>& op, std::span<const Shape> operands) {
  return one_number_per_feature(op.name(), op.factor.size(), operands);
}

template <Scalar S>
Batch<S> evaluate(const Scale<S>& op, Operands<S> operands) {
  return operands[0]->colwise() * op.factor;
}

template <Scalar S>
std::vector<Batch<S>> pull_back(const Scale<S>& op, Operands<S>, const Batch<S>& cotangent,
                                const Conventions<S>&) {
  return list_of<Batch<S>>(cotangent.colwise() * op.factor);
}

template <Scalar S>
Result<Shape> output_shape(const Shift<S>& op, std::span<const Shape> operands) {
  return one_number_per_feature(op.name(), op.offset.size(), operands);
}

template <Scalar S>
Batch<S> evaluate(const Shift<S>& op, Operands<S> operands) {
  return operands[0]->colwise() + op.offset;
}

template <Scalar S>
std::vector<Batch<S>> pull_back(const Shift<S>&, Operands<S>, const Batch<S>& cotangent,
                                const Conventions<S>&) {
  return list_of(cotangent);
}

AXIOMARK_INSTANTIATE_FOR_ALL(Scale);
AXIOMARK_INSTANTIATE_FOR_ALL(Shift);

}  // namespace axiomark
