#include "methods/gradient_shap.hpp"

#include <algorithm>

#include "methods/normal_deviate.hpp"

namespace axiomark {

template <Scalar S>
Attributions<S> GradientShap::attribute(const Function<S>& function, const Batch<S>& inputs,
                                        const Batch<S>& baselines) const {
  const Index members = baselines.cols() / std::max<Index>(1, inputs.cols());
  const S deviation = convert<S>(sigma);
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    answers.push_back(mean_of_gradients<S>(function, sampling, [&](long sample) {
      RandomStream stream = sampling.stream(sample);
      const auto member = static_cast<Index>(stream.below(static_cast<std::uint64_t>(members)));
      const S alpha = convert<S>(stream.unit_interval());
      Vector<S> noisy = inputs.col(k);
      for (S& value : noisy) value += deviation * convert<S>(normal_deviate(stream));
      const Vector<S> baseline = baselines.col(k * members + member);
      const Vector<S> difference = noisy - baseline;
      return GradientSample<S>{baseline + alpha * difference, difference};
    }));
  }
  return answers;
}

RegistryEntry gradient_shap_entry() {
  std::vector<OptionInfo> options = sampling_options("gradients", "5");
  options.insert(options.begin() + 1, {"sigma", "a number from 0", "0",
                                       "standard deviation of the noise added to the input"});
  for (const OptionInfo& option : convention_options()) options.push_back(option);
  return {"gradient-shap",
          "Path methods",
          "expected gradients of x + noise, A_i = mean of (x_i + noise_i - x'_i) dF/dx_i",
          "captum.attr.GradientShap",
          GradientShap::kind,
          options,
          [](const Options& given) -> Result<AnyMethod> {
            const auto conventions = read_conventions(given);
            if (!conventions) return tl::make_unexpected(conventions.error());
            const auto sampling = read_sampling(given);
            if (!sampling) return tl::make_unexpected(sampling.error());
            const auto sigma = given.number("sigma");
            if (!sigma) return tl::make_unexpected(sigma.error());
            if (*sigma < 0) {
              return fail(ErrorKind::usage, "method 'gradient-shap', option 'sigma'",
                          to_text(*sigma), "a number from 0");
            }
            return AnyMethod(given.canonical(), GradientShap{*conventions, *sampling, *sigma});
          }};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(GradientShap);

}  // namespace axiomark
