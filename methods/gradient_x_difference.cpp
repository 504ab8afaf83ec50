#include "methods/gradient_x_difference.hpp"

namespace axiomark {

template <Scalar S>
Attributions<S> GradientXDifference::attribute(const Function<S>& function, const Batch<S>& inputs,
                                               const Batch<S>& baselines) const {
  return one_answer_per_column<S>(
      function.gradient(inputs), inputs.cols(), [&](const Gradients<S>& g, Index k) {
        return Attribution<S>{(inputs.col(k) - baselines.col(k)) * g.values.col(k),
                              {},
                              g.hung_on[static_cast<std::size_t>(k)],
                              1,
                              {}};
      });
}

RegistryEntry gradient_x_difference_entry() {
  return {"gradient-x-difference",
          "Gradients",
          "A_i = (x_i - x'_i) dF/dx_i",
          "after Shrikumar et al. 2016",
          GradientXDifference::kind,
          convention_options(),
          [](const Options& options) -> Result<AnyMethod> {
            const auto conventions = read_conventions(options);
            if (!conventions) return tl::make_unexpected(conventions.error());
            return AnyMethod(options.canonical(), GradientXDifference{*conventions});
          },
          "gradient × difference"};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(GradientXDifference);

}  // namespace axiomark
