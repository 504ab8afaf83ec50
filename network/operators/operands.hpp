#pragma once

#include <span>
#include <vector>

#include "network/batch.hpp"
#include "network/conventions.hpp"
#include "network/error.hpp"

namespace axiomark {

/// The tensors an operator reads, each features x samples with the same number of samples.
template <Scalar S>
using Operands = std::span<const Batch<S>* const>;

/// What an operator is to the methods: linear up to a constant; a function of one number each;
/// a choice among operands; or none of these.
enum class OperatorKind { affine, elementwise, selecting, mixing };

[[nodiscard]] std::string_view name(OperatorKind kind);

/// Every operator type `Op` is a plain struct with `name()`, `kind`, and these overloads:
///
///   Result<Shape> output_shape<S>(const Op&, std::span<const Shape> operands);
///   Batch<S> evaluate(const Op&, Operands<S>);
///   std::vector<Batch<S>> pull_back(const Op&, Operands<S>, const Batch<S>& cotangent,
///                                   const Conventions<S>&);
///   std::vector<HangSet> hung_on(const Op&, Operands<S>, const Batch<S>& cotangent);
///
/// pull_back returns, per operand, cotangent^T J, sample by sample, with J the Jacobian by that
/// operand. hung_on says per sample whether a convention decided it (selecting operators and
/// elementwise ones with a kink only). Gradients by an operator's own parameters would be one more
/// overload of the same arguments; nothing here has to change for them.
inline constexpr Index kAnyArity = -1;

/// Shared refusal for output_shape.
[[nodiscard]] Result<void> expect_operands(std::string_view op, std::span<const Shape> operands,
                                           Index arity);
[[nodiscard]] Result<void> expect_features(std::string_view op, const Shape& operand,
                                           Index features);
[[nodiscard]] Result<Shape> equal_shapes(std::string_view op, std::span<const Shape> operands);

}  // namespace axiomark

/// Declares the overloads of an operator type; `OpS` is the type with its scalar, Dense<S> or Relu.
#define AXIOMARK_DECLARE_OPERATOR(OpS)                                                      \
  template <Scalar S>                                                                       \
  [[nodiscard]] Result<Shape> output_shape(const OpS& op, std::span<const Shape> operands); \
  template <Scalar S>                                                                       \
  [[nodiscard]] Batch<S> evaluate(const OpS& op, Operands<S> operands);                     \
  template <Scalar S>                                                                       \
  [[nodiscard]] std::vector<Batch<S>> pull_back(const OpS& op, Operands<S> operands,        \
                                                const Batch<S>& cotangent,                  \
                                                const Conventions<S>& conventions)

/// Instantiates them for one scalar, in the operator's .cpp: (Dense<float>, float), (Relu, float).
#define AXIOMARK_INSTANTIATE_OPERATOR(OpS, S)                                           \
  template Result<Shape> output_shape<S>(const OpS&, std::span<const Shape>);           \
  template Batch<S> evaluate<S>(const OpS&, Operands<S>);                               \
  template std::vector<Batch<S>> pull_back<S>(const OpS&, Operands<S>, const Batch<S>&, \
                                              const Conventions<S>&)

/// The same for all scalars: operators with parameters, and those without.
#define AXIOMARK_INSTANTIATE_FOR_ALL(Op)             \
  AXIOMARK_INSTANTIATE_OPERATOR(Op<float>, float);   \
  AXIOMARK_INSTANTIATE_OPERATOR(Op<double>, double); \
  AXIOMARK_INSTANTIATE_OPERATOR(Op<Rational>, Rational)
#define AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Op) \
  AXIOMARK_INSTANTIATE_OPERATOR(Op, float);    \
  AXIOMARK_INSTANTIATE_OPERATOR(Op, double);   \
  AXIOMARK_INSTANTIATE_OPERATOR(Op, Rational)
