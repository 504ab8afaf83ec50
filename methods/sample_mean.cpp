#include "methods/sample_mean.hpp"

#include "methods/sampling.hpp"

namespace axiomark {

// The spread by Welford's recurrence (1962), which does not subtract two large sums.
template <Scalar S>
void SampleMean<S>::add(const Vector<S>& sample) {
  ++samples_;
  sum_ += sample;
  const Vector<double> value = convert_all<double>(sample);
  const Vector<double> step = value - mean_;
  mean_ += step / static_cast<double>(samples_);
  squares_ += step * (value - mean_);
}

template <Scalar S>
Vector<S> SampleMean<S>::mean() const {
  return sum_ / convert<S>(Rational(samples_));
}

template <Scalar S>
Result<SamplingError> SampleMean<S>::error(double confidence) const {
  if (samples_ < 2) {
    return fail(ErrorKind::internal, "samples", std::to_string(samples_), "at least 2");
  }
  const auto n = static_cast<double>(samples_);
  SamplingError result;
  result.standard_error = (squares_ / (n - 1) / n).sqrt();
  const double t = interval_of_mean(1, n - 1, confidence).half_width;
  result.confidence = confidence;
  const Vector<double> center = convert_all<double>(mean());
  result.low = center - t * result.standard_error;
  result.high = center + t * result.standard_error;
  result.samples = samples_;
  const Vector<double> width = result.high - result.low;
  if (const Index at = first_non_finite(width); at >= 0) {
    return fail(ErrorKind::numeric, "standard error of feature " + std::to_string(at),
                "a value that is not finite", "finite numbers");
  }
  return result;
}

template class SampleMean<float>;
template class SampleMean<double>;
template class SampleMean<Rational>;

}  // namespace axiomark
