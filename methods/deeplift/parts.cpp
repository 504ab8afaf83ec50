#include "methods/deeplift/pass.hpp"
#include "methods/deeplift/quotients.hpp"

namespace axiomark {
namespace {

template <Scalar S>
Batch<S> above(const Batch<S>& values) {
  return values.unaryExpr([](const S& v) { return v > S(0) ? v : S(0); });
}
template <Scalar S>
Batch<S> below(const Batch<S>& values) {
  return values.unaryExpr([](const S& v) { return v < S(0) ? v : S(0); });
}
// Two operators on two batches each, added: what the positive and the negative weights do.
template <Scalar S>
Batch<S> evaluate_both(const Operator<S>& first, const std::vector<Batch<S>>& to_first,
                       const Operator<S>& second, const std::vector<Batch<S>>& to_second) {
  const auto apply = [](const Operator<S>& op, const std::vector<Batch<S>>& operands) {
    std::vector<const Batch<S>*> pointers;
    pointers.reserve(operands.size());
    for (const Batch<S>& operand : operands) pointers.push_back(&operand);
    return evaluate<S>(op, Operands<S>(pointers));
  };
  return apply(first, to_first) + apply(second, to_second);
}

template <Scalar S>
Batch<S> quotient_or_zero(const Batch<S>& of_result, const Batch<S>& of_operand,
                          const std::optional<S>& threshold) {
  const S least = threshold.value_or(S(0));
  return of_result.binaryExpr(of_operand, [&](const S& y, const S& z) {
    return absolute_value(z) <= least ? S(0) : S(y / z);
  });
}

// The linear rule at the operands: `for_positive` is what the terms of a positive difference get,
// `for_negative` those of a negative one. Both parts of the operand get the same.
template <Scalar S>
Parts<S> by_sign_of_difference(const Batch<S>& difference, const Batch<S>& for_positive,
                               const Batch<S>& for_negative) {
  const Batch<S> halves = (for_positive + for_negative) / S(2);
  Batch<S> chosen = (difference > S(0)).select(for_positive, for_negative);
  chosen = (difference == S(0)).select(halves, chosen);
  return {chosen, chosen};
}

// The terms of each sign, by weight times whole difference.
template <Scalar S>
Parts<S> summed_parts(const DeepLiftPass<S>& pass, const Node& node,
                      const Operator<S>& positive_weights, const Operator<S>& negative_weights) {
  std::vector<Batch<S>> up;
  std::vector<Batch<S>> down;
  for (const Index t : node.inputs) {
    const Batch<S> change = pass.difference(t);
    up.push_back(above(change));
    down.push_back(below(change));
  }
  return {evaluate_both(positive_weights, up, negative_weights, down),
          evaluate_both(positive_weights, down, negative_weights, up)};
}

template <Scalar S, Moving<S> Op>
Parts<S> moved_parts(const DeepLiftPass<S>& pass, const Node& node, Op op) {
  if constexpr (std::same_as<Op, Shift<S>>) {
    op.offset.setConstant(S(0));
  } else if constexpr (std::same_as<Op, Rearrange<S>>) {
    op.fill = S(0);
  }
  std::vector<const Batch<S>*> positive;
  std::vector<const Batch<S>*> negative;
  for (const Index t : node.inputs) {
    positive.push_back(&pass.parts(t).positive);
    negative.push_back(&pass.parts(t).negative);
  }
  return {evaluate<S>(op, Operands<S>(positive)), evaluate<S>(op, Operands<S>(negative))};
}

template <Scalar S, class Op>
Parts<S> rescaled_parts(const Op& op, const TensorPair<S>& z, const TensorPair<S>& y,
                        const Parts<S>& change, const DeepLiftOptions<S>& options) {
  const Batch<S> quotients = rescale_quotients(op, z, y, options);
  return {change.positive * quotients, change.negative * quotients};
}

// Sec. 3.5.3: what each part adds, first and second in the two orders, half of each.
template <Scalar S, class Op>
Parts<S> revealed_parts(const Op& op, const TensorPair<S>& z, const TensorPair<S>& y,
                        const Parts<S>& change) {
  const Batch<S> up = z.baseline + change.positive;
  const Batch<S> down = z.baseline + change.negative;
  const Batch<S>* const up_operand = &up;
  const Batch<S>* const down_operand = &down;
  const Batch<S> at_up = evaluate<S>(op, Operands<S>(&up_operand, 1));
  const Batch<S> at_down = evaluate<S>(op, Operands<S>(&down_operand, 1));
  return {((at_up - y.baseline) + (y.input - at_down)) / S(2),
          ((at_down - y.baseline) + (y.input - at_up)) / S(2)};
}

}  // namespace

template <Scalar S>
Parts<S> DeepLiftPass<S>::input_parts(Index tensor) const {
  const Batch<S> change = difference(tensor);
  return {above(change), below(change)};
}

template <Scalar S>
Parts<S> DeepLiftPass<S>::forward_parts(Index tensor) const {
  const Node& node = network_->node_of(tensor);
  const NodeOperands<S> at_input(node, at_input_.tensors);
  const NodeOperands<S> at_baseline(node, at_baseline_.tensors);
  const TensorPair<S> z{*at_input.get()[0], *at_baseline.get()[0]};
  const TensorPair<S> y{at_input_.tensors[static_cast<std::size_t>(tensor)],
                        at_baseline_.tensors[static_cast<std::size_t>(tensor)]};
  const auto parts_of = [&](std::size_t k) -> const Parts<S>& { return parts(node.inputs[k]); };
  return std::visit(
      [&]<class Op>(const Op& op) -> Parts<S> {
        if constexpr (Summing<Op, S>) {
          const SplitOperator& split = *split_[static_cast<std::size_t>(node.op)];
          return summed_parts(*this, node, split.positive, split.negative);
        } else if constexpr (Moving<Op, S>) {
          return moved_parts(*this, node, op);
        } else if constexpr (std::same_as<Op, Scale<S>>) {
          const Batch<S> positive = parts_of(0).positive.colwise() * op.factor;
          const Batch<S> negative = parts_of(0).negative.colwise() * op.factor;
          const auto kept = (op.factor > S(0)).replicate(1, positive.cols());
          return {kept.select(positive, negative), kept.select(negative, positive)};
        } else if constexpr (Op::kind == OperatorKind::elementwise) {
          return reveals_cancel(tensor) ? revealed_parts(op, z, y, parts_of(0))
                                        : rescaled_parts(op, z, y, parts_of(0), options_);
        } else if constexpr (Selecting<Op>) {
          Parts<S> result{zeros<S>(y.input.rows(), y.input.cols()),
                          zeros<S>(y.input.rows(), y.input.cols())};
          for_each_choice<S>(
              op, at_input.get(), at_baseline.get(), y, options_,
              [&](Index i, Index n, const auto& winners, bool) {
                for (const Winner<S>& w : winners) {
                  const Parts<S>& change = parts_of(w.operand);
                  result.positive(i, n) += w.quotient * change.positive(w.feature, n);
                  result.negative(i, n) += w.quotient * change.negative(w.feature, n);
                }
              });
          return result;
        } else if constexpr (std::same_as<Op, Product>) {
          const Batch<S> first =
              product_weight<S>(at_input.get(), at_baseline.get(), 0) * difference(node.inputs[0]);
          const Batch<S> second =
              product_weight<S>(at_input.get(), at_baseline.get(), 1) * difference(node.inputs[1]);
          return {above(first) + above(second), below(first) + below(second)};
        } else {
          no_rule();
        }
      },
      network_->operator_of(tensor));
}

template <Scalar S>
std::vector<Parts<S>> DeepLiftPass<S>::passed(Index tensor, const Parts<S>& m) const {
  const Node& node = network_->node_of(tensor);
  const NodeOperands<S> at_input(node, at_input_.tensors);
  const auto backwards = [&](const Operator<S>& op, const Batch<S>& multipliers) {
    return pull_back<S>(op, at_input.get(), multipliers, options_.conventions);
  };
  // What every operator does whose parts share one multiplier.
  const auto both_alike = [&] {
    const auto positive = passed(tensor, m.positive);
    const auto negative = passed(tensor, m.negative);
    std::vector<Parts<S>> result;
    for (std::size_t k = 0; k < positive.size(); ++k) {
      result.push_back({positive[k], negative[k]});
    }
    return result;
  };
  return std::visit(
      [&]<class Op>(const Op& op) -> std::vector<Parts<S>> {
        std::vector<Parts<S>> result;
        if constexpr (Summing<Op, S>) {
          const SplitOperator& split = *split_[static_cast<std::size_t>(node.op)];
          const auto up = backwards(split.positive, m.positive);
          const auto down = backwards(split.positive, m.negative);
          const auto up_negative = backwards(split.negative, m.negative);
          const auto down_negative = backwards(split.negative, m.positive);
          for (std::size_t k = 0; k < node.inputs.size(); ++k) {
            result.push_back(by_sign_of_difference<S>(
                difference(node.inputs[k]), up[k] + up_negative[k], down[k] + down_negative[k]));
          }
        } else if constexpr (std::same_as<Op, Scale<S>>) {
          const auto kept = (op.factor > S(0)).replicate(1, m.cols());
          const Batch<S> positive = kept.select(m.positive, m.negative);
          const Batch<S> negative = kept.select(m.negative, m.positive);
          result.push_back({positive.colwise() * op.factor, negative.colwise() * op.factor});
        } else if constexpr (Op::kind == OperatorKind::elementwise) {
          if (!reveals_cancel(tensor)) return both_alike();
          const Parts<S>& z = parts(node.inputs[0]);
          const Parts<S>& y = parts(tensor);
          result.push_back(
              {m.positive * quotient_or_zero<S>(y.positive, z.positive, options_.threshold),
               m.negative * quotient_or_zero<S>(y.negative, z.negative, options_.threshold)});
        } else if constexpr (std::same_as<Op, Product>) {
          const NodeOperands<S> at_baseline(node, at_baseline_.tensors);
          for (std::size_t k = 0; k < 2; ++k) {
            const Batch<S> weight = product_weight<S>(at_input.get(), at_baseline.get(), k);
            const Batch<S> positive = weight * m.positive;
            const Batch<S> negative = weight * m.negative;
            const auto grows = (weight > S(0)).eval();
            result.push_back(by_sign_of_difference<S>(difference(node.inputs[k]),
                                                      grows.select(positive, negative),
                                                      grows.select(negative, positive)));
          }
        } else if constexpr (HasRule<Op, S>) {
          return both_alike();
        } else {
          no_rule();
        }
        return result;
      },
      network_->operator_of(tensor));
}

#define AXIOMARK_INSTANTIATE(S)                                  \
  template Parts<S> DeepLiftPass<S>::input_parts(Index) const;   \
  template Parts<S> DeepLiftPass<S>::forward_parts(Index) const; \
  template std::vector<Parts<S>> DeepLiftPass<S>::passed(Index, const Parts<S>&) const;
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
