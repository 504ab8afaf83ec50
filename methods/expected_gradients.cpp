#include "methods/expected_gradients.hpp"

#include <algorithm>

namespace axiomark {

template <Scalar S>
Attributions<S> ExpectedGradients::attribute(const Function<S>& function, const Batch<S>& inputs,
                                             const Batch<S>& baselines) const {
  const Index members = baselines.cols() / std::max<Index>(1, inputs.cols());
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    const Vector<S> x = inputs.col(k);
    answers.push_back(mean_of_gradients<S>(function, sampling, [&](long sample) {
      RandomStream stream = sampling.stream(sample);
      const auto member = static_cast<Index>(stream.below(static_cast<std::uint64_t>(members)));
      const S alpha = convert<S>(stream.unit_interval());
      const Vector<S> baseline = baselines.col(k * members + member);
      const Vector<S> difference = x - baseline;
      return GradientSample<S>{baseline + alpha * difference, difference};
    }));
  }
  return answers;
}

RegistryEntry expected_gradients_entry() {
  std::vector<OptionInfo> options = sampling_options("gradients", "50");
  for (const OptionInfo& option : convention_options()) options.push_back(option);
  return {"expected-gradients",
          "Path methods",
          "A_i = mean of (x_i - x'_i) dF/dx_i at x' + alpha (x - x'), x' and alpha drawn",
          "Erion et al. 2021",
          ExpectedGradients::kind,
          options,
          [](const Options& given) -> Result<AnyMethod> {
            const auto conventions = read_conventions(given);
            if (!conventions) return tl::make_unexpected(conventions.error());
            const auto sampling = read_sampling(given);
            if (!sampling) return tl::make_unexpected(sampling.error());
            return AnyMethod(given.canonical(), ExpectedGradients{*conventions, *sampling});
          }};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(ExpectedGradients);

}  // namespace axiomark
