#include "methods/sampling.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/math/distributions/students_t.hpp>
#include <cfenv>
#include <cmath>
#include <limits>
#include <numeric>

namespace axiomark {

std::vector<OptionInfo> sampling_options(const std::string& what, const std::string& samples) {
  return {{"samples", "2 to 10000000", samples, what},
          {"seed", "0 to 2^63 - 1", "0", "of the draws"},
          {"confidence", "between 0 and 1", "0.95", "of the interval of each feature alone"}};
}

std::span<const std::string> sampling_keys() {
  static const std::vector<std::string> keys = {"samples", "seed", "confidence"};
  return keys;
}

Result<SamplingOptions> read_sampling(const Options& options) {
  // Ten million draws: hours on any function worth it.
  const auto samples = options.whole_number("samples", 2, 10'000'000);
  if (!samples) return tl::make_unexpected(samples.error());
  const auto seed = options.whole_number("seed", 0, std::numeric_limits<long>::max());
  if (!seed) return tl::make_unexpected(seed.error());
  const auto confidence = options.number("confidence");
  if (!confidence) return tl::make_unexpected(confidence.error());
  const auto rounded = convert<double>(*confidence);
  if (!(rounded > 0) || !(rounded < 1)) {
    return fail(ErrorKind::usage, options.place("confidence"),
                fmt::format("'{}'", options.text("confidence")), "a number between 0 and 1");
  }
  return SamplingOptions{*samples, static_cast<std::uint64_t>(*seed), rounded};
}

std::vector<Index> random_order(RandomStream stream, Index n) {
  std::vector<Index> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), Index{0});
  for (std::size_t last = order.size(); last > 1; --last) {
    std::swap(order[last - 1], order[stream.below(last)]);
  }
  return order;
}

void Spread::add(double number) {
  ++count_;
  const double from_old_mean = number - mean_;
  mean_ += from_old_mean / static_cast<double>(count_);
  squares_ += from_old_mean * (number - mean_);
}

double Spread::variance_of_mean() const {
  const auto n = static_cast<double>(count_);
  return squares_ / ((n - 1) * n);
}

template <Scalar S>
void MeanOfDraws<S>::add(const Accumulator<S>& draw) {
  sum_ += draw;
  ++count_;
  spread_.add(convert<double>(draw));
}

namespace {

// From the upper tail: (1 + confidence) / 2 may round to 1, where there is no quantile.
double quantile_of(double freedom, double confidence) {
  const boost::math::students_t distribution(freedom);
  return boost::math::quantile(boost::math::complement(distribution, (1 - confidence) / 2));
}

// A hunt asks for the same few of every answer: the last ones are kept, in each thread. They are rounded, and
// whoever watches the flag learns that every time, not only when they are worked out.
double student_quantile(double freedom, double confidence) {
  struct Kept {
    double freedom = 0;  // of no distribution
    double confidence = 0;
    double quantile = 0;
  };
  thread_local std::array<Kept, 8> kept;
  thread_local std::size_t oldest = 0;
  std::feraiseexcept(FE_INEXACT);
  for (const Kept& one : kept) {
    if (one.freedom == freedom && one.confidence == confidence) return one.quantile;
  }
  const double quantile = quantile_of(freedom, confidence);
  kept[oldest] = {freedom, confidence, quantile};
  oldest = (oldest + 1) % kept.size();
  return quantile;
}

}  // namespace

IntervalOfMean interval_of_mean(double variance, double freedom, double confidence) {
  const double error = std::sqrt(variance);
  return {error, error * student_quantile(freedom, confidence)};
}

template <Scalar S>
Attribution<S> sampled_attribution(const std::vector<std::vector<Index>>& players,
                                   const std::vector<Accumulator<S>>& values,
                                   const std::vector<IntervalOfMean>& intervals,
                                   const SamplingOptions& sampling) {
  std::size_t features = 0;
  for (const auto& player : players) features += player.size();
  const auto n = static_cast<Index>(features);
  Attribution<S> answer;
  answer.values = Vector<S>(n);
  SamplingError error{Vector<double>(n), sampling.confidence, Vector<double>(n), Vector<double>(n),
                      sampling.samples};
  for (std::size_t p = 0; p < players.size(); ++p) {
    const auto share = static_cast<double>(players[p].size());
    const Accumulator<S> value = values[p] / Accumulator<S>(players[p].size());
    for (const Index i : players[p]) {
      answer.values(i) = convert<S>(value);
      error.standard_error(i) = intervals[p].standard_error / share;
      error.low(i) = convert<double>(value) - intervals[p].half_width / share;
      error.high(i) = convert<double>(value) + intervals[p].half_width / share;
    }
  }
  answer.sampling = std::move(error);
  return answer;
}

#define AXIOMARK_INSTANTIATE(S)                                                   \
  template class MeanOfDraws<S>;                                                  \
  template Attribution<S> sampled_attribution<S>(                                 \
      const std::vector<std::vector<Index>>&, const std::vector<Accumulator<S>>&, \
      const std::vector<IntervalOfMean>&, const SamplingOptions&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
