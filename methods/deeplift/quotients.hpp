#pragma once

#include <cmath>
#include <stdexcept>

#include "methods/deeplift/pass.hpp"
#include "network/kernels/quotients.hpp"
#include "network/operators/selection.hpp"

namespace axiomark {

template <class Op>
concept Selecting = std::same_as<Op, WindowMax> || std::same_as<Op, Max> || std::same_as<Op, Min>;
/// Operators that add terms up, so that contributions can cancel inside them.
template <class Op, class S>
concept Summing = std::same_as<Op, Dense<S>> || std::same_as<Op, Convolution<S>> ||
    std::same_as<Op, WindowSum<S>> || std::same_as<Op, Sum<S>>;
/// Operators whose values each come from one value.
template <class Op, class S>
concept Moving =
    std::same_as<Op, Rearrange<S>> || std::same_as<Op, Concat> || std::same_as<Op, Shift<S>>;
template <class Op, class S>
concept HasRule = Summing<Op, S> || Moving<Op, S> || std::same_as<Op, Scale<S>> ||
                      Op::kind == OperatorKind::elementwise ||
                  Selecting<Op> || std::same_as<Op, Product>;

/// DeepLiftPass::make refuses operators without a rule before anything is asked of them.
[[noreturn]] inline void no_rule() {
  throw std::logic_error("DeepLIFT was asked for the rule of an operator that has none");
}

/// A tensor at the input and at the baseline.
template <Scalar S>
struct TensorPair {
  const Batch<S>& input;
  const Batch<S>& baseline;
};

/// The operators whose difference quotient cancels in floating point: functions of one number that
/// are not piecewise linear.
template <Scalar S, class Op>
inline constexpr bool is_smooth =
    Op::kind == OperatorKind::elementwise && !PiecewiseLinear<Op, S> && !is_exact<S>;

/// A difference of at most this size counts as zero: the threshold given, else zero, but for smooth
/// operators in floating point 2 sqrt(u), times |z| for powers, roots and logarithms, which look the
/// same at every scale. There the two errors meet: the quotient's is about 2 u |f| / |difference|
/// (two values rounded), that of the slope at the input |f''| |difference| / 2. With f and f'' of
/// one size both are at most sqrt(u), 1e-8 in double and 2.4e-4 in float, and contributions sum up
/// to f'' difference^2 / 2 = 2 u f'' besides the difference, a rounding.
/// Claim D06: fixed thresholds of libraries (1e-10 in Captum, 1e-7 in the authors' code) are far
/// below that in float, where a quotient at 1e-7 is off by 170 %.
template <Scalar S, class Op>
[[nodiscard]] S zero_size(const std::optional<S>& threshold, const S& z) {
  if (threshold) return *threshold;
  if constexpr (is_smooth<S, Op>) {
    const S twice_root = S(2) * std::sqrt(static_cast<S>(unit_roundoff<S>));
    constexpr bool scale_free =
        std::same_as<Op, Power> || std::same_as<Op, Log> || std::same_as<Op, Sqrt>;
    return scale_free ? twice_root * absolute_value(z) : twice_root;
  } else {
    return S(0);
  }
}

template <Scalar S, class Op>
[[nodiscard]] bool is_zero_difference(const std::optional<S>& threshold, const S& z,
                                      const S& at_baseline) {
  return absolute_value(S(z - at_baseline)) <= zero_size<S, Op>(threshold, z);
}

/// Rescale: difference of the result / difference of the operand; where that is zero, the slope at
/// the input.
template <Scalar S, class Op>
[[nodiscard]] Batch<S> rescale_quotients(const Op& op, const TensorPair<S>& z,
                                         const TensorPair<S>& y,
                                         const DeepLiftOptions<S>& options) {
  Batch<S> quotients(z.input.rows(), z.input.cols());
  std::vector<std::pair<Index, Index>> zeros;
  for (Index i = 0; i < quotients.rows(); ++i) {
    for (Index n = 0; n < quotients.cols(); ++n) {
      if (is_zero_difference<S, Op>(options.threshold, z.input(i, n), z.baseline(i, n))) {
        zeros.emplace_back(i, n);
      } else {
        quotients(i, n) = (y.input(i, n) - y.baseline(i, n)) / (z.input(i, n) - z.baseline(i, n));
      }
    }
  }
  if (zeros.empty()) return quotients;
  const Batch<S>* operand = &z.input;
  const Batch<S> ones = Batch<S>::Constant(quotients.rows(), quotients.cols(), S(1));
  const auto slopes = pull_back<S>(op, Operands<S>(&operand, 1), ones, options.conventions).front();
  for (const auto& [i, n] : zeros) quotients(i, n) = slopes(i, n);
  return quotients;
}

/// `multipliers` through an elementwise node by rescale: scaled(multipliers, rescale_quotients(...)).
template <Scalar S, class Op>
[[nodiscard]] Batch<S> rescaled(const Op& op, const Batch<S>& multipliers, const TensorPair<S>& z,
                                const TensorPair<S>& y, const DeepLiftOptions<S>& options);

/// A multiplier of zero stays zero, even where the quotient is infinite (the root at 0).
template <Scalar S>
[[nodiscard]] Batch<S> scaled(const Batch<S>& multipliers, const Batch<S>& quotients) {
  return multipliers.binaryExpr(quotients,
                                [](const S& m, const S& q) { return m == S(0) ? S(0) : S(m * q); });
}

template <Scalar S, class Op>
Batch<S> rescaled(const Op& op, const Batch<S>& multipliers, const TensorPair<S>& z,
                  const TensorPair<S>& y, const DeepLiftOptions<S>& options) {
  if constexpr (std::same_as<Op, Relu> && !is_exact<S>) {
    Batch<S> result(multipliers.rows(), multipliers.cols());
    quotient_loops<S>().rescale_relu(
        {z.input.data(), z.baseline.data(), y.input.data(), y.baseline.data()}, multipliers.data(),
        options.threshold.value_or(S(0)), options.conventions.relu_at_zero, result.data(),
        result.size());
    return result;
  } else {
    return scaled<S>(multipliers, rescale_quotients(op, z, y, options));
  }
}

/// The weight of a product's operand: the mean of the other operand at both points.
template <Scalar S>
[[nodiscard]] Batch<S> product_weight(Operands<S> at_input, Operands<S> at_baseline,
                                      std::size_t operand) {
  return (*at_input[1 - operand] + *at_baseline[1 - operand]) / S(2);
}

template <Scalar S>
[[nodiscard]] Batch<S> zeros(Index rows, Index cols) {
  return Batch<S>::Constant(rows, cols, S(0));
}

/// One of the operands that a maximum or minimum gives its difference to.
template <Scalar S>
struct Winner {
  std::size_t operand;
  Index feature;
  S quotient;            ///< share * difference of the result / difference of the operand
  bool zero_difference;  ///< of the operand: the quotient is the share
};

template <Selecting Op>
[[nodiscard]] Index candidate_count(const Op& op, std::size_t operands, Index feature) {
  if constexpr (std::same_as<Op, WindowMax>) {
    return static_cast<Index>(op.windows[feature].size());
  } else {
    return static_cast<Index>(operands);
  }
}

/// The operand and feature that a candidate is.
template <Selecting Op>
[[nodiscard]] std::pair<std::size_t, Index> candidate(const Op& op, Index feature, Index j) {
  if constexpr (std::same_as<Op, WindowMax>) {
    return {0, op.windows[feature][static_cast<std::size_t>(j)]};
  } else {
    return {static_cast<std::size_t>(j), feature};
  }
}

/// Calls visit(feature, sample, winners, tied) for every value of the result; see DeepLiftPass.
template <Scalar S, Selecting Op, class Visit>
void for_each_choice(const Op& op, Operands<S> at_input, Operands<S> at_baseline,
                     const TensorPair<S>& y, const DeepLiftOptions<S>& options,
                     const Visit& visit) {
  constexpr bool smallest = std::same_as<Op, Min>;
  std::vector<Winner<S>> winners;
  for (Index i = 0; i < y.input.rows(); ++i) {
    for (Index n = 0; n < y.input.cols(); ++n) {
      const S change = y.input(i, n) - y.baseline(i, n);
      const bool input_decides = smallest ? change <= S(0) : change >= S(0);
      const Operands<S> deciding = input_decides ? at_input : at_baseline;
      winners.clear();
      const bool tied = share_among_largest<S>(
          candidate_count(op, at_input.size(), i), options.conventions.tie,
          [&](Index j) {
            const auto [k, feature] = candidate(op, i, j);
            const S& value = (*deciding[k])(feature, n);
            return smallest ? S(-value) : value;
          },
          [&](Index j, const S& share) {
            const auto [k, feature] = candidate(op, i, j);
            const S& z = (*at_input[k])(feature, n);
            const S& z0 = (*at_baseline[k])(feature, n);
            const bool zero = is_zero_difference<S, Op>(options.threshold, z, z0);
            winners.push_back({k, feature, zero ? share : S(share * change / (z - z0)), zero});
          });
      visit(i, n, winners, tied);
    }
  }
}

}  // namespace axiomark
