#include "methods/gradient_samples.hpp"

#include <algorithm>

#include "methods/sample_mean.hpp"

namespace axiomark {
namespace {

// A million numbers are 8 MB in double. 16 points at least: full vector lanes.
long points_at_once(Index dimension) {
  constexpr Index kNumbers = 1 << 20;
  return static_cast<long>(std::max<Index>(16, kNumbers / std::max<Index>(1, dimension)));
}

}  // namespace

std::vector<OptionInfo> gradient_sampling_options(const std::string& samples,
                                                  const std::vector<OptionInfo>& own) {
  std::vector<OptionInfo> options = sampling_options("gradients", samples);
  options.insert(options.begin() + 1, own.begin(), own.end());
  for (const OptionInfo& option : convention_options()) options.push_back(option);
  return options;
}

Result<GradientSampling> read_gradient_sampling(const Options& given) {
  const auto conventions = read_conventions(given);
  if (!conventions) return tl::make_unexpected(conventions.error());
  const auto sampling = read_sampling(given);
  if (!sampling) return tl::make_unexpected(sampling.error());
  return GradientSampling{*conventions, *sampling};
}

template <Scalar S>
Result<Attribution<S>> mean_of_gradients(const Function<S>& function,
                                         const SamplingOptions& sampling,
                                         const std::function<GradientSample<S>(long)>& draw) {
  const long samples = sampling.samples;
  const Index dimension = function.dimension();
  SampleMean<S> mean(dimension);
  HangSet hung;
  for (long first = 0; first < samples; first += points_at_once(dimension)) {
    const Index count = std::min(points_at_once(dimension), samples - first);
    Batch<S> points(dimension, count);
    Batch<S> factors(dimension, count);
    for (Index k = 0; k < count; ++k) {
      GradientSample<S> sample = draw(first + k);
      points.col(k) = sample.point;
      factors.col(k) = sample.factor;
    }
    const auto gradients = function.gradient(points);
    if (!gradients) return tl::make_unexpected(gradients.error());
    for (Index k = 0; k < count; ++k) {
      mean.add(factors.col(k) * gradients->values.col(k));
      hung |= gradients->hung_on[static_cast<std::size_t>(k)];
    }
  }
  auto error = mean.error(sampling.confidence);
  if (!error) return tl::make_unexpected(error.error());
  return Attribution<S>{mean.mean(), {}, hung, samples, {}, 0, std::move(*error)};
}

#define AXIOMARK_INSTANTIATE(S)                      \
  template Result<Attribution<S>> mean_of_gradients( \
      const Function<S>&, const SamplingOptions&, const std::function<GradientSample<S>(long)>&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
