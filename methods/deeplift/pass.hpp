#pragma once

#include <optional>
#include <vector>

#include "network/pull_back.hpp"

namespace axiomark {

/// How a nonlinearity's multipliers are found: by the difference quotient; by adding the positive
/// and the negative part of the operand's difference in both orders; or the first behind a
/// convolution and the second behind a dense layer.
enum class DeepLiftRule { rescale, revealcancel, genomics_default };

template <Scalar S>
struct DeepLiftOptions {
  DeepLiftRule rule = DeepLiftRule::rescale;
  Conventions<S> conventions;
  std::optional<S> threshold;  ///< none: the operator's own, see zero_size()
};

/// A quantity for the positive and one for the negative part of a difference. As a cotangent: the
/// multipliers of both parts.
template <Scalar S>
struct Parts {
  Batch<S> positive;
  Batch<S> negative;

  [[nodiscard]] Index rows() const { return positive.rows(); }
  [[nodiscard]] Index cols() const { return positive.cols(); }
  Parts& operator+=(const Parts& other) {
    positive += other.positive;
    negative += other.negative;
    return *this;
  }
};

/// One DeepLIFT computation, ready to run backwards: all tensors at the inputs and at the
/// baselines, and for rules other than rescale the parts of all differences.
///
/// Linear rule: an operand's multiplier is its weight times the result's. Between parts, a term of
/// a sum (dense, convolution, window sum, sum, product) belongs to the part whose sign weight *
/// (whole difference) has; at a difference of zero half of the weight goes to either. Operators
/// that add nothing up (rearrange, concat, shift, scale) hand both parts on, exchanged by a
/// negative factor, as batch normalisation does in the authors' code.
/// Product a b: linear with the weights (b + b')/2 and (a + a')/2, the mean of both orders.
/// Maximum: the difference of the results belongs to the operand that wins where the result is
/// larger, at the input if both are equal; its own difference is at least as large, so the quotient
/// is between 0 and 1. Among equal winners tie= decides. Minimum: the same with signs reversed.
template <Scalar S>
class DeepLiftPass {
 public:
  /// Refuses networks with an operator or, for genomics_default, a wiring that has no rule, and
  /// values that are not finite. The network must outlive the pass.
  [[nodiscard]] static Result<DeepLiftPass> make(const Network<S>& network, const Batch<S>& inputs,
                                                 const Batch<S>& baselines,
                                                 const DeepLiftOptions<S>& options);

  [[nodiscard]] const Network<S>& network() const { return *network_; }
  [[nodiscard]] const DeepLiftOptions<S>& options() const { return options_; }
  [[nodiscard]] const Trace<S>& at_input() const { return at_input_; }
  [[nodiscard]] const Trace<S>& at_baseline() const { return at_baseline_; }
  [[nodiscard]] Batch<S> difference(Index tensor) const {
    const auto t = static_cast<std::size_t>(tensor);
    return at_input_.tensors[t] - at_baseline_.tensors[t];
  }
  [[nodiscard]] bool carries_parts() const { return options_.rule != DeepLiftRule::rescale; }
  [[nodiscard]] const Parts<S>& parts(Index tensor) const {
    return parts_[static_cast<std::size_t>(tensor)];
  }
  /// Whether the elementwise node that makes a tensor follows RevealCancel.
  [[nodiscard]] bool reveals_cancel(Index tensor) const;

  /// The multipliers of a node's operands from those of its result; with parts if they are carried.
  [[nodiscard]] std::vector<Batch<S>> passed(Index tensor, const Batch<S>& multipliers) const;
  [[nodiscard]] std::vector<Parts<S>> passed(Index tensor, const Parts<S>& multipliers) const;

  /// The multipliers of every tensor, from the targets back. Without parts both are the same.
  [[nodiscard]] std::vector<Parts<S>> multipliers(const Batch<S>& targets) const;

 private:
  /// A summing operator without constants, its negative and its positive weights apart.
  struct SplitOperator {
    Operator<S> positive;
    Operator<S> negative;
  };
  DeepLiftPass(const Network<S>& network, const DeepLiftOptions<S>& options)
      : network_(&network), options_(options) {}
  [[nodiscard]] Parts<S> forward_parts(Index tensor) const;
  [[nodiscard]] Parts<S> input_parts(Index tensor) const;

  const Network<S>* network_;
  DeepLiftOptions<S> options_;
  Trace<S> at_input_;
  Trace<S> at_baseline_;
  std::vector<Parts<S>> parts_;
  std::vector<std::optional<SplitOperator>> split_;  ///< by operator index
};

/// Per query, the conventions that the multipliers hung on: a signal met a difference of zero
/// (and, under rescale, perhaps a kink) or a tie, behind an input that does differ.
template <Scalar S>
[[nodiscard]] std::vector<HangSet> hung_on(const DeepLiftPass<S>& pass,
                                           const std::vector<Parts<S>>& multipliers);

}  // namespace axiomark
