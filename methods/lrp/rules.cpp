#include "methods/lrp/rules.hpp"

#include <array>

#include "methods/mapped_weights.hpp"
#include "network/list_of.hpp"

namespace axiomark {
namespace {

const std::array<std::string, 8> kNames = {"0",          "epsilon", "gamma", "z+",
                                           "alpha-beta", "w2",      "flat",  "zB"};

template <Scalar S>
using Map = WeightMap<S>;

template <Scalar S>
S positive(const S& v) {
  return v > S(0) ? v : S(0);
}
template <Scalar S>
S negative(const S& v) {
  return v < S(0) ? v : S(0);
}
template <Scalar S>
S itself(const S& v) {
  return v;
}

template <Scalar S>
Batch<S> mapped(const Batch<S>& values, const Map<S>& map) {
  return values.unaryExpr([&](const S& v) { return map(v); });
}

template <Scalar S>
std::vector<const Batch<S>*> pointers(const std::vector<Batch<S>>& batches) {
  std::vector<const Batch<S>*> result;
  result.reserve(batches.size());
  for (const Batch<S>& batch : batches) result.push_back(&batch);
  return result;
}

template <Scalar S>
Batch<S> added_up(const typename LrpFraction<S>::Term& term) {
  const auto inputs = pointers(term.inputs);
  return evaluate<S>(term.weights, Operands<S>(inputs));
}

template <Scalar S>
std::vector<Batch<S>> pulled_back(const typename LrpFraction<S>::Term& term,
                                  const Batch<S>& cotangent) {
  const auto inputs = pointers(term.inputs);
  return pull_back<S>(term.weights, Operands<S>(inputs), cotangent, {});
}

// The table of the header, written with the layer's own operands and weights.
template <Scalar S, class Op>
class RuleTable {
 public:
  RuleTable(const Op& op, Operands<S> operands, const LrpLayer<S>& layer)
      : op_(op), operands_(operands), layer_(layer) {}

  [[nodiscard]] std::vector<LrpFraction<S>> fractions() const {
    switch (layer_.rule) {
      case LrpRule::zero:
        return list_of(fraction(S(1), list_of(term(itself<S>, itself<S>)), itself<S>, S(0)));
      case LrpRule::epsilon:
        return list_of(
            fraction(S(1), list_of(term(itself<S>, itself<S>)), itself<S>, layer_.epsilon));
      case LrpRule::gamma: {
        const Map<S> raised = [this](const S& w) { return w + layer_.gamma * positive(w); };
        return list_of(fraction(S(1), list_of(term(itself<S>, raised)), raised, S(0)));
      }
      case LrpRule::z_plus:
        return list_of(positive_contributions(S(1)));
      case LrpRule::alpha_beta:
        // Without negative contributions to share (beta = 0) there is no second denominator.
        if (layer_.alpha == S(1)) return list_of(positive_contributions(S(1)));
        return list_of(positive_contributions(layer_.alpha),
                       negative_contributions(S(1) - layer_.alpha));
      case LrpRule::w2:
        return {fraction(S(1), {term(one, [](const S& w) { return S(w * w); })}, none, S(0))};
      case LrpRule::flat:
        return {fraction(S(1), {term(one, [](const S& w) { return w == S(0) ? S(0) : S(1); })},
                         none, S(0))};
      case LrpRule::z_box:
        return {fraction(S(1),
                         {term(itself<S>, itself<S>), bounds(layer_.low, positive<S>),
                          bounds(layer_.high, negative<S>)},
                         none, S(0))};
    }
    return {};
  }

 private:
  using Term = typename LrpFraction<S>::Term;

  static S one(const S&) { return S(1); }
  static S none(const S&) { return S(0); }

  // (a w)+ = a+ w+ + a- w-
  [[nodiscard]] LrpFraction<S> positive_contributions(const S& factor) const {
    return fraction(factor, list_of(term(positive<S>, positive<S>), term(negative<S>, negative<S>)),
                    positive<S>, S(0));
  }
  // (a w)- = a+ w- + a- w+
  [[nodiscard]] LrpFraction<S> negative_contributions(const S& factor) const {
    return fraction(factor, list_of(term(positive<S>, negative<S>), term(negative<S>, positive<S>)),
                    negative<S>, S(0));
  }
  [[nodiscard]] Term term(const Map<S>& of_input, const Map<S>& of_weight) const {
    Term made{{}, with_weights(op_, of_weight)};
    for (const Batch<S>* a : operands_) made.inputs.push_back(mapped(*a, of_input));
    return made;
  }
  [[nodiscard]] Term bounds(const Vector<S>& numbers, const Map<S>& of_weight) const {
    Term made{{}, with_weights(op_, of_weight)};
    for (const Batch<S>* a : operands_) {
      made.inputs.push_back(numbers.size() == 1
                                ? Batch<S>(Batch<S>::Constant(a->rows(), a->cols(), -numbers(0)))
                                : Batch<S>((-numbers).replicate(1, a->cols())));
    }
    return made;
  }
  [[nodiscard]] LrpFraction<S> fraction(const S& factor, std::vector<Term> terms,
                                        const Map<S>& of_bias, const S& epsilon) const {
    LrpFraction<S> made{std::move(terms), factor, {}, {}, epsilon};
    for (const Term& term : made.terms) {
      if (made.z.size() == 0) {
        made.z = added_up<S>(term);
      } else {
        made.z += added_up<S>(term);
      }
    }
    made.bias = Vector<S>::Constant(made.z.rows(), S(0));
    if (layer_.bias) {
      if constexpr (requires { bias_of(op_, Index(0)); }) {
        made.bias = bias_of(op_, made.z.rows()).unaryExpr([&](const S& b) { return of_bias(b); });
        made.z.colwise() += made.bias;
      }
    }
    return made;
  }

  const Op& op_;
  Operands<S> operands_;
  const LrpLayer<S>& layer_;
};

// sum_i |n_ij|: whether a unit has anything to pass to its operands.
template <Scalar S>
Batch<S> magnitudes(const LrpFraction<S>& fraction) {
  Batch<S> sum = Batch<S>::Constant(fraction.z.rows(), fraction.z.cols(), S(0));
  for (const auto& term : fraction.terms) {
    typename LrpFraction<S>::Term absolute{{}, term.weights};
    for (const Batch<S>& a : term.inputs)
      absolute.inputs.push_back(mapped<S>(a, absolute_value<S>));
    absolute.weights = std::visit(
        [](const auto& op) -> Operator<S> {
          if constexpr (SharesRelevance<std::remove_cvref_t<decltype(op)>, S>) {
            return with_weights(op, Map<S>(absolute_value<S>));
          } else {
            return op;
          }
        },
        term.weights);
    sum += added_up<S>(absolute);
  }
  return sum;
}

// Units whose relevance met a denominator of zero: see the header.
template <Scalar S>
void note_zero_denominators(const LrpFraction<S>& fraction, const Batch<S>& relevance,
                            std::vector<HangSet>& hung_on) {
  const auto zero = (fraction.z == S(0)).eval();
  if (!zero.any()) return;
  auto met = (zero && relevance != S(0)).eval();
  if (fraction.epsilon != S(0)) {
    if (!met.any()) return;
    met = met && magnitudes(fraction) != S(0);
  } else {
    met = met || (zero && magnitudes(fraction) != S(0));
  }
  for (Index n = 0; n < relevance.cols(); ++n) {
    if (met.col(n).any()) hung_on[static_cast<std::size_t>(n)] |= Hang::zero_denominator;
  }
}

}  // namespace

std::span<const std::string> lrp_rule_names() { return kNames; }

std::string_view name(LrpRule rule) { return kNames[static_cast<std::size_t>(rule)]; }

bool counts_bias(LrpRule rule) {
  return rule != LrpRule::w2 && rule != LrpRule::flat && rule != LrpRule::z_box;
}

template <Scalar S>
Batch<S> LrpFraction<S>::denominator() const {
  return z.unaryExpr([&](const S& v) { return S(v < S(0) ? v - epsilon : v + epsilon); });
}

template <Scalar S>
std::vector<Vector<S>> LrpFraction<S>::contributions(Index unit) const {
  Batch<S> alone = Batch<S>::Constant(z.rows(), z.cols(), S(0));
  alone(unit, 0) = S(1);
  std::vector<Vector<S>> result(terms.front().inputs.size());
  for (const Term& term : terms) {
    const auto weights = pulled_back<S>(term, alone);
    for (std::size_t k = 0; k < result.size(); ++k) {
      const Vector<S> part = weights[k].col(0) * term.inputs[k].col(0);
      result[k] = result[k].size() == 0 ? part : Vector<S>(result[k] + part);
    }
  }
  return result;
}

template <Scalar S, class Op>
requires SharesRelevance<Op, S> std::vector<LrpFraction<S>> lrp_fractions(
    const Op& op, Operands<S> operands, const LrpLayer<S>& layer) {
  return RuleTable<S, Op>(op, operands, layer).fractions();
}

template <Scalar S>
SharedRelevance<S> share_relevance(const std::vector<LrpFraction<S>>& fractions,
                                   const Batch<S>& relevance) {
  SharedRelevance<S> shared;
  shared.absorbed = Row<S>::Constant(relevance.cols(), S(0));
  shared.hung_on.resize(static_cast<std::size_t>(relevance.cols()));
  for (const LrpFraction<S>& fraction : fractions) {
    const Batch<S> denominator = fraction.denominator();
    const Batch<S> quotient = relevance.binaryExpr(denominator, [&](const S& r, const S& d) {
      return d == S(0) ? S(0) : S(fraction.factor * r / d);
    });
    const Batch<S> by_bias = quotient.colwise() * fraction.bias;
    const Batch<S> by_epsilon = quotient.binaryExpr(fraction.z, [&](const S& q, const S& z) {
      return S(z < S(0) ? -fraction.epsilon * q : fraction.epsilon * q);
    });
    const Batch<S> lost = relevance.binaryExpr(denominator, [&](const S& r, const S& d) {
      return d == S(0) ? S(fraction.factor * r) : S(0);
    });
    shared.absorbed += (by_bias + by_epsilon + lost).colwise().sum();
    note_zero_denominators(fraction, relevance, shared.hung_on);
    for (const auto& term : fraction.terms) {
      const auto parts = pulled_back<S>(term, quotient);
      for (std::size_t k = 0; k < parts.size(); ++k) {
        if (shared.at_operands.size() <= k) {
          shared.at_operands.emplace_back(term.inputs[k] * parts[k]);
        } else {
          shared.at_operands[k] += term.inputs[k] * parts[k];
        }
      }
    }
  }
  return shared;
}

#define AXIOMARK_INSTANTIATE_OP(Op, S)                                                    \
  template std::vector<LrpFraction<S>> lrp_fractions<S, Op<S>>(const Op<S>&, Operands<S>, \
                                                               const LrpLayer<S>&);
#define AXIOMARK_INSTANTIATE(S)           \
  template struct LrpFraction<S>;         \
  AXIOMARK_INSTANTIATE_OP(Dense, S)       \
  AXIOMARK_INSTANTIATE_OP(Convolution, S) \
  AXIOMARK_INSTANTIATE_OP(Scale, S)       \
  AXIOMARK_INSTANTIATE_OP(Shift, S)       \
  AXIOMARK_INSTANTIATE_OP(WindowSum, S)   \
  AXIOMARK_INSTANTIATE_OP(Sum, S)         \
  template SharedRelevance<S> share_relevance(const std::vector<LrpFraction<S>>&, const Batch<S>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE
#undef AXIOMARK_INSTANTIATE_OP

}  // namespace axiomark
