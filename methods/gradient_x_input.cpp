#include "methods/gradient_x_input.hpp"

namespace axiomark {

template <Scalar S>
Attributions<S> GradientXInput::attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>&) const {
  return one_answer_per_column<S>(
      function.gradient(inputs), inputs.cols(), [&](const Gradients<S>& g, Index k) {
        return Attribution<S>{
            g.values.col(k) * inputs.col(k), {}, g.hung_on[static_cast<std::size_t>(k)], 1, {}};
      });
}

RegistryEntry gradient_x_input_entry() {
  return {"gradient-x-input",
          "Gradients",
          "A_i = x_i dF/dx_i",
          "Shrikumar et al. 2016",
          GradientXInput::kind,
          convention_options(),
          [](const Options& options) -> Result<AnyMethod> {
            const auto conventions = read_conventions(options);
            if (!conventions) return tl::make_unexpected(conventions.error());
            return AnyMethod(options.canonical(), GradientXInput{*conventions});
          },
          "gradient × input"};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(GradientXInput);

}  // namespace axiomark
