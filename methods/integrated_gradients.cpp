#include "methods/integrated_gradients.hpp"

#include "methods/adaptive_integral.hpp"
#include "methods/automatic_integral.hpp"
#include "methods/integral_options.hpp"
#include "methods/path_integral.hpp"

namespace axiomark {

template <Scalar S>
Attributions<S> IntegratedGradients::attribute(const Function<S>& function, const Batch<S>& inputs,
                                               const Batch<S>& baselines) const {
  const Result<Quadrature<S>> quadrature =
      rule ? make_quadrature<S>(*rule, steps, RandomStream(seed)) : Quadrature<S>{};
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    Polyline<S> straight(inputs.rows(), 2);
    straight << baselines.col(k), inputs.col(k);
    if (!quadrature) {
      answers.emplace_back(tl::make_unexpected(quadrature.error()));
    } else if (rule) {
      answers.push_back(integral_by_quadrature(function, straight, *quadrature));
    } else if (tolerance) {
      const Segment<S> segment{baselines.col(k), inputs.col(k)};
      const S part = convert<S>(*tolerance);
      answers.push_back(automatic ? automatic_integral<S>(function, segment, part)
                                  : adaptive_integral<S>(function, segment, part));
    } else {
      answers.push_back(exact_integral(function, straight, AxisLegs::by_gradients));
    }
  }
  return answers;
}

RegistryEntry integrated_gradients_entry() {
  static const IntegralChoices choices{"integrated-gradients", {"exact", "adaptive", "auto"}};
  auto options = integral_options(choices);
  options.push_back(
      {"tolerance", "a number above 0 and below 1", "1/1000",
       "rule=adaptive, auto: error allowed in each attribution, as a part of F(x) - F(x')"});
  for (OptionInfo& convention : convention_options()) options.push_back(std::move(convention));
  return {choices.method,
          "Path methods",
          "A_i = (x_i - x'_i) integral of dF/dx_i from x' to x",
          "Sundararajan et al. 2017, eq. 1",
          IntegratedGradients::kind,
          options,
          [](const Options& given) -> Result<AnyMethod> {
            const auto conventions = read_conventions(given);
            if (!conventions) return tl::make_unexpected(conventions.error());
            const auto read = read_integral(given, choices);
            if (!read) return tl::make_unexpected(read.error());
            IntegratedGradients method{*conventions, read->rule, read->steps, read->seed, {}};
            method.automatic = read->rule_name == "auto";
            if (read->rule_name != "adaptive" && !method.automatic) {
              const std::vector<std::string> unused = {"tolerance"};
              const auto ok = given.refuse_unused(unused, "rule=" + read->rule_name,
                                                  "rule=adaptive or rule=auto");
              if (!ok) return tl::make_unexpected(ok.error());
              return AnyMethod(given.canonical(), method);
            }
            const auto tolerance = given.number("tolerance");
            if (!tolerance) return tl::make_unexpected(tolerance.error());
            if (*tolerance <= 0 || *tolerance >= 1) {
              return fail(ErrorKind::usage, given.place("tolerance"), to_text(*tolerance),
                          "a number above 0 and below 1");
            }
            method.tolerance = *tolerance;
            return AnyMethod(given.canonical(), method);
          }};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(IntegratedGradients);

}  // namespace axiomark
