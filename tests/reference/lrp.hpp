#pragma once

#include <cstddef>
#include <vector>

#include "tests/reference/layered_network.hpp"

/// Layer-wise relevance propagation as Bach et al. 2015 and Montavon et al. 2017, 2019 write it:
/// messages from one unit to one unit, relevance by recursion.
namespace axiomark::reference {

enum class LrpRule { kZero, kEpsilon, kGamma, kAlphaBeta, kWSquare, kFlat, kZBox };

/// The rule of one layer.
template <class S>
struct LrpOfLayer {
  LrpRule rule = LrpRule::kZero;
  bool bias = true;  ///< in the denominator
  S epsilon = S(0);
  S gamma = S(0);
  S alpha = S(1);  ///< kAlphaBeta; z+ is alpha = 1
  S beta = S(0);
  S low = S(0);  ///< kZBox
  S high = S(0);
};

template <class S>
[[nodiscard]] S above_zero(const S& v) {
  return v > S(0) ? v : S(0);
}
template <class S>
[[nodiscard]] S below_zero(const S& v) {
  return v < S(0) ? v : S(0);
}

/// numerator / denominator; a zero denominator passes nothing on.
template <class S>
[[nodiscard]] S share_of(const S& numerator, const S& denominator) {
  return denominator == S(0) ? S(0) : numerator / denominator;
}

/// The part of unit j's relevance that its operand i receives, a being all operands' values.
template <class S>
[[nodiscard]] S message(const LrpOfLayer<S>& how, const Layer<S>& layer, const std::vector<S>& a,
                        std::size_t i, std::size_t j) {
  const std::vector<S>& w = layer.W.at(j);
  const S b = how.bias ? layer.b.at(j) : S(0);
  S sum = S(0);
  switch (how.rule) {
    case LrpRule::kZero:
    case LrpRule::kEpsilon: {
      for (std::size_t k = 0; k < a.size(); ++k) sum += a[k] * w[k];
      sum += b;
      const S stabiliser = how.rule == LrpRule::kZero ? S(0) : how.epsilon;
      const S denominator = sum < S(0) ? sum - stabiliser : sum + stabiliser;
      return share_of<S>(a[i] * w[i], denominator);
    }
    case LrpRule::kGamma: {
      for (std::size_t k = 0; k < a.size(); ++k) {
        sum += a[k] * (w[k] + how.gamma * above_zero(w[k]));
      }
      sum += b + how.gamma * above_zero(b);
      return share_of<S>(a[i] * (w[i] + how.gamma * above_zero(w[i])), sum);
    }
    case LrpRule::kAlphaBeta: {
      S positive = above_zero(b);
      S negative = below_zero(b);
      for (std::size_t k = 0; k < a.size(); ++k) {
        const S contribution = a[k] * w[k];
        (contribution > S(0) ? positive : negative) += contribution;
      }
      const S mine = a[i] * w[i];
      return how.alpha * share_of<S>(above_zero(mine), positive) -
             how.beta * share_of<S>(below_zero(mine), negative);
    }
    case LrpRule::kWSquare:
      for (std::size_t k = 0; k < a.size(); ++k) sum += w[k] * w[k];
      return share_of<S>(w[i] * w[i], sum);
    case LrpRule::kFlat:
      for (std::size_t k = 0; k < a.size(); ++k) sum += w[k] == S(0) ? S(0) : S(1);
      return share_of<S>(w[i] == S(0) ? S(0) : S(1), sum);
    case LrpRule::kZBox: {
      const auto above_box = [&](std::size_t k) {
        return S(a[k] * w[k] - how.low * above_zero(w[k]) - how.high * below_zero(w[k]));
      };
      for (std::size_t k = 0; k < a.size(); ++k) sum += above_box(k);
      return share_of<S>(above_box(i), sum);
    }
  }
  return S(0);
}

/// Relevance of one unit: the output itself at the target; elsewhere the messages of the next
/// layer's units. `level` 0 are the inputs, level l the results of the l-th layer.
template <class S>
[[nodiscard]] S relevance(const LayeredNetwork<S>& network, std::size_t target,
                          const std::vector<std::vector<S>>& activations,
                          const std::vector<LrpOfLayer<S>>& rules, std::size_t level,
                          std::size_t unit) {
  if (level == network.size()) return unit == target ? activations.at(level).at(unit) : S(0);
  S sum = S(0);
  for (std::size_t j = 0; j < network[level].W.size(); ++j) {
    sum += message(rules.at(level), network[level], activations.at(level), unit, j) *
           relevance(network, target, activations, rules, level + 1, j);
  }
  return sum;
}

/// Relevance of all inputs; `rules` has one entry per layer.
template <class S>
[[nodiscard]] std::vector<S> lrp(const LayeredNetwork<S>& network, std::size_t target,
                                 const std::vector<S>& x, const std::vector<LrpOfLayer<S>>& rules) {
  std::vector<std::vector<S>> activations = {x};
  const std::vector<std::vector<S>> z = pre_activations(network, x);
  for (std::size_t l = 0; l < network.size(); ++l) {
    std::vector<S> a = z[l];
    if (network[l].activation == Activation::kRelu) {
      for (S& value : a) value = above_zero(value);
    }
    activations.push_back(a);
  }
  std::vector<S> result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    result.push_back(relevance(network, target, activations, rules, 0, i));
  }
  return result;
}

/// One rule for all layers.
template <class S>
[[nodiscard]] std::vector<S> lrp(const LayeredNetwork<S>& network, std::size_t target,
                                 const std::vector<S>& x, const LrpOfLayer<S>& rule) {
  return lrp(network, target, x, std::vector<LrpOfLayer<S>>(network.size(), rule));
}

}  // namespace axiomark::reference
