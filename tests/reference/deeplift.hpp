#pragma once

#include <cstddef>
#include <functional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "tests/reference/layered_network.hpp"

/// DeepLIFT (Shrikumar, Greenside & Kundaje 2017, section 3) on a network written out number by
/// number. Multipliers are carried forwards, one input and one sign at a time, by the chain rule
/// for multipliers (eq. 3), so nothing here runs backwards.
namespace axiomark::reference {

enum class NumberKind {
  kInput,
  kLinear,     // sum of weight * operand + bias: the terms of one neuron (sec. 3.5.1)
  kOneToOne,   // weight * operand + bias, not a neuron's sum: reshapes, concatenations, batch norm
  kNonlinear,  // function of one operand
  kMax,
  kMin,
  kProduct
};

/// How a nonlinearity's multipliers are found.
enum class NumberRule { kRescale, kRevealCancel };

template <class S>
struct Number {
  NumberKind kind = NumberKind::kInput;
  std::vector<std::pair<std::size_t, S>> terms = {};  // operand, weight (1 where it has none)
  S bias = S(0);
  std::function<S(const S&)> function = {};  // kNonlinear
  std::function<S(const S&)> slope = {};     // its derivative, for a difference of zero
  NumberRule rule = NumberRule::kRescale;
};

/// Numbers in an order in which operands come first; the inputs are the first ones.
template <class S>
using NumberGraph = std::vector<Number<S>>;

template <class S>
[[nodiscard]] S value_of(const Number<S>& number, const std::vector<S>& earlier) {
  const auto operand = [&](std::size_t k) { return earlier.at(number.terms.at(k).first); };
  switch (number.kind) {
    case NumberKind::kNonlinear:
      return number.function(operand(0));
    case NumberKind::kProduct:
      return operand(0) * operand(1);
    case NumberKind::kMax:
    case NumberKind::kMin: {
      S best = operand(0);
      for (std::size_t k = 1; k < number.terms.size(); ++k) {
        const bool better = number.kind == NumberKind::kMax ? operand(k) > best : operand(k) < best;
        if (better) best = operand(k);
      }
      return best;
    }
    default: {
      S sum = number.bias;
      for (const auto& [from, weight] : number.terms) sum += weight * earlier.at(from);
      return sum;
    }
  }
}

template <class S>
[[nodiscard]] std::vector<S> values_of(const NumberGraph<S>& graph, const std::vector<S>& point) {
  std::vector<S> values = point;
  for (std::size_t n = point.size(); n < graph.size(); ++n) {
    values.push_back(value_of(graph[n], values));
  }
  return values;
}

/// A quantity for the positive and one for the negative part of a difference.
template <class S>
struct Signed {
  S positive = S(0);
  S negative = S(0);
};

/// The multipliers of one operand of one number: m[r][t] from part r of the operand's difference to
/// part t of the result's, 0 the positive and 1 the negative part.
template <class S>
struct OperandMultipliers {
  S m[2][2] = {{S(0), S(0)}, {S(0), S(0)}};
};

/// What eq. 3 needs of one number: the two parts of its difference, and its operands' multipliers.
template <class S>
struct Explained {
  Signed<S> parts;
  std::vector<OperandMultipliers<S>> operands;
};

/// One evaluation of both points with all differences.
template <class S>
struct Differences {
  std::vector<S> at_input;
  std::vector<S> at_baseline;
  std::vector<Explained<S>> numbers;

  [[nodiscard]] S total(std::size_t n) const { return at_input[n] - at_baseline[n]; }
};

/// Sec. 3.5.1: a term goes to the part whose sign weight * (whole difference) has; at a difference
/// of zero half of the weight goes to each.
template <class S>
[[nodiscard]] Explained<S> explain_terms(const Differences<S>& d,
                                         const std::vector<std::pair<std::size_t, S>>& terms) {
  Explained<S> result;
  for (const auto& [from, weight] : terms) {
    const S term = weight * d.total(from);
    OperandMultipliers<S> operand;
    for (auto& row : operand.m) {
      if (d.total(from) == S(0)) {
        row[0] = weight / S(2);
        row[1] = weight / S(2);
      } else if (term > S(0)) {
        row[0] = weight;
      } else {
        row[1] = weight;
      }
    }
    if (term > S(0)) result.parts.positive += term;
    if (term < S(0)) result.parts.negative += term;
    result.operands.push_back(operand);
  }
  return result;
}

/// Both parts of the operand times one factor (sec. 3.5.2), exchanged where it is a negative weight
/// of a one-to-one map.
template <class S>
[[nodiscard]] Explained<S> scale_parts(const Signed<S>& parts, const S& factor, bool exchange) {
  Explained<S> result;
  OperandMultipliers<S> operand;
  operand.m[0][exchange ? 1 : 0] = factor;
  operand.m[1][exchange ? 0 : 1] = factor;
  result.operands.push_back(operand);
  result.parts.positive = factor * (exchange ? parts.negative : parts.positive);
  result.parts.negative = factor * (exchange ? parts.positive : parts.negative);
  return result;
}

/// Sec. 3.5.3: the parts are added in both orders, each order counts half. A part of size zero has
/// multiplier zero.
template <class S>
[[nodiscard]] Explained<S> reveal_cancel(const Number<S>& number, const Signed<S>& parts,
                                         const S& at_baseline) {
  const auto f = [&](const S& change) { return number.function(at_baseline + change); };
  const S none = S(0);
  const S both = parts.positive + parts.negative;
  const S first_positive = f(parts.positive) - f(none);
  const S second_positive = f(both) - f(parts.negative);
  const S first_negative = f(parts.negative) - f(none);
  const S second_negative = f(both) - f(parts.positive);
  Explained<S> result;
  result.parts.positive = (first_positive + second_positive) / S(2);
  result.parts.negative = (first_negative + second_negative) / S(2);
  OperandMultipliers<S> operand;
  if (parts.positive != S(0)) operand.m[0][0] = result.parts.positive / parts.positive;
  if (parts.negative != S(0)) operand.m[1][1] = result.parts.negative / parts.negative;
  result.operands.push_back(operand);
  return result;
}

template <class S>
[[nodiscard]] Explained<S> explain_extremum(const Differences<S>& d, const Number<S>& number,
                                            std::size_t n) {
  // The point where the result is more extreme decides; the first of equal operands wins there.
  const bool max = number.kind == NumberKind::kMax;
  const S change = d.total(n);
  const bool input_decides = max ? change >= S(0) : change <= S(0);
  const std::vector<S>& values = input_decides ? d.at_input : d.at_baseline;
  std::size_t winner = 0;
  while (values.at(number.terms.at(winner).first) != values.at(n)) ++winner;
  const std::size_t from = number.terms[winner].first;
  const S factor = d.total(from) == S(0) ? S(1) : S(change / d.total(from));
  const Explained<S> passed = scale_parts(d.numbers.at(from).parts, factor, false);
  Explained<S> result;
  result.parts = passed.parts;
  result.operands.resize(number.terms.size());
  result.operands[winner] = passed.operands[0];
  return result;
}

template <class S>
[[nodiscard]] Explained<S> explain(const Differences<S>& d, const NumberGraph<S>& graph,
                                   std::size_t n) {
  const Number<S>& number = graph[n];
  const S total = d.total(n);
  if (number.kind == NumberKind::kInput) {
    Explained<S> result;
    (total > S(0) ? result.parts.positive : result.parts.negative) = total;
    return result;
  }
  if (number.kind == NumberKind::kLinear) return explain_terms(d, number.terms);
  const std::size_t from = number.terms.at(0).first;
  if (number.kind == NumberKind::kProduct) {
    // Half of each order of changing the two operands: weights that differ with the points.
    const std::size_t other = number.terms.at(1).first;
    return explain_terms<S>(d, {{from, (d.at_input[other] + d.at_baseline[other]) / S(2)},
                                {other, (d.at_input[from] + d.at_baseline[from]) / S(2)}});
  }
  if (number.kind == NumberKind::kMax || number.kind == NumberKind::kMin) {
    return explain_extremum(d, number, n);
  }
  const Signed<S> parts = d.numbers.at(from).parts;
  if (number.kind == NumberKind::kOneToOne) {
    return scale_parts(parts, number.terms[0].second, number.terms[0].second < S(0));
  }
  if (number.rule == NumberRule::kRevealCancel) {
    return reveal_cancel(number, parts, d.at_baseline[from]);
  }
  const S factor =
      d.total(from) == S(0) ? number.slope(d.at_input[from]) : S(total / d.total(from));
  return scale_parts(parts, factor, false);
}

template <class S>
[[nodiscard]] Differences<S> differences(const NumberGraph<S>& graph, const std::vector<S>& x,
                                         const std::vector<S>& baseline) {
  Differences<S> d{values_of(graph, x), values_of(graph, baseline), {}};
  for (std::size_t n = 0; n < graph.size(); ++n) d.numbers.push_back(explain(d, graph, n));
  return d;
}

/// Eq. 3 from part `sign` of input i to both parts of every number.
template <class S>
[[nodiscard]] std::vector<Signed<S>> multipliers_from(const NumberGraph<S>& graph,
                                                      const Differences<S>& d, std::size_t input,
                                                      int sign) {
  std::vector<Signed<S>> from(graph.size());
  (sign == 0 ? from[input].positive : from[input].negative) = S(1);
  for (std::size_t n = 0; n < graph.size(); ++n) {
    for (std::size_t k = 0; k < d.numbers[n].operands.size(); ++k) {
      const Signed<S>& reached = from[graph[n].terms[k].first];
      const auto& m = d.numbers[n].operands[k].m;
      from[n].positive += reached.positive * m[0][0] + reached.negative * m[1][0];
      from[n].negative += reached.positive * m[0][1] + reached.negative * m[1][1];
    }
  }
  return from;
}

/// The contribution of every input to sum_k weight_k * (difference of number k).
template <class S>
[[nodiscard]] std::vector<S> deeplift(const NumberGraph<S>& graph,
                                      const std::vector<std::pair<std::size_t, S>>& target,
                                      const std::vector<S>& x, const std::vector<S>& baseline) {
  const Differences<S> d = differences(graph, x, baseline);
  std::vector<S> contributions;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const auto by_positive = multipliers_from(graph, d, i, 0);
    const auto by_negative = multipliers_from(graph, d, i, 1);
    const Signed<S>& parts = d.numbers[i].parts;
    S sum = S(0);
    for (const auto& [number, weight] : target) {
      sum +=
          weight * parts.positive * (by_positive[number].positive + by_positive[number].negative);
      sum +=
          weight * parts.negative * (by_negative[number].positive + by_negative[number].negative);
    }
    contributions.push_back(sum);
  }
  return contributions;
}

/// A layered network number by number: pre-activations, then relus.
template <class S>
[[nodiscard]] NumberGraph<S> numbers_of(const LayeredNetwork<S>& network, std::size_t inputs,
                                        NumberRule rule, const S& kink = S(0)) {
  NumberGraph<S> graph(inputs);
  std::size_t first = 0;
  for (const Layer<S>& layer : network) {
    const std::size_t sums = graph.size();
    for (std::size_t unit = 0; unit < layer.W.size(); ++unit) {
      Number<S> sum{NumberKind::kLinear, {}, layer.b.at(unit)};
      for (std::size_t k = 0; k < layer.W[unit].size(); ++k) {
        sum.terms.emplace_back(first + k, layer.W[unit][k]);
      }
      graph.push_back(sum);
    }
    first = sums;
    if (layer.activation == Activation::kNone) continue;
    first = graph.size();
    for (std::size_t unit = 0; unit < layer.W.size(); ++unit) {
      Number<S> active{NumberKind::kNonlinear, {{sums + unit, S(1)}}};
      active.function = [](const S& z) { return z > S(0) ? z : S(0); };
      active.slope = [kink](const S& z) {
        if (z == S(0)) return kink;
        return z > S(0) ? S(1) : S(0);
      };
      active.rule = rule;
      graph.push_back(active);
    }
  }
  return graph;
}

template <class S>
[[nodiscard]] std::vector<S> deeplift(const LayeredNetwork<S>& network, std::size_t target,
                                      const std::vector<S>& baseline, const std::vector<S>& x,
                                      NumberRule rule, const S& kink = S(0)) {
  const NumberGraph<S> graph = numbers_of(network, x.size(), rule, kink);
  const std::size_t outputs = network.back().W.size();
  return deeplift<S>(graph, {{graph.size() - outputs + target, S(1)}}, x, baseline);
}

}  // namespace axiomark::reference
