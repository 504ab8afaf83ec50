#pragma once

#include "methods/attribution.hpp"

namespace axiomark {

/// The mean of independent samples of an attribution, feature by feature, and how far off it may
/// be: the standard error s / sqrt(n) with s^2 = sum (v - mean)^2 / (n - 1), and Student's interval
/// mean +- t s / sqrt(n), t the quantile with n - 1 degrees of freedom. The interval has its
/// confidence where samples are normal, and about it where there are many.
template <Scalar S>
class SampleMean {
 public:
  explicit SampleMean(Index features)
      : sum_(Vector<S>::Constant(features, S(0))),
        mean_(Vector<double>::Zero(features)),
        squares_(Vector<double>::Zero(features)) {}

  void add(const Vector<S>& sample);
  [[nodiscard]] long samples() const { return samples_; }
  /// Exact in Rational.
  [[nodiscard]] Vector<S> mean() const;
  /// Needs two samples. An error if the spread is beyond the range of a double.
  [[nodiscard]] Result<SamplingError> error(double confidence = 0.95) const;

 private:
  long samples_ = 0;
  Vector<S> sum_;
  Vector<double> mean_;     ///< of the samples rounded to double, for the spread
  Vector<double> squares_;  ///< sum of the squared distances from their mean
};

}  // namespace axiomark
