#pragma once

#include "methods/attribution.hpp"
#include "methods/options.hpp"
#include "network/random_stream.hpp"

namespace axiomark {

/// `samples=`, `seed=` and `confidence=`, shared by methods that draw.
struct SamplingOptions {
  long samples = 100;  ///< at least 2: one draw says nothing about its error
  std::uint64_t seed = 0;
  double confidence = 0.95;

  /// Sample k's own stream: the same for every query (common random numbers) and whatever the
  /// number of samples.
  [[nodiscard]] RandomStream stream(long k) const {
    return RandomStream(seed).split(static_cast<std::uint64_t>(k));
  }
};
/// `what` one sample is ("permutations"), and how many there are by default.
[[nodiscard]] std::vector<OptionInfo> sampling_options(const std::string& what,
                                                       const std::string& samples = "100");
[[nodiscard]] std::span<const std::string> sampling_keys();
[[nodiscard]] Result<SamplingOptions> read_sampling(const Options& options);

/// 0, ..., n - 1 in an order drawn uniformly (Fisher & Yates).
[[nodiscard]] std::vector<Index> random_order(RandomStream stream, Index n);

/// Sums are kept in double for float.
template <Scalar S>
using Accumulator = std::conditional_t<is_exact<S>, Rational, double>;

/// The spread of numbers by Welford's recurrence (1962), which does not subtract two large sums:
/// equal numbers have a spread of exactly zero.
class Spread {
 public:
  void add(double number);
  /// s^2 / n with s^2 = sum (number - mean)^2 / (n - 1), for two numbers or more.
  [[nodiscard]] double variance_of_mean() const;

 private:
  long count_ = 0;
  double mean_ = 0;
  double squares_ = 0;  ///< sum of the squared distances from the mean
};

/// The mean of independent draws of the same quantity and the variance of that mean, estimated
/// from their spread, rounded to double.
template <Scalar S>
class MeanOfDraws {
 public:
  void add(const Accumulator<S>& draw);
  [[nodiscard]] long count() const { return count_; }
  /// Exact in Rational.
  [[nodiscard]] Accumulator<S> mean() const { return sum_ / Accumulator<S>(count_); }
  /// For two draws or more.
  [[nodiscard]] double variance_of_mean() const { return spread_.variance_of_mean(); }

 private:
  Accumulator<S> sum_{0};
  long count_ = 0;
  Spread spread_;
};

/// A mean of the attributions with its Student-t interval; see SamplingError.
struct IntervalOfMean {
  double standard_error;
  double half_width;
};
/// `freedom` > 0 are the degrees of freedom of the variance.
[[nodiscard]] IntervalOfMean interval_of_mean(double variance, double freedom, double confidence);

/// Values of features from values of players, each feature of a player an equal share, with the
/// standard errors and intervals of the same.
template <Scalar S>
[[nodiscard]] Attribution<S> sampled_attribution(const std::vector<std::vector<Index>>& players,
                                                 const std::vector<Accumulator<S>>& values,
                                                 const std::vector<IntervalOfMean>& intervals,
                                                 const SamplingOptions& sampling);

}  // namespace axiomark
