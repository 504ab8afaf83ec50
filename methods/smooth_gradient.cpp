#include "methods/smooth_gradient.hpp"

#include "methods/normal_deviate.hpp"

namespace axiomark {

template <Scalar S>
Attributions<S> SmoothGradient::attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>&) const {
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    const Vector<S> x = inputs.col(k);
    const S range = x.size() == 0 ? S(0) : S(x.maxCoeff() - x.minCoeff());
    const S deviation = relative ? S(convert<S>(sigma) * range) : convert<S>(sigma);
    auto answer = mean_of_gradients<S>(function, sampling, [&](long sample) {
      RandomStream stream = sampling.stream(sample);
      Vector<S> point = x;
      for (S& value : point) value += deviation * convert<S>(normal_deviate(stream));
      return GradientSample<S>{std::move(point), Vector<S>::Constant(x.size(), S(1))};
    });
    if (answer && relative && deviation == S(0)) {
      answer->notes.emplace_back("the input's range is 0: no noise was added");
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

RegistryEntry smooth_gradient_entry() {
  const std::vector<OptionInfo> noise = {
      {"sigma", "a positive number", "0.15", "standard deviation of the noise"},
      {"noise", "relative, absolute", "relative",
       "sigma counts in ranges of the input, or as it is"}};
  return {"smooth-gradient",
          "Gradients",
          "A_i = mean of dF/dx_i at x + noise",
          "Smilkov et al. 2017, sec. 3",
          SmoothGradient::kind,
          gradient_sampling_options("50", noise),
          [](const Options& given) -> Result<AnyMethod> {
            const auto read = read_gradient_sampling(given);
            if (!read) return tl::make_unexpected(read.error());
            const auto sigma = given.number("sigma");
            if (!sigma) return tl::make_unexpected(sigma.error());
            if (*sigma <= 0) {
              return fail(ErrorKind::usage, given.place("sigma"), to_text(*sigma),
                          "a positive number; 0 would be the method 'gradient'");
            }
            const std::vector<std::string> kinds = {"relative", "absolute"};
            const auto noise = given.one_of("noise", kinds);
            if (!noise) return tl::make_unexpected(noise.error());
            return AnyMethod(given.canonical(), SmoothGradient{read->conventions, read->sampling,
                                                               *sigma, *noise == "relative"});
          }};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(SmoothGradient);

}  // namespace axiomark
