#include "methods/sample_mean.hpp"

#include <cmath>

namespace axiomark {

template <Scalar S>
void SampleMean<S>::add(const Vector<S>& sample) {
  ++samples_;
  sum_ += sample;
  for (std::size_t i = 0; i < spreads_.size(); ++i) {
    spreads_[i].add(convert<double>(sample(static_cast<Index>(i))));
  }
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
  SamplingError result;
  result.standard_error = Vector<double>(sum_.size());
  for (std::size_t i = 0; i < spreads_.size(); ++i) {
    result.standard_error(static_cast<Index>(i)) = std::sqrt(spreads_[i].variance_of_mean());
  }
  const auto freedom = static_cast<double>(samples_ - 1);
  const double t = interval_of_mean(1, freedom, confidence).half_width;
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
