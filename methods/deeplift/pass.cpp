#include "methods/deeplift/pass.hpp"

#include <fmt/format.h>

#include "methods/deeplift/quotients.hpp"
#include "network/kernels/gathered_product.hpp"
#include "network/list_of.hpp"

namespace axiomark {
namespace {

// The operator without constants, with its positive or with its negative weights alone.
template <Scalar S, Summing<S> Op>
Op weights_of_sign(Op op, bool positive) {
  const auto keep = [&](auto& weights) {
    weights =
        weights.unaryExpr([&](const S& w) { return (w > S(0)) == positive ? w : S(0); }).eval();
  };
  if constexpr (std::same_as<Op, Dense<S>> || std::same_as<Op, Convolution<S>>) {
    keep(op.weights);
    op.bias.setConstant(S(0));
  } else if constexpr (std::same_as<Op, WindowSum<S>>) {
    keep(op.weight);
  } else {
    keep(op.coefficients);
  }
  return op;
}

// The convolution or dense layer that feeds an elementwise node through nothing but scales, shifts
// and rearrangements, if one does.
template <Scalar S>
std::optional<Index> feeding_layer(const Network<S>& network, Index tensor) {
  Index t = network.node_of(tensor).inputs.front();
  while (t >= network.first_node_tensor()) {
    const auto& op = network.operator_of(t);
    if (std::holds_alternative<Dense<S>>(op) || std::holds_alternative<Convolution<S>>(op)) {
      return t;
    }
    if (!std::holds_alternative<Scale<S>>(op) && !std::holds_alternative<Shift<S>>(op) &&
        !std::holds_alternative<Rearrange<S>>(op)) {
      break;
    }
    t = network.node_of(t).inputs.front();
  }
  return std::nullopt;
}

// Many samples often have one baseline. A whole vector of copies is evaluated then, so that products take the same
// way as at the inputs, and what they make of a sample does not depend on the others beside it: where input
// and baseline agree, so do the traces, bit for bit.
template <Scalar S>
Trace<S> trace_of_baselines(const Network<S>& network, const Batch<S>& baselines) {
  const Index samples = baselines.cols();
  const Index some = kLanes<S>;
  if (is_exact<S> || samples <= some || samples % some != 0) return trace(network, baselines);
  for (Index i = 0; i < baselines.rows(); ++i) {
    if ((baselines.row(i) != baselines(i, 0)).any()) return trace(network, baselines);
  }
  Trace<S> result = trace(network, Batch<S>(baselines.leftCols(some)));
  for (Batch<S>& tensor : result.tensors) {
    Batch<S> all(tensor.rows(), samples);
    for (Index i = 0; i < all.rows(); ++i) std::fill_n(all.row(i).data(), samples, tensor(i, 0));
    tensor = std::move(all);
  }
  return result;
}

template <Scalar S>
Result<void> has_rules(const Network<S>& network, DeepLiftRule rule) {
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const auto& op = network.operator_of(t);
    const bool known = std::visit([]<class Op>(const Op&) { return HasRule<Op, S>; }, op);
    if (!known) {
      return fail(ErrorKind::unsupported, network.describe(t),
                  fmt::format("DeepLIFT has no rule for {}", name<S>(op)),
                  "sums, functions of one number, maxima, minima and products");
    }
    if (rule == DeepLiftRule::genomics_default && kind<S>(op) == OperatorKind::elementwise &&
        !feeding_layer(network, t)) {
      return fail(ErrorKind::unsupported, network.describe(t),
                  "rule=genomics-default says nothing about a nonlinearity that neither a "
                  "convolution nor a dense layer feeds",
                  "rule=rescale or rule=revealcancel");
    }
  }
  return {};
}

}  // namespace

template <Scalar S>
Result<DeepLiftPass<S>> DeepLiftPass<S>::make(const Network<S>& network, const Batch<S>& inputs,
                                              const Batch<S>& baselines,
                                              const DeepLiftOptions<S>& options) {
  if (auto ok = has_rules(network, options.rule); !ok) return tl::make_unexpected(ok.error());
  DeepLiftPass pass(network, options);
  pass.at_input_ = trace(network, inputs);
  pass.at_baseline_ = trace_of_baselines(network, baselines);
  for (const Trace<S>* at : {&pass.at_input_, &pass.at_baseline_}) {
    if (auto ok = check_finite(network, *at); !ok) return tl::make_unexpected(ok.error());
  }
  if (!pass.carries_parts()) return pass;
  for (const Operator<S>& op : network.operators()) {
    pass.split_.push_back(std::visit(
        []<class Op>(const Op& o) -> std::optional<SplitOperator> {
          if constexpr (Summing<Op, S>) {
            return SplitOperator{weights_of_sign<S>(o, true), weights_of_sign<S>(o, false)};
          } else {
            return std::nullopt;
          }
        },
        op));
  }
  for (Index t = 0; t < network.tensor_count(); ++t) {
    pass.parts_.push_back(t < network.first_node_tensor() ? pass.input_parts(t)
                                                          : pass.forward_parts(t));
    // A root or logarithm may have no value between the two points.
    if (first_non_finite(pass.parts_.back().positive) >= 0 ||
        first_non_finite(pass.parts_.back().negative) >= 0) {
      return fail(ErrorKind::numeric, network.describe(t),
                  "a part of its difference from the baseline that is not finite",
                  "values at the baseline plus either part of the operand's difference");
    }
  }
  return pass;
}

template <Scalar S>
bool DeepLiftPass<S>::reveals_cancel(Index tensor) const {
  if (options_.rule != DeepLiftRule::genomics_default) {
    return options_.rule == DeepLiftRule::revealcancel;
  }
  const auto layer = feeding_layer(*network_, tensor);
  return layer && std::holds_alternative<Dense<S>>(network_->operator_of(*layer));
}

template <Scalar S>
std::vector<Batch<S>> DeepLiftPass<S>::passed(Index tensor, const Batch<S>& multipliers) const {
  const Node& node = network_->node_of(tensor);
  const NodeOperands<S> at_input(node, at_input_.tensors);
  const NodeOperands<S> at_baseline(node, at_baseline_.tensors);
  const TensorPair<S> y{at_input_.tensors[static_cast<std::size_t>(tensor)],
                        at_baseline_.tensors[static_cast<std::size_t>(tensor)]};
  return std::visit(
      [&]<class Op>(const Op& op) -> std::vector<Batch<S>> {
        if constexpr (Op::kind == OperatorKind::affine && HasRule<Op, S>) {
          return pull_back<S>(op, at_input.get(), multipliers, options_.conventions);
        } else if constexpr (Op::kind == OperatorKind::elementwise) {
          const TensorPair<S> z{*at_input.get()[0], *at_baseline.get()[0]};
          return list_of(rescaled<S>(op, multipliers, z, y, options_));
        } else if constexpr (Selecting<Op>) {
          std::vector<Batch<S>> result;
          for (const Batch<S>* operand : at_input.get()) {
            result.push_back(zeros<S>(operand->rows(), operand->cols()));
          }
          for_each_choice<S>(op, at_input.get(), at_baseline.get(), y, options_,
                             [&](Index i, Index n, const auto& winners, bool) {
                               for (const Winner<S>& w : winners) {
                                 result[w.operand](w.feature, n) += w.quotient * multipliers(i, n);
                               }
                             });
          return result;
        } else if constexpr (std::same_as<Op, Product>) {
          return list_of(
              Batch<S>(multipliers * product_weight<S>(at_input.get(), at_baseline.get(), 0)),
              Batch<S>(multipliers * product_weight<S>(at_input.get(), at_baseline.get(), 1)));
        } else {
          no_rule();
        }
      },
      network_->operator_of(tensor));
}

namespace {

/// The backward pass of either kind; the pass knows each node's rule.
template <Scalar S, class Multipliers>
struct PassRule {
  using Cotangent = Multipliers;
  const DeepLiftPass<S>& pass;

  template <class Op>
  [[nodiscard]] std::vector<Cotangent> operator()(const Op&, const NodeView<S>& at,
                                                  const Cotangent& multipliers) const {
    return pass.passed(at.tensor, multipliers);
  }
  [[nodiscard]] static Cotangent zero(Index rows, Index cols) {
    if constexpr (std::same_as<Cotangent, Batch<S>>) {
      return zeros<S>(rows, cols);
    } else {
      return {zeros<S>(rows, cols), zeros<S>(rows, cols)};
    }
  }
};

}  // namespace

template <Scalar S>
std::vector<Parts<S>> DeepLiftPass<S>::multipliers(const Batch<S>& targets) const {
  if (carries_parts()) {
    return pull_back(*network_, at_input_, Parts<S>{targets, targets},
                     PassRule<S, Parts<S>>{*this});
  }
  std::vector<Parts<S>> result;
  for (Batch<S>& m : pull_back(*network_, at_input_, targets, PassRule<S, Batch<S>>{*this})) {
    Batch<S> again = m;
    result.push_back({std::move(m), std::move(again)});
  }
  return result;
}

#define AXIOMARK_INSTANTIATE(S)                                                         \
  template Result<DeepLiftPass<S>> DeepLiftPass<S>::make(                               \
      const Network<S>&, const Batch<S>&, const Batch<S>&, const DeepLiftOptions<S>&);  \
  template bool DeepLiftPass<S>::reveals_cancel(Index) const;                           \
  template std::vector<Batch<S>> DeepLiftPass<S>::passed(Index, const Batch<S>&) const; \
  template std::vector<Parts<S>> DeepLiftPass<S>::multipliers(const Batch<S>&) const;
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
