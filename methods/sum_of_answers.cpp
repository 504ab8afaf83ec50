#include "methods/sum_of_answers.hpp"

#include <algorithm>
#include <cmath>

#include "network/rounding.hpp"

namespace axiomark {
namespace {

template <Scalar S>
S size_of(const S& weight) {
  return weight < S(0) ? S(-weight) : weight;
}

// n products of weights that were rounded once and n - 1 additions: |error| <= sum |w_j| bound_j +
// gamma_{n+1} sum |w_j v_j|. Computing that takes as many roundings again, and two more.
template <Scalar S>
std::optional<Vector<S>> bound_of_sum(std::span<const Attribution<S>> answers,
                                      std::span<const S> weights) {
  const S gamma = rounding_factor<S>(2 * static_cast<Index>(answers.size()) + 4);
  Vector<S> bounds = Vector<S>::Constant(answers.front().values.size(), S(0));
  Vector<S> terms = bounds;
  for (std::size_t j = 0; j < answers.size(); ++j) {
    if (!answers[j].error_bound) return std::nullopt;
    bounds += *answers[j].error_bound * size_of(weights[j]);
    terms += (answers[j].values * weights[j]).abs();
  }
  return Vector<S>(bounds * S(S(1) + gamma) + terms * gamma);
}

template <Scalar S>
std::optional<SamplingError> sampling_of_sum(std::span<const Attribution<S>> answers,
                                             std::span<const S> weights) {
  std::optional<SamplingError> sum;
  const Index features = answers.front().values.size();
  Vector<double> below = Vector<double>::Zero(features);  // from the value to the interval's ends
  Vector<double> above = below;
  Vector<double> center = below;
  for (std::size_t j = 0; j < answers.size(); ++j) {
    const auto weight = convert<double>(weights[j]);
    const Vector<double> values = convert_all<double>(answers[j].values);
    center += weight * values;
    const auto& sampling = answers[j].sampling;
    if (!sampling) continue;
    if (!sum) {
      sum = SamplingError{
          Vector<double>::Zero(features), sampling->confidence, {}, {}, sampling->samples};
    }
    sum->standard_error += std::abs(weight) * sampling->standard_error;
    sum->confidence = std::min(sum->confidence, sampling->confidence);
    sum->samples = std::min(sum->samples, sampling->samples);
    const Vector<double> down = values - sampling->low;
    const Vector<double> up = sampling->high - values;
    below += std::abs(weight) * (weight < 0 ? up : down);
    above += std::abs(weight) * (weight < 0 ? down : up);
  }
  if (sum) {
    sum->low = center - below;
    sum->high = center + above;
  }
  return sum;
}

template <Scalar S>
std::optional<Conservation<S>> conservation_of_sum(std::span<const Attribution<S>> answers,
                                                   std::span<const S> weights) {
  Conservation<S> sum{S(0), {}};
  for (std::size_t j = 0; j < answers.size(); ++j) {
    const auto& conservation = answers[j].conservation;
    if (!conservation) return std::nullopt;
    sum.started += weights[j] * conservation->started;
    for (const auto& [node, relevance] : conservation->absorbed) {
      const auto known = std::ranges::find(sum.absorbed, node, &Conservation<S>::Absorbed::node);
      if (known == sum.absorbed.end()) {
        sum.absorbed.push_back({node, S(weights[j] * relevance)});
      } else {
        known->relevance += weights[j] * relevance;
      }
    }
  }
  return sum;
}

}  // namespace

template <Scalar S>
Attribution<S> weighted_sum(std::span<const Attribution<S>> answers, std::span<const S> weights) {
  Attribution<S> sum;
  sum.values = Vector<S>::Constant(answers.front().values.size(), S(0));
  for (std::size_t j = 0; j < answers.size(); ++j) {
    sum.values += answers[j].values * weights[j];
    sum.hung_on |= answers[j].hung_on;
    sum.gradient_evaluations += answers[j].gradient_evaluations;
    sum.function_evaluations += answers[j].function_evaluations;
  }
  sum.error_bound = bound_of_sum(answers, weights);
  sum.sampling = sampling_of_sum(answers, weights);
  sum.conservation = conservation_of_sum(answers, weights);
  return sum;
}

#define AXIOMARK_INSTANTIATE(S) \
  template Attribution<S> weighted_sum(std::span<const Attribution<S>>, std::span<const S>);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
