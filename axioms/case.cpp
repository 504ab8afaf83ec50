#include "axioms/case.hpp"

#include <fmt/format.h>

namespace axiomark {
template <Scalar To, Scalar From>
Result<Ingredients<To>> convert(const Ingredients<From>& ingredients) {
  auto network = convert<To>(ingredients.network);
  if (!network) return tl::make_unexpected(network.error());
  std::optional<Network<To>> second;
  if (ingredients.second) {
    auto converted = convert<To>(*ingredients.second);
    if (!converted) return tl::make_unexpected(converted.error());
    second = std::move(*converted);
  }
  return Ingredients<To>{
      std::move(*network),
      convert_all<To>(ingredients.input),
      convert_all<To>(ingredients.baseline),
      convert_all<To>(ingredients.target),
      ingredients.feature,
      ingredients.rewrites,
      ingredients.other,
      std::move(second),
      convert_all<To>(ingredients.second_target),
      {convert<To>(ingredients.coefficients[0]), convert<To>(ingredients.coefficients[1])},
      convert_all<To>(ingredients.factors),
      convert_all<To>(ingredients.offsets)};
}

template <Scalar To, Scalar From>
Result<Case<To>> convert(const Case<From>& c) {
  Case<To> to{{}, c.features, c.premise, convert_all<To>(c.numbers)};
  for (const Probe<From>& probe : c.probes) {
    auto network = convert<To>(probe.network);
    if (!network) return tl::make_unexpected(network.error());
    to.probes.push_back({probe.label, std::move(*network), convert_all<To>(probe.input),
                         convert_all<To>(probe.baseline), convert_all<To>(probe.target)});
  }
  return to;
}

template <Scalar S>
Result<std::vector<Answer<S>>> ask(const AnyMethod& method, const Case<S>& c,
                                   const ThreadPool& pool) {
  std::vector<Answer<S>> answers;
  for (const Probe<S>& probe : c.probes) {
    const Queries<S> queries{probe.input, probe.baseline, probe.target};
    auto attributions = method.attribute<S>(probe.network, queries, pool);
    // A method may come from anywhere: what it answers is not taken on trust.
    if (attributions.size() != 1 ||
        (attributions.front() && attributions.front()->values.size() != probe.input.size())) {
      return fail(ErrorKind::internal, probe.label,
                  "an answer with another number of attributions than features",
                  fmt::format("{} attributions", probe.input.size()));
    }
    Batch<S> ends(probe.input.size(), 2);
    ends.col(0) = probe.input;
    ends.col(1) = probe.baseline;
    const Batch<S> outputs = evaluate(probe.network, ends);
    const S at_input = (outputs.col(0) * probe.target).sum();
    const S at_baseline = (outputs.col(1) * probe.target).sum();
    if (!is_finite(at_input) || !is_finite(at_baseline)) {
      return fail(ErrorKind::numeric, probe.label, "a value that is not finite", "finite numbers");
    }
    answers.push_back({std::move(attributions.front()), at_input, at_baseline});
  }
  return answers;
}

template <Scalar S>
bool differ(const S& left, const S& right, const S& scale) {
  if constexpr (is_exact<S>) {
    return left != right;
  } else {
    return absolute_value<S>(left - right) > static_cast<S>(kScreenThreshold) * (S(1) + scale);
  }
}

template <Scalar S>
std::optional<Judgement<S>> without_answers(const std::vector<Answer<S>>& answers) {
  for (const Answer<S>& answer : answers) {
    if (answer.attribution) continue;
    const Error& error = answer.attribution.error();
    Judgement<S> judgement;
    judgement.outcome =
        error.kind == ErrorKind::unsupported ? Outcome::not_applicable : Outcome::error;
    judgement.reason = message(error);
    return judgement;
  }
  return std::nullopt;
}

#define AXIOMARK_INSTANTIATE(S)                                                    \
  template Result<std::vector<Answer<S>>> ask<S>(const AnyMethod&, const Case<S>&, \
                                                 const ThreadPool&);               \
  template bool differ<S>(const S&, const S&, const S&);                           \
  template std::optional<Judgement<S>> without_answers<S>(const std::vector<Answer<S>>&);
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

template Result<Ingredients<Rational>> convert(const Ingredients<double>&);
template Result<Ingredients<double>> convert(const Ingredients<Rational>&);
template Result<Case<Rational>> convert(const Case<double>&);
template Result<Case<double>> convert(const Case<Rational>&);

}  // namespace axiomark
