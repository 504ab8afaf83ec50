#include "methods/gradient.hpp"

#include "methods/answer_columns.hpp"

namespace axiomark {

template <Scalar S>
Attributions<S> GradientMethod::attribute(const Function<S>& function, const Batch<S>& inputs,
                                          const Batch<S>&) const {
  const auto gradients = function.gradient(inputs);
  std::vector<Vector<S>> columns =
      gradients ? columns_of(gradients->values) : std::vector<Vector<S>>();
  return one_answer_per_column<S>(gradients, inputs.cols(), [&](const Gradients<S>& g, Index k) {
    return Attribution<S>{std::move(columns[static_cast<std::size_t>(k)]),
                          {},
                          g.hung_on[static_cast<std::size_t>(k)],
                          1,
                          {}};
  });
}

RegistryEntry gradient_entry() {
  return {"gradient",
          "Gradients",
          "A_i = dF/dx_i",
          "Simonyan et al. 2013, sec. 3",
          GradientMethod::kind,
          convention_options(),
          [](const Options& options) -> Result<AnyMethod> {
            const auto conventions = read_conventions(options);
            if (!conventions) return tl::make_unexpected(conventions.error());
            return AnyMethod(options.canonical(), GradientMethod{*conventions});
          }};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(GradientMethod);

}  // namespace axiomark
