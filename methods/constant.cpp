#include "methods/constant.hpp"

namespace axiomark {

template <Scalar S>
Attributions<S> Constant::attribute(const Function<S>&, const Batch<S>& inputs,
                                    const Batch<S>&) const {
  Attribution<S> answer;
  answer.values = Vector<S>::Constant(inputs.rows(), convert<S>(value));
  return Attributions<S>(static_cast<std::size_t>(inputs.cols()), answer);
}

RegistryEntry constant_entry() {
  return {"constant",
          "Test doubles",
          "A_i = value",
          "none: checks the checks",
          Constant::kind,
          {{"value", "any number", "1", "what every feature gets"}},
          [](const Options& options) -> Result<AnyMethod> {
            const auto value = options.number("value");
            if (!value) return tl::make_unexpected(value.error());
            return AnyMethod(options.canonical(), Constant{*value});
          }};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(Constant);

}  // namespace axiomark
