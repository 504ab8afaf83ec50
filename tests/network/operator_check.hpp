#pragma once

#include <string>
#include <vector>

#include "network/operator.hpp"
#include "network/rounding.hpp"
#include "tests/property.hpp"
#include "tests/reference/operators.hpp"

/// Puts one operator of the product beside a callable of the slow reference, on random operands.
namespace axiomark::tests {

/// In floating point quarters: sums and products of a few hundred of them are exact, so that there
/// too an operator must equal the reference with ==. In Rational also thirds.
template <Scalar S>
[[nodiscard]] S draw_number(int low = -8, int high = 8) {
  const S numerator(static_cast<S>(draw(low, high)));
  if constexpr (is_exact<S>) {
    return numerator / S(draw(1, 3));
  } else {
    return numerator / S(4);
  }
}

template <Scalar S>
[[nodiscard]] Batch<S> draw_batch(Index rows, Index columns, int range = 8) {
  Batch<S> values(rows, columns);
  for (Index i = 0; i < rows; ++i) {
    for (Index n = 0; n < columns; ++n) values(i, n) = draw_number<S>(-range, range);
  }
  return values;
}

template <Scalar S>
[[nodiscard]] Vector<S> draw_vector(Index size) {
  return draw_batch<S>(size, 1).col(0);
}

[[nodiscard]] inline Shape draw_shape(int least_rank, int greatest_rank, int greatest_extent = 4) {
  Shape shape(static_cast<std::size_t>(draw(least_rank, greatest_rank)));
  for (Index& extent : shape) extent = draw(1, greatest_extent);
  return shape;
}

/// The scalar that a reference operator's operands are made of: S, or Dual<S> for derivatives.
template <class Tensors>
using scalar_in = std::decay_t<decltype(std::declval<Tensors>()[0].data[0])>;

/// One sample of a batch as a tensor of the reference.
template <Scalar S>
[[nodiscard]] reference::Tensor<S> tensor(const Batch<S>& values, Index sample,
                                          const Shape& shape) {
  reference::Tensor<S> x{shape, {}};
  for (Index i = 0; i < values.rows(); ++i) x.data.push_back(values(i, sample));
  return x;
}

/// Parameters of the reference in the scalar it is called with: T is S or Dual<S>.
template <class T, class S>
[[nodiscard]] reference::Tensor<T> parameters(const Batch<S>& values, const Shape& shape) {
  reference::Tensor<S> flat{shape, {}};
  for (Index i = 0; i < values.rows(); ++i) {
    for (Index j = 0; j < values.cols(); ++j) flat.data.push_back(values(i, j));
  }
  return reference::as<T>(flat);
}

template <Scalar S>
void require_close(const std::string& what, const S& got, const S& expected,
                   const S& allowed = S(0)) {
  const S distance = got > expected ? S(got - expected) : S(expected - got);
  if (distance <= allowed) return;
  RC_FAIL(what + " is " + to_text(got) + ", expected " + to_text(expected) +
          (allowed == S(0) ? "" : " within " + to_text(allowed)));
}

/// Equal in every entry; entries are named by row and column.
template <Scalar S>
void require_equal(const std::string& what, const Batch<S>& got, const Batch<S>& expected) {
  if (got.rows() != expected.rows() || got.cols() != expected.cols()) {
    RC_FAIL(what + " has another size: " + std::to_string(got.rows()) + " x " +
            std::to_string(got.cols()));
  }
  for (Index i = 0; i < got.rows(); ++i) {
    for (Index n = 0; n < got.cols(); ++n) {
      require_close(what + " (" + std::to_string(i) + ", " + std::to_string(n) + ")", got(i, n),
                    expected(i, n));
    }
  }
}

/// Operands of one operator: a batch each.
template <Scalar S>
struct OperandBatches {
  std::vector<Shape> shapes;
  std::vector<Batch<S>> batches;

  [[nodiscard]] std::vector<const Batch<S>*> pointers() const {
    std::vector<const Batch<S>*> all;
    for (const Batch<S>& batch : batches) all.push_back(&batch);
    return all;
  }
  [[nodiscard]] Index samples() const { return batches.front().cols(); }
  [[nodiscard]] OperandBatches sample(Index n) const {
    OperandBatches one{shapes, {}};
    for (const Batch<S>& batch : batches) one.batches.emplace_back(batch.col(n));
    return one;
  }
  [[nodiscard]] reference::Operands<S> tensors(Index n) const {
    reference::Operands<S> xs;
    for (std::size_t k = 0; k < shapes.size(); ++k) {
      xs.push_back(tensor(batches[k], n, shapes[k]));
    }
    return xs;
  }
  /// Sum of the absolute values of sample n: what relative rounding errors are measured against.
  [[nodiscard]] S magnitude(Index n) const {
    S sum(0);
    for (const Batch<S>& batch : batches) sum += batch.col(n).abs().sum();
    return sum;
  }
};

template <Scalar S>
[[nodiscard]] OperandBatches<S> draw_operands(const std::vector<Shape>& shapes, int range = 8) {
  OperandBatches<S> operands{shapes, {}};
  const Index samples = draw(1, 3);
  for (const Shape& shape : shapes) {
    operands.batches.push_back(draw_batch<S>(element_count(shape), samples, range));
  }
  return operands;
}

/// Column k alone gives what column k among others gives, to the last bit.
template <Scalar S>
void check_samples_apart(const Operator<S>& op, const OperandBatches<S>& operands,
                         const Batch<S>& cotangent, const Conventions<S>& conventions) {
  const auto together = operands.pointers();
  const Batch<S> y = evaluate<S>(op, together);
  const auto pulled = pull_back<S>(op, together, cotangent, conventions);
  for (Index n = 0; n < operands.samples(); ++n) {
    const OperandBatches<S> one = operands.sample(n);
    const auto alone = one.pointers();
    require_equal("a sample alone", evaluate<S>(op, alone), Batch<S>(y.col(n)));
    const auto pulled_alone = pull_back<S>(op, alone, Batch<S>(cotangent.col(n)), conventions);
    for (std::size_t k = 0; k < pulled.size(); ++k) {
      require_equal("the pull-back of a sample alone", pulled_alone[k], Batch<S>(pulled[k].col(n)));
    }
  }
}

/// evaluate and pull_back against the reference and its dual numbers on these operands.
/// `roundings`: how many of them separate both from the exact value, in units of gamma_n times the
/// sum of absolute operands (or cotangents); 0 where all arithmetic is exact.
template <Scalar S, class Reference>
void check_operator_on(const Operator<S>& op, const OperandBatches<S>& operands,
                       const Reference& slow, const Conventions<S>& conventions = {},
                       Index roundings = 0) {
  const auto xs = operands.pointers();
  const auto shape = output_shape<S>(op, std::span<const Shape>(operands.shapes));
  if (!shape) RC_FAIL("refused: " + message(shape.error()));
  const Batch<S> y = evaluate<S>(op, xs);
  const Batch<S> cotangent = draw_batch<S>(y.rows(), y.cols());
  const auto pulled = pull_back<S>(op, xs, cotangent, conventions);
  RC_ASSERT(y.rows() == element_count(*shape));
  RC_ASSERT(pulled.size() == operands.shapes.size());

  for (Index n = 0; n < operands.samples(); ++n) {
    const reference::Operands<S> tensors = operands.tensors(n);
    const reference::Tensor<S> expected = slow(tensors);
    RC_ASSERT(*shape == expected.shape);
    const S allowed = rounding_factor<S>(roundings) * operands.magnitude(n);
    for (Index i = 0; i < y.rows(); ++i) {
      require_close("y", y(i, n), expected.data[static_cast<std::size_t>(i)], allowed);
    }
    const auto derivative =
        reference::cotangent_times_jacobian(slow, tensors, tensor(cotangent, n, *shape));
    const S allowed_back = rounding_factor<S>(roundings) * S(cotangent.col(n).abs().sum());
    for (std::size_t k = 0; k < pulled.size(); ++k) {
      for (Index i = 0; i < pulled[k].rows(); ++i) {
        require_close("pull-back to operand " + std::to_string(k), pulled[k](i, n),
                      derivative[k].data[static_cast<std::size_t>(i)], allowed_back);
      }
    }
  }
  check_samples_apart(op, operands, cotangent, conventions);
}

template <Scalar S, class Reference>
void check_operator(const Operator<S>& op, const std::vector<Shape>& shapes, const Reference& slow,
                    const Conventions<S>& conventions = {}, Index roundings = 0) {
  check_operator_on(op, draw_operands<S>(shapes), slow, conventions, roundings);
}

/// The value of a factory that must accept its arguments.
template <class T>
[[nodiscard]] T accepted(Result<T> result) {
  if (!result) RC_FAIL("refused: " + message(result.error()));
  return std::move(*result);
}

}  // namespace axiomark::tests
