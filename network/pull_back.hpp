#pragma once

#include <utility>
#include <vector>

#include "network/network.hpp"

namespace axiomark {

/// What a rule sees of one node: its operands and result for the whole batch.
template <Scalar S>
struct NodeView {
  Index tensor;  ///< the number of the node's tensor
  Operands<S> operands;
  const Batch<S>& result;
};

/// Where a backward pass begins: a cotangent at a tensor.
template <class Cotangent>
struct Seed {
  Index tensor;
  Cotangent cotangent;
};

/// One backward pass, many rules: walks the graph once, from the seeds to the inputs, and adds up
/// at each tensor what its readers pass back.
///
/// A rule is callable as `std::vector<Cotangent> rule(op, NodeView<S>, cotangent)` for every
/// operator type, one cotangent per operand, and says its `Cotangent` type (Batch<S> for most;
/// anything with += will do) and what `zero(rows, cols)` of it is.
/// `passes(tensor)` says whether to go on behind a tensor made by a node; the trace needs values
/// only for the operands and results of nodes passed. Returns the cotangent of every tensor, by
/// number.
template <Scalar S, class Rule, class Passes>
[[nodiscard]] std::vector<typename Rule::Cotangent> pull_back(
    const Network<S>& network, const Trace<S>& trace,
    std::vector<Seed<typename Rule::Cotangent>> seeds, const Rule& rule, const Passes& passes) {
  using Cotangent = typename Rule::Cotangent;
  const auto count = static_cast<std::size_t>(network.tensor_count());
  std::vector<Cotangent> at(count);
  std::vector<bool> reached(count, false);
  const auto add = [&](Index tensor, Cotangent&& cotangent) {
    const auto t = static_cast<std::size_t>(tensor);
    if (reached[t]) {
      at[t] += cotangent;
    } else {
      at[t] = std::move(cotangent);
      reached[t] = true;
    }
  };
  const Index samples = seeds.front().cotangent.cols();
  for (auto& seed : seeds) add(seed.tensor, std::move(seed.cotangent));
  for (Index t = network.tensor_count() - 1; t >= network.first_node_tensor(); --t) {
    if (!reached[static_cast<std::size_t>(t)] || !passes(t)) continue;
    const Node& node = network.node_of(t);
    const NodeOperands<S> operands(node, trace.tensors);
    const NodeView<S> view{t, operands.get(), trace.tensors[static_cast<std::size_t>(t)]};
    std::vector<Cotangent> parts =
        std::visit([&](const auto& op) { return rule(op, view, at[static_cast<std::size_t>(t)]); },
                   network.operator_of(t));
    for (std::size_t k = 0; k < parts.size(); ++k) add(node.inputs[k], std::move(parts[k]));
  }
  for (std::size_t t = 0; t < count; ++t) {
    if (!reached[t])
      at[t] = rule.zero(element_count(network.shape(static_cast<Index>(t))), samples);
  }
  return at;
}

/// The whole pass, from the output to the inputs.
template <Scalar S, class Rule>
[[nodiscard]] std::vector<typename Rule::Cotangent> pull_back(const Network<S>& network,
                                                              const Trace<S>& trace,
                                                              typename Rule::Cotangent at_output,
                                                              const Rule& rule) {
  std::vector<Seed<typename Rule::Cotangent>> seeds;
  seeds.push_back({network.output(), std::move(at_output)});
  return pull_back(network, trace, std::move(seeds), rule, [](Index) { return true; });
}

/// The rule of the derivative itself, and the fallback of rules that change a few operators.
template <Scalar S>
struct GradientRule {
  using Cotangent = Batch<S>;
  Conventions<S> conventions;

  template <class Op>
  [[nodiscard]] std::vector<Batch<S>> operator()(const Op& op, const NodeView<S>& at,
                                                 const Batch<S>& cotangent) const {
    return axiomark::pull_back<S>(op, at.operands, cotangent, conventions);
  }
  [[nodiscard]] static Batch<S> zero(Index rows, Index cols) {
    return Batch<S>::Constant(rows, cols, S(0));
  }
};

/// The conventions that signals hung on, per sample: at the tensors that `counts(tensor)`, those where a
/// method leaves the choice to them. A method that stops inside the network counts what lies behind.
template <Scalar S, class Counts>
[[nodiscard]] std::vector<HangSet> hung_on_along(const Network<S>& network, const Trace<S>& trace,
                                                 const std::vector<Batch<S>>& signals,
                                                 const Counts& counts) {
  std::vector<HangSet> all(static_cast<std::size_t>(signals.back().cols()));
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    // Only kinks and ties leave anything to a convention.
    const OperatorKind of = kind<S>(network.operator_of(t));
    if (of == OperatorKind::affine || of == OperatorKind::mixing || !counts(t)) continue;
    const NodeOperands<S> operands(network.node_of(t), trace.tensors);
    const auto hung =
        hung_on<S>(network.operator_of(t), operands.get(), signals[static_cast<std::size_t>(t)]);
    for (std::size_t n = 0; n < hung.size(); ++n) all[n] |= hung[n];
  }
  return all;
}

/// Cotangents of all declared inputs, one above the other: input_features() x samples.
template <Scalar S>
[[nodiscard]] Batch<S> input_part(const Network<S>& network, const std::vector<Batch<S>>& at) {
  Batch<S> joined(network.input_features(), at.front().cols());
  Index row = 0;
  for (std::size_t k = 0; k < network.inputs().size(); ++k) {
    joined.middleRows(row, at[k].rows()) = at[k];
    row += at[k].rows();
  }
  return joined;
}

}  // namespace axiomark
