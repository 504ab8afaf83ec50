#pragma once

#include "methods/answer_columns.hpp"
#include "methods/attribution.hpp"
#include "methods/query_chunks.hpp"
#include "network/pull_back.hpp"

namespace axiomark {

/// Signals of a backprop method at every tensor: what a derivation prints, line by line.
template <Scalar S>
struct BackwardTrace {
  Trace<S> values;
  std::vector<Batch<S>> signals;
};

/// Runs a rule that starts from the target and carries one signal per feature.
template <Scalar S, class Rule>
[[nodiscard]] BackwardTrace<S> backward_trace(const Network<S>& network, const Batch<S>& inputs,
                                              const Batch<S>& targets, const Rule& rule) {
  BackwardTrace<S> result{trace(network, inputs), {}};
  result.signals = pull_back(network, result.values, targets, rule);
  return result;
}

/// One chunk of attribute_by_rule.
template <Scalar S, class Rule>
[[nodiscard]] Attributions<S> attribute_together(const Network<S>& network,
                                                 const Queries<S>& queries, const Rule& rule) {
  const auto count = static_cast<std::size_t>(queries.count());
  if (auto ok = rule.applies_to(network); !ok) {
    return Attributions<S>(count, tl::make_unexpected(ok.error()));
  }
  const auto backward = backward_trace(network, queries.inputs, queries.targets, rule);
  if (auto ok = check_finite(network, backward.values); !ok) {
    return Attributions<S>(count, tl::make_unexpected(ok.error()));
  }
  const Batch<S> values = input_part(network, backward.signals);
  // A rule decides its own operators; a tie is decided by convention whatever the rule.
  const auto hung = hung_on_along(network, backward.values, backward.signals, [&](Index tensor) {
    return kind<S>(network.operator_of(tensor)) == OperatorKind::selecting;
  });
  Attributions<S> answers;
  std::vector<Vector<S>> columns = columns_of(values);
  for (std::size_t k = 0; k < count; ++k) {
    answers.emplace_back(Attribution<S>{std::move(columns[k]), {}, hung[k], 1, {}});
  }
  return answers;
}

/// The signals at the inputs are the attributions. The rule's `applies_to(network)` says why the
/// method does not apply to a network, if so.
template <Scalar S, class Rule>
[[nodiscard]] Attributions<S> attribute_by_rule(const Network<S>& network,
                                                const Queries<S>& queries, const Rule& rule) {
  return in_chunks(network, queries,
                   [&](const Queries<S>& some) { return attribute_together(network, some, rule); });
}

/// For rules stated for relu networks: names the first other nonlinearity. Max pools pass signals
/// to the winner, as the gradient and Zeiler & Fergus's switches do.
template <Scalar S>
[[nodiscard]] Result<void> relu_is_the_only_nonlinearity(std::string_view method,
                                                         const Network<S>& network) {
  for (Index t = network.first_node_tensor(); t < network.tensor_count(); ++t) {
    const auto& op = network.operator_of(t);
    const OperatorKind k = kind<S>(op);
    if (k == OperatorKind::affine || k == OperatorKind::selecting ||
        std::holds_alternative<Relu>(op)) {
      continue;
    }
    return fail(ErrorKind::unsupported, network.describe(t),
                std::string(method) + " has no rule for " + std::string(name<S>(op)),
                "relu as the only nonlinearity");
  }
  return {};
}

}  // namespace axiomark
