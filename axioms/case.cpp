#include "axioms/case.hpp"

#include <fmt/format.h>

#include "methods/registry.hpp"

namespace axiomark {
namespace {

template <Scalar To, Scalar From>
Queries<To> convert_queries(const Queries<From>& from) {
  return {convert_all<To>(from.inputs), convert_all<To>(from.baselines),
          convert_all<To>(from.targets), from.baselines_per_query};
}

template <Scalar To, Scalar From>
Manner<To> convert_manner(const Manner<From>& from) {
  return {from.arithmetic, from.made_anew, convert_queries<To>(from.company)};
}

template <Scalar To, Scalar From>
Result<Probe<To>> convert_probe(const Probe<From>& probe) {
  auto network = convert<To>(probe.network);
  if (!network) return tl::make_unexpected(network.error());
  return Probe<To>{probe.label, std::move(*network), convert_all<To>(probe.input),
                   convert_all<To>(probe.baseline), convert_all<To>(probe.target)};
}

template <Scalar To, Scalar From>
Attribution<To> convert_answer(const Attribution<From>& from) {
  Attribution<To> to;
  to.values = convert_all<To>(from.values);
  if (from.error_bound) to.error_bound = convert_all<To>(*from.error_bound);
  to.hung_on = from.hung_on;
  to.gradient_evaluations = from.gradient_evaluations;
  to.notes = from.notes;
  to.function_evaluations = from.function_evaluations;
  to.sampling = from.sampling;
  if (from.conservation) {
    to.conservation = Conservation<To>{convert<To>(from.conservation->started), {}};
    for (const auto& at : from.conservation->absorbed) {
      to.conservation->absorbed.push_back({at.node, convert<To>(at.relevance)});
    }
  }
  return to;
}

// The questions of one call: the company, with the probe's own in its middle.
template <Scalar S>
Queries<S> in_company(const Probe<S>& probe, const Queries<S>& company) {
  if (company.count() == 0) return {probe.input, probe.baseline, probe.target};
  const Index before = company.count() / 2;
  const auto amid = [&](const Batch<S>& others, const Vector<S>& own) {
    Batch<S> all(own.size(), others.cols() + 1);
    all << others.leftCols(before), own, others.rightCols(others.cols() - before);
    return all;
  };
  return {amid(company.inputs, probe.input), amid(company.baselines, probe.baseline),
          amid(company.targets, probe.target)};
}

template <Scalar S>
Result<Attribution<S>> put(const AnyMethod& method, const Probe<S>& probe,
                           const Queries<S>& company, const ThreadPool& pool) {
  const Queries<S> queries = in_company(probe, company);
  auto attributions = method.attribute<S>(probe.network, queries, pool);
  const auto own = static_cast<std::size_t>(company.count() / 2);
  // A method may come from anywhere: what it answers is not taken on trust.
  if (attributions.size() != static_cast<std::size_t>(queries.count()) ||
      (attributions[own] && attributions[own]->values.size() != probe.input.size())) {
    return fail(ErrorKind::internal, probe.label,
                "an answer with another number of attributions than features",
                fmt::format("{} attributions", probe.input.size()));
  }
  return std::move(attributions[own]);
}

// The answer in arithmetic T, as numbers of S.
template <Scalar T, Scalar S>
Result<Attribution<S>> put_in(const AnyMethod& method, const Probe<S>& probe,
                              const Queries<S>& company, const ThreadPool& pool) {
  if constexpr (std::same_as<S, T>) {
    return put(method, probe, company, pool);
  } else {
    const auto converted = convert_probe<T>(probe);
    // Smooth operators have no rational value: the case cannot be judged this way.
    if (!converted) return tl::make_unexpected(converted.error());
    const auto answer = put(method, *converted, convert_queries<T>(company), pool);
    if (!answer) return tl::make_unexpected(answer.error());
    return convert_answer<S>(*answer);
  }
}

template <Scalar S>
Result<Attribution<S>> put_in_its_manner(const AnyMethod& method, const Probe<S>& probe,
                                         const Manner<S>& manner, const ThreadPool& pool) {
  switch (manner.arithmetic) {
    case Arithmetic::single_precision:
      return put_in<float>(method, probe, manner.company, pool);
    case Arithmetic::double_precision:
      return put_in<double>(method, probe, manner.company, pool);
    case Arithmetic::exact:
      return put_in<Rational>(method, probe, manner.company, pool);
    case Arithmetic::own:
      break;
  }
  return put(method, probe, manner.company, pool);
}

}  // namespace

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
      convert_all<To>(ingredients.offsets),
      ingredients.variant};
}

template <Scalar To, Scalar From>
Result<Case<To>> convert(const Case<From>& c) {
  Case<To> to{{}, c.features, c.premise, convert_all<To>(c.numbers), c.variant, {}, c.rewrites};
  for (const Probe<From>& probe : c.probes) {
    auto converted = convert_probe<To>(probe);
    if (!converted) return tl::make_unexpected(converted.error());
    to.probes.push_back(std::move(*converted));
  }
  for (const Manner<From>& manner : c.manners) to.manners.push_back(convert_manner<To>(manner));
  return to;
}

template <Scalar S>
Result<std::vector<Ends<S>>> values_at_ends(const Case<S>& c) {
  std::vector<Ends<S>> all;
  for (const Probe<S>& probe : c.probes) {
    Batch<S> points(probe.input.size(), 2);
    points.col(0) = probe.input;
    points.col(1) = probe.baseline;
    const Batch<S> outputs = evaluate(probe.network, points);
    all.push_back({(outputs.col(0) * probe.target).sum(), (outputs.col(1) * probe.target).sum()});
    if (!is_finite(all.back().at_input) || !is_finite(all.back().at_baseline)) {
      return fail(ErrorKind::numeric, probe.label, "a value that is not finite", "finite numbers");
    }
  }
  return all;
}

template <Scalar S>
Result<std::vector<Answer<S>>> ask(const AnyMethod& method, const Case<S>& c,
                                   const std::vector<Ends<S>>& ends, const ThreadPool& pool) {
  std::vector<Answer<S>> answers;
  answers.reserve(c.probes.size());
  const Manner<S> plainly;
  for (std::size_t k = 0; k < c.probes.size(); ++k) {
    const Probe<S>& probe = c.probes[k];
    const Manner<S>& manner = k < c.manners.size() ? c.manners[k] : plainly;
    std::optional<AnyMethod> anew;
    if (manner.made_anew) {
      // Of methods that the registry does not know there is only this one object.
      if (auto made = make_method(method.name())) anew = std::move(*made);
    }
    auto answer = put_in_its_manner(anew ? *anew : method, probe, manner, pool);
    answers.push_back({std::move(answer), ends[k].at_input, ends[k].at_baseline});
  }
  return answers;
}

template <Scalar S>
Result<std::vector<Answer<S>>> ask(const AnyMethod& method, const Case<S>& c,
                                   const ThreadPool& pool) {
  const auto ends = values_at_ends(c);
  if (!ends) return tl::make_unexpected(ends.error());
  return ask(method, c, *ends, pool);
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

#define AXIOMARK_INSTANTIATE(S)                                                                   \
  template Result<std::vector<Ends<S>>> values_at_ends<S>(const Case<S>&);                        \
  template Result<std::vector<Answer<S>>> ask<S>(const AnyMethod&, const Case<S>&,                \
                                                 const std::vector<Ends<S>>&, const ThreadPool&); \
  template Result<std::vector<Answer<S>>> ask<S>(const AnyMethod&, const Case<S>&,                \
                                                 const ThreadPool&);                              \
  template bool differ<S>(const S&, const S&, const S&);                                          \
  template std::optional<Judgement<S>> without_answers<S>(const std::vector<Answer<S>>&);
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

template Result<Ingredients<Rational>> convert(const Ingredients<double>&);
template Result<Ingredients<double>> convert(const Ingredients<Rational>&);
template Result<Case<Rational>> convert(const Case<double>&);
template Result<Case<double>> convert(const Case<Rational>&);

}  // namespace axiomark
