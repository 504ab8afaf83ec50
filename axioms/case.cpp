#include "axioms/case.hpp"

#include <fmt/format.h>

namespace axiomark {
namespace {

template <Scalar S>
S magnitude(const S& v) {
  return v < S(0) ? S(-v) : v;
}

}  // namespace

template <Scalar To, Scalar From>
Result<Ingredients<To>> convert(const Ingredients<From>& from) {
  auto network = convert<To>(from.network);
  if (!network) return tl::make_unexpected(network.error());
  return Ingredients<To>{std::move(*network),
                         convert_all<To>(from.input),
                         convert_all<To>(from.baseline),
                         convert_all<To>(from.target),
                         from.feature,
                         from.rewrites};
}

template <Scalar To, Scalar From>
Result<Case<To>> convert(const Case<From>& from) {
  Case<To> to{{}, from.features, from.premise};
  for (const Probe<From>& probe : from.probes) {
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
    return magnitude<S>(left - right) > static_cast<S>(kScreenThreshold) * (S(1) + scale);
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
