#include "methods/lrp/rules.hpp"

#include <array>

#include "methods/mapped_weights.hpp"
#include "network/kernels/live_product.hpp"
#include "network/kernels/product.hpp"
#include "network/kernels/quotients.hpp"
#include "network/list_of.hpp"

namespace axiomark {
namespace {

const std::array<std::string, 8> kNames = {"0",          "epsilon", "gamma", "z+",
                                           "alpha-beta", "w2",      "flat",  "zB"};

// What becomes of an operand's values and of weights. Types of their own, so that they are compiled into the
// loops over them.
constexpr auto itself = []<Scalar S>(const S& v) { return v; };
constexpr auto positive = []<Scalar S>(const S& v) { return v > S(0) ? v : S(0); };
constexpr auto negative = []<Scalar S>(const S& v) { return v < S(0) ? v : S(0); };
constexpr auto magnitude = []<Scalar S>(const S& v) { return absolute_value(v); };
constexpr auto square = []<Scalar S>(const S& v) { return S(v * v); };
constexpr auto one = []<Scalar S>(const S&) { return S(1); };
constexpr auto one_unless_zero = []<Scalar S>(const S& v) { return v == S(0) ? S(0) : S(1); };
constexpr auto none = []<Scalar S>(const S&) { return S(0); };

template <Scalar S>
std::vector<const Batch<S>*> pointers(const std::vector<Batch<S>>& batches) {
  std::vector<const Batch<S>*> result;
  result.reserve(batches.size());
  for (const Batch<S>& batch : batches) result.push_back(&batch);
  return result;
}

template <Scalar S>
Batch<S> added_up(const typename LrpFraction<S>::Term& term) {
  if (term.layer != nullptr) {
    const Matrix<S>& weights = term.layer->weights;
    if constexpr (!is_exact<S>) {
      if (fits_live_product(weights, term.inputs[0].cols())) {
        const Vector<S> no_bias = Vector<S>::Zero(weights.rows());
        return live_product(weights, no_bias, term.inputs[0]);
      }
    }
    Batch<S> sum = Batch<S>::Constant(weights.rows(), term.inputs[0].cols(), S(0));
    add_product(weights, term.inputs[0], sum);
    return sum;
  }
  const auto inputs = pointers(term.inputs);
  return evaluate<S>(term.weights, Operands<S>(inputs));
}

template <Scalar S>
std::vector<Batch<S>> pulled_back(const typename LrpFraction<S>::Term& term,
                                  const Batch<S>& cotangent) {
  if (term.layer != nullptr) {
    const std::vector<const Batch<S>*> input = {&term.inputs[0]};
    return pull_back<S>(*term.layer, Operands<S>(input), cotangent, {});
  }
  const auto inputs = pointers(term.inputs);
  return pull_back<S>(term.weights, Operands<S>(inputs), cotangent, {});
}

// What is added to a denominator that is not negative, and to one that is. Looked up: a branch on the sign would
// be mispredicted half of the time.
template <Scalar S>
std::array<S, 2> by_sign(const S& epsilon) {
  return {epsilon, S(-epsilon)};
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
        return list_of(fraction(S(1), list_of(term(itself, itself)), itself, S(0)));
      case LrpRule::epsilon:
        return list_of(fraction(S(1), list_of(term(itself, itself)), itself, layer_.epsilon));
      case LrpRule::gamma: {
        const auto raised = [this](const S& w) { return S(w + layer_.gamma * positive(w)); };
        return list_of(fraction(S(1), list_of(term(itself, raised)), raised, S(0)));
      }
      case LrpRule::z_plus:
        return list_of(positive_contributions(S(1)));
      case LrpRule::alpha_beta:
        // Without negative contributions to share (beta = 0) there is no second denominator.
        if (layer_.alpha == S(1)) return list_of(positive_contributions(S(1)));
        return list_of(positive_contributions(layer_.alpha),
                       negative_contributions(S(1) - layer_.alpha));
      case LrpRule::w2:
        return list_of(fraction(S(1), list_of(term(one, square)), none, S(0)));
      case LrpRule::flat:
        return list_of(fraction(S(1), list_of(term(one, one_unless_zero)), none, S(0)));
      case LrpRule::z_box:
        return list_of(fraction(S(1),
                                list_of(term(itself, itself), bounds(layer_.low, positive),
                                        bounds(layer_.high, negative)),
                                none, S(0)));
    }
    return {};
  }

 private:
  using Term = typename LrpFraction<S>::Term;

  // (a w)+ = a+ w+ + a- w-
  [[nodiscard]] LrpFraction<S> positive_contributions(const S& factor) const {
    return fraction(factor, list_of(term(positive, positive), term(negative, negative)), positive,
                    S(0));
  }
  // (a w)- = a+ w- + a- w+
  [[nodiscard]] LrpFraction<S> negative_contributions(const S& factor) const {
    return fraction(factor, list_of(term(positive, negative), term(negative, positive)), negative,
                    S(0));
  }
  template <class OfInput, class OfWeight>
  [[nodiscard]] Term term(const OfInput& of_input, OfWeight& of_weight) const {
    Term made;
    if constexpr (std::same_as<Op, Dense<S>> && std::same_as<OfWeight, decltype(itself)>) {
      made.layer = &op_;
    } else {
      made.weights = with_weights<S>(op_, of_weight);
    }
    for (const Batch<S>* a : operands_) made.inputs.push_back(mapped(*a, of_input));
    return made;
  }
  template <class OfWeight>
  [[nodiscard]] Term bounds(const Vector<S>& numbers, const OfWeight& of_weight) const {
    Term made{{}, with_weights<S>(op_, of_weight)};
    for (const Batch<S>* a : operands_) {
      made.inputs.push_back(numbers.size() == 1
                                ? Batch<S>(Batch<S>::Constant(a->rows(), a->cols(), -numbers(0)))
                                : Batch<S>((-numbers).replicate(1, a->cols())));
    }
    return made;
  }
  template <class OfBias>
  [[nodiscard]] LrpFraction<S> fraction(const S& factor, std::vector<Term> terms,
                                        const OfBias& of_bias, const S& epsilon) const {
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
        made.bias = mapped(bias_of(op_, made.z.rows()), of_bias);
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
    typename LrpFraction<S>::Term absolute;
    for (const Batch<S>& a : term.inputs) absolute.inputs.push_back(mapped(a, magnitude));
    const auto sizes = [](const auto& op) -> Operator<S> {
      if constexpr (SharesRelevance<std::remove_cvref_t<decltype(op)>, S>) {
        return with_weights<S>(op, magnitude);
      } else {
        return op;
      }
    };
    absolute.weights = term.layer != nullptr ? sizes(*term.layer) : std::visit(sizes, term.weights);
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

// What each unit's relevance is divided into, and what that leaves behind.
template <Scalar S>
struct Quotients {
  Batch<S> values;          ///< factor R_j / (z_j + epsilon sign(z_j)), 0 where that is 0
  Row<S> absorbed;          ///< by biases, stabilisers and denominators of zero
  bool z_vanishes = false;  ///< some z_j is 0
};

template <Scalar S>
Quotients<S> quotients(const LrpFraction<S>& fraction, const Batch<S>& relevance) {
  Quotients<S> result{Batch<S>(relevance.rows(), relevance.cols()),
                      Row<S>::Constant(relevance.cols(), S(0))};
  if constexpr (!is_exact<S>) {
    for (Index j = 0; j < relevance.rows(); ++j) {
      const bool zero = quotient_loops<S>().share(
          {relevance.row(j).data(), fraction.z.row(j).data(), fraction.factor, fraction.epsilon,
           fraction.bias(j)},
          result.values.row(j).data(), result.absorbed.data(), relevance.cols());
      result.z_vanishes = result.z_vanishes || zero;
    }
    return result;
  }
  const Batch<S> denominator = fraction.denominator();
  const std::array<S, 2> added = by_sign(fraction.epsilon);
  result.z_vanishes = (fraction.z == S(0)).any();
  for (Index j = 0; j < relevance.rows(); ++j) {
    for (Index n = 0; n < relevance.cols(); ++n) {
      const S share = fraction.factor * relevance(j, n);
      const S& d = denominator(j, n);
      if (d == S(0)) {
        result.values(j, n) = S(0);
        result.absorbed(n) += share;
        continue;
      }
      const S q = share / d;
      result.values(j, n) = q;
      const S by_epsilon = added[fraction.z(j, n) < S(0) ? 1 : 0] * q;
      result.absorbed(n) += q * fraction.bias(j) + by_epsilon;
    }
  }
  return result;
}

}  // namespace

std::span<const std::string> lrp_rule_names() { return kNames; }

std::string_view name(LrpRule rule) { return kNames[static_cast<std::size_t>(rule)]; }

bool counts_bias(LrpRule rule) {
  return rule != LrpRule::w2 && rule != LrpRule::flat && rule != LrpRule::z_box;
}

template <Scalar S>
Batch<S> LrpFraction<S>::denominator() const {
  const std::array<S, 2> added = by_sign(epsilon);
  return z.unaryExpr([&](const S& v) { return S(v + added[v < S(0) ? 1 : 0]); });
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
    const Quotients<S> shares = quotients(fraction, relevance);
    shared.absorbed += shares.absorbed;
    if (shares.z_vanishes) note_zero_denominators(fraction, relevance, shared.hung_on);
    for (const auto& term : fraction.terms) {
      const auto parts = pulled_back<S>(term, shares.values);
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
