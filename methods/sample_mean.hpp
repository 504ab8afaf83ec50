#pragma once

#include "methods/sampling.hpp"

namespace axiomark {

/// The mean of independent samples of an attribution, feature by feature, and how far off it may
/// be: the standard error s / sqrt(n) with s^2 = sum (v - mean)^2 / (n - 1), and Student's interval
/// mean +- t s / sqrt(n), t the quantile with n - 1 degrees of freedom. The interval has its
/// confidence where samples are normal, and about it where there are many.
template <Scalar S>
class SampleMean {
 public:
  explicit SampleMean(Index features)
      : sum_(Vector<S>::Constant(features, S(0))), spreads_(static_cast<std::size_t>(features)) {}

  void add(const Vector<S>& sample);
  [[nodiscard]] long samples() const { return samples_; }
  /// Exact in Rational.
  [[nodiscard]] Vector<S> mean() const;
  /// Needs two samples. An error if the spread is beyond the range of a double.
  [[nodiscard]] Result<SamplingError> error(double confidence = 0.95) const;

 private:
  long samples_ = 0;
  Vector<S> sum_;
  std::vector<Spread> spreads_;  ///< of the samples rounded to double
};

}  // namespace axiomark
