#include "network/operators/softmax.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "network/balls/enclosed_number.hpp"
#include "network/list_of.hpp"

namespace axiomark {
namespace {

// exp(z_i - z_1): between equal fractions no exponential is taken, so that their shares are fractions. Numbers
// known to within a bound are not subtracted, since a difference that may be zero is no number.
Batch<Rational> enclosed_exponentials(Batch<Rational> group) {
  for (auto sample : group.colwise()) {
    const Rational first = sample(0);
    const bool exact = std::ranges::none_of(sample, &is_enclosed);
    for (Rational& z : sample) z = enclosed_functions::exp(exact ? z - first : z);
  }
  return group;
}

}  // namespace

template <Scalar S>
Result<Shape> output_shape(const Softmax& op, std::span<const Shape> operands) {
  if (auto ok = expect_operands(op.name(), operands, 1); !ok) {
    return tl::make_unexpected(ok.error());
  }
  if (operands[0] != op.in) {
    return fail(ErrorKind::input, "softmax", "an operand of shape " + to_text(operands[0]),
                to_text(op.in));
  }
  const auto rank = static_cast<Index>(op.in.size());
  if (op.axis < 0 || op.axis >= rank) {
    return fail(
        ErrorKind::input, "softmax", fmt::format("axis {}", op.axis),
        rank == 0 ? std::string("an operand with an axis") : fmt::format("0 to {}", rank - 1));
  }
  return op.in;
}

template <Scalar S>
Batch<S> evaluate(const Softmax& op, Operands<S> operands) {
  Batch<S> y = *operands[0];
  for_each_group(op, [&](Index first, Index step, Index rows) {
    const auto at = Eigen::seqN(first, rows, step);
    Batch<S> group = y(at, Eigen::all);
    if constexpr (is_exact<S>) {
      group = enclosed_exponentials(std::move(group));
    } else {
      // Without the largest, exp would overflow. A NaN reaches the sum, and so the result, where it is reported.
      const Row<S> largest = group.colwise().maxCoeff();
      group = (group.rowwise() - largest).exp().eval();
    }
    const Row<S> sum = group.colwise().sum();
    y(at, Eigen::all) = group.rowwise() / sum;
  });
  return y;
}

// dy_i / dz_j = y_i ([i = j] - y_j), so c_j = y_j (cotangent_j - sum_i cotangent_i y_i).
template <Scalar S>
std::vector<Batch<S>> pull_back(const Softmax& op, Operands<S> operands, const Batch<S>& cotangent,
                                const Conventions<S>&) {
  Batch<S> at_operand = evaluate<S>(op, operands);
  for_each_group(op, [&](Index first, Index step, Index rows) {
    const auto at = Eigen::seqN(first, rows, step);
    const Batch<S> y = at_operand(at, Eigen::all);
    const Batch<S> c = cotangent(at, Eigen::all);
    const Row<S> mean = (c * y).colwise().sum();
    at_operand(at, Eigen::all) = y * (c.rowwise() - mean);
  });
  return list_of(std::move(at_operand));
}

AXIOMARK_INSTANTIATE_PLAIN_FOR_ALL(Softmax);

}  // namespace axiomark
