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
  const OptionInfo sigma{"sigma", "a number from 0", "0",
                         "standard deviation of the noise added to the input"};
  return {"gradient-shap",
          "Path methods",
          "expected gradients of x + noise, A_i = mean of (x_i + noise_i - x'_i) dF/dx_i",
          "captum.attr.GradientShap",
          GradientShap::kind,
          gradient_sampling_options("5", {sigma}),
          [](const Options& given) -> Result<AnyMethod> {
            const auto read = read_gradient_sampling(given);
            if (!read) return tl::make_unexpected(read.error());
            const auto sigma = given.number("sigma");
            if (!sigma) return tl::make_unexpected(sigma.error());
            if (*sigma < 0) {
              return fail(ErrorKind::usage, given.place("sigma"), to_text(*sigma),
                          "a number from 0");
            }
            return AnyMethod(given.canonical(),
                             GradientShap{read->conventions, read->sampling, *sigma});
          },
          "GradientSHAP"};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(GradientShap);

}  // namespace axiomark
