#include "network/operators/elementwise.hpp"

#include <fmt/format.h>

#include "network/kernels/rows.hpp"
#include "network/list_of.hpp"
#include "network/operators/elementwise_formula.hpp"

namespace axiomark {
namespace {

template <Scalar S, class Op>
Result<void> check_parameters(const Op& op) {
  if constexpr (std::same_as<Op, Clip<S>>) {
    if (op.high < op.low) {
      return fail(ErrorKind::input, "clip", to_text(op.low) + " to " + to_text(op.high),
                  "a lower end not above the upper end");
    }
  } else if constexpr (std::same_as<Op, Power>) {
    // 64 covers every exponent a network uses; larger ones would overflow at once.
    if (op.exponent == 0 || op.exponent < -64 || op.exponent > 64) {
      return fail(ErrorKind::unsupported, "power", fmt::format("exponent {}", op.exponent),
                  "a whole number from -64 to 64, not 0");
    }
  }
  return {};
}

template <Scalar S, class Op>
Result<Shape> shape_of(const Op& op, std::span<const Shape> operands) {
  if (auto ok = expect_operands(op.name(), operands, 1); !ok) {
    return tl::make_unexpected(ok.error());
  }
  if (auto ok = check_parameters<S>(op); !ok) return tl::make_unexpected(ok.error());
  return operands[0];
}

template <Scalar S, class Op>
Batch<S> apply(const Op& op, Operands<S> operands) {
  return operands[0]->unaryExpr([&](const S& z) { return ElementwiseFormula<S>::value(op, z); });
}

template <Scalar S, class Op>
std::vector<Batch<S>> chain_rule(const Op& op, Operands<S> operands, const Batch<S>& cotangent,
                                 const Conventions<S>& conventions) {
  if constexpr (std::same_as<Op, Relu> && !is_exact<S>) {
    // Without branches, which are mispredicted half of the time.
    const Batch<S>& z = *operands[0];
    Batch<S> result(z.rows(), z.cols());
    row_loops<S>().pull_back_relu(z.data(), cotangent.data(), conventions.relu_at_zero,
                                  result.data(), result.size());
    return list_of(std::move(result));
  }
  const ElementwiseFormula<S> formula{conventions};
  return list_of<Batch<S>>(operands[0]->binaryExpr(cotangent, [&](const S& z, const S& c) {
    // A zero signal stays zero, even where the slope is infinite (the root at 0).
    return c == S(0) ? S(0) : S(c * formula.slope(op, z));
  }));
}

}  // namespace

#define AXIOMARK_ELEMENTWISE(OpS)                                                                 \
  template <Scalar S>                                                                             \
  Result<Shape> output_shape(const OpS& op, std::span<const Shape> operands) {                    \
    return shape_of<S>(op, operands);                                                             \
  }                                                                                               \
  template <Scalar S>                                                                             \
  Batch<S> evaluate(const OpS& op, Operands<S> operands) {                                        \
    return apply<S>(op, operands);                                                                \
  }                                                                                               \
  template <Scalar S>                                                                             \
  std::vector<Batch<S>> pull_back(const OpS& op, Operands<S> operands, const Batch<S>& cotangent, \
                                  const Conventions<S>& conventions) {                            \
    return chain_rule<S>(op, operands, cotangent, conventions);                                   \
  }
AXIOMARK_ELEMENTWISE(Relu)
AXIOMARK_ELEMENTWISE(LeakyRelu<S>)
AXIOMARK_ELEMENTWISE(Abs)
AXIOMARK_ELEMENTWISE(Clip<S>)
AXIOMARK_ELEMENTWISE(Power)
AXIOMARK_ELEMENTWISE(Sigmoid)
AXIOMARK_ELEMENTWISE(Tanh)
AXIOMARK_ELEMENTWISE(Softplus)
AXIOMARK_ELEMENTWISE(Elu<S>)
AXIOMARK_ELEMENTWISE(Gelu)
AXIOMARK_ELEMENTWISE(Exp)
AXIOMARK_ELEMENTWISE(Log)
AXIOMARK_ELEMENTWISE(Sqrt)
#undef AXIOMARK_ELEMENTWISE

AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Relu);
AXIOMARK_INSTANTIATE_FOR_ALL(LeakyRelu);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Abs);
AXIOMARK_INSTANTIATE_FOR_ALL(Clip);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Power);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Sigmoid);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Tanh);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Softplus);
AXIOMARK_INSTANTIATE_FOR_ALL(Elu);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Gelu);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Exp);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Log);
AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Sqrt);

}  // namespace axiomark
