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
  return {
      "expected-gradients",
      "Path methods",
      "A_i = mean of (x_i - x'_i) dF/dx_i at x' + alpha (x - x'), x' and alpha drawn",
      "Erion et al. 2021",
      ExpectedGradients::kind,
      gradient_sampling_options("50"),
      [](const Options& given) -> Result<AnyMethod> {
        const auto read = read_gradient_sampling(given);
        if (!read) return tl::make_unexpected(read.error());
        return AnyMethod(given.canonical(), ExpectedGradients{read->conventions, read->sampling});
      }};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(ExpectedGradients);

}  // namespace axiomark
