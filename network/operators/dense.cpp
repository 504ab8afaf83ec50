#include "network/operators/dense.hpp"

#include <fmt/format.h>

#include "network/kernels/live_product.hpp"
#include "network/kernels/product.hpp"
#include "network/list_of.hpp"

namespace axiomark {

template <Scalar S>
Result<Shape> output_shape(const Dense<S>& op, std::span<const Shape> operands) {
  if (auto ok = expect_operands(op.name(), operands, 1); !ok) {
    return tl::make_unexpected(ok.error());
  }
  if (op.bias.size() != op.weights.rows()) {
    return fail(ErrorKind::input, "dense", fmt::format("{} biases", op.bias.size()),
                fmt::format("one per output, {}", op.weights.rows()));
  }
  if (auto ok = expect_features(op.name(), operands[0], op.weights.cols()); !ok) {
    return tl::make_unexpected(ok.error());
  }
  return Shape{op.weights.rows()};
}

template <Scalar S>
Batch<S> evaluate(const Dense<S>& op, Operands<S> operands) {
  const Batch<S>& x = *operands[0];
  if constexpr (!is_exact<S>) {
    if (fits_live_product(op.weights, x.cols())) return live_product(op.weights, op.bias, x);
  }
  Batch<S> y = op.bias.replicate(1, x.cols());
  add_product(op.weights, x, y);
  return y;
}

template <Scalar S>
std::vector<Batch<S>> pull_back(const Dense<S>& op, Operands<S> operands, const Batch<S>& cotangent,
                                const Conventions<S>&) {
  if constexpr (!is_exact<S>) {
    if (fits_live_product(op.weights, cotangent.cols())) {
      return list_of(live_transposed_product(op.weights, cotangent));
    }
  }
  Batch<S> at_operand = Batch<S>::Constant(operands[0]->rows(), cotangent.cols(), S(0));
  add_transposed_product(op.weights, cotangent, at_operand);
  return list_of(std::move(at_operand));
}

AXIOMARK_INSTANTIATE_FOR_ALL(Dense);

}  // namespace axiomark
