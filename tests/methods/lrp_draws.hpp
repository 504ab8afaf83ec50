#pragma once

#include "methods/lrp.hpp"
#include "network/builder.hpp"
#include "tests/methods/layered_draws.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/reference/lrp.hpp"

/// Rules and networks that the tests of LRP share.
namespace axiomark::tests {

[[nodiscard]] inline Rational q(int numerator, int denominator) {
  return Rational(numerator, denominator);
}

[[nodiscard]] inline Numbers lrp(const std::string& options, const Network<Rational>& network,
                                 const Numbers& x) {
  return attributions("lrp:" + options, network, x);
}

/// The network of section E: 2 relu(x1 - x2 + 2 x3 + b1) + relu(-x1 + 2 x2 + x3 + b2) + b3.
[[nodiscard]] inline Network<Rational> small(bool biased) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({3});
  const auto bias = [&](int numerator, int denominator) {
    return biased ? q(numerator, denominator) : Rational(0);
  };
  const Tensor h = b.relu(b.dense(x, {{1, -1, 2}, {-1, 2, 1}}, {bias(1, 1), bias(-1, 1)}));
  return b.build(b.dense(h, {{2, 1}}, {bias(1, 2)})).value();
}

inline const Numbers kPoint = {1, 2, 1};

/// started = sum of the attributions + what was absorbed, and started is F(x).
inline void require_conservation(const Result<Attribution<Rational>>& answer,
                                 const Rational& at_input) {
  RC_ASSERT(answer.has_value());
  RC_ASSERT(answer->conservation.has_value());
  Rational total = answer->values.sum();
  for (const auto& absorbed : answer->conservation->absorbed) {
    RC_ASSERT(absorbed.relevance != 0);
    total += absorbed.relevance;
  }
  RC_ASSERT(answer->conservation->started == at_input);
  RC_ASSERT(total == at_input);
}

/// A rule for the product and for the reference.
struct Both {
  std::string text;  ///< "rule=gamma,gamma=1/3"
  reference::LrpOfLayer<Rational> rule;
};

[[nodiscard]] inline std::vector<Both> every_rule() {
  using reference::LrpRule;
  const Rational low = -draw(0, 4);
  const Rational high = draw(1, 4);
  return {
      {"0", {}},
      {"epsilon,epsilon=1/4", {.rule = LrpRule::kEpsilon, .epsilon = q(1, 4)}},
      {"gamma,gamma=1/3", {.rule = LrpRule::kGamma, .gamma = q(1, 3)}},
      {"z+", {.rule = LrpRule::kAlphaBeta}},
      {"alpha-beta,alpha=1", {.rule = LrpRule::kAlphaBeta}},
      {"alpha-beta,alpha=2", {.rule = LrpRule::kAlphaBeta, .alpha = 2, .beta = 1}},
      {"alpha-beta,alpha=5/2", {.rule = LrpRule::kAlphaBeta, .alpha = q(5, 2), .beta = q(3, 2)}},
      {"w2", {.rule = LrpRule::kWSquare}},
      {"flat", {.rule = LrpRule::kFlat}},
      {"zB,low=" + to_text(low) + ",high=" + to_text(high),
       {.rule = LrpRule::kZBox, .low = low, .high = high}},
  };
}

[[nodiscard]] inline bool takes_bias(const reference::LrpOfLayer<Rational>& rule) {
  using reference::LrpRule;
  return rule.rule != LrpRule::kWSquare && rule.rule != LrpRule::kFlat &&
         rule.rule != LrpRule::kZBox;
}

[[nodiscard]] inline Result<Attribution<Rational>> lrp_answer(const std::string& options,
                                                              const LayeredQuestion& question) {
  return ask(method("lrp:" + options), build(question.layers), vector(question.x),
             vector(question.baseline), question.target_weights());
}

/// No unit's sum is zero, so that no denominator of rule 0 is.
[[nodiscard]] inline bool without_zero_sums(const LayeredQuestion& question) {
  for (const auto& layer : reference::pre_activations(question.layers, question.x)) {
    for (const Rational& z : layer) {
      if (z == 0) return false;
    }
  }
  // A relu at the output that is off has relevance 0 over a sum that is not.
  return reference::evaluate(question.layers, question.x).at(question.target) != 0;
}

}  // namespace axiomark::tests
