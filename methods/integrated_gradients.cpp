#include "methods/integrated_gradients.hpp"

#include <fmt/format.h>

#include <cmath>

#include "methods/adaptive_integral.hpp"
#include "methods/automatic_integral.hpp"
#include "methods/in_double.hpp"
#include "methods/integral_options.hpp"
#include "methods/path_integral.hpp"

namespace axiomark {
namespace {

// |F(x) - F(x')| of a query times the tolerance: what each attribution may be off.
float allowed_error(const Network<float>& network, const Queries<float>& queries, Index k,
                    const Rational& tolerance) {
  Batch<float> ends(queries.inputs.rows(), 2);
  ends << queries.baselines.col(k), queries.inputs.col(k);
  const Row<float> values =
      (evaluate(network, ends).colwise() * Vector<float>(queries.targets.col(k))).colwise().sum();
  return convert<float>(tolerance) * std::abs(values(1) - values(0));
}

// The queries that rounding in float left without an answer, or without the one asked for.
std::vector<Index> spoilt_by_rounding(const Attributions<float>& answers,
                                      const Network<float>& network, const Queries<float>& queries,
                                      const std::optional<Rational>& tolerance) {
  std::vector<Index> spoilt;
  if (!network.piecewise_linear()) return spoilt;  // enclosures are in double already
  for (std::size_t n = 0; n < answers.size(); ++n) {
    const auto k = static_cast<Index>(n);
    const Result<Attribution<float>>& answer = answers[n];
    const bool good =
        answer && answer->values.allFinite() && answer->error_bound &&
        answer->error_bound->allFinite() &&
        (!tolerance || answer->error_bound->size() == 0 ||
         answer->error_bound->maxCoeff() <= allowed_error(network, queries, k, *tolerance));
    if (!good) spoilt.push_back(k);
  }
  return spoilt;
}

// Bounds on rounding in float that are larger than what they are about.
void note_empty_bounds(Attributions<float>& answers) {
  for (auto& answer : answers) {
    if (!answer || !answer->error_bound) continue;
    const double bound = answer->error_bound->cast<double>().sum();
    const double size = answer->values.cast<double>().abs().sum();
    if (bound <= size) continue;
    answer->notes.push_back(fmt::format(
        "rounding in float: the bound is {:.2g} times the attributions and says nothing; "
        "double finds more pieces and bounds them closer",
        bound / size));
  }
}

}  // namespace

template <Scalar S>
Attributions<S> IntegratedGradients::attribute(const Network<S>& network, const Queries<S>& queries,
                                               const ThreadPool& pool) const {
  auto answers = for_each_target(network, queries, conventions.as<S>(), pool,
                                 [&](const Function<S>& f, const Batch<S>& x, const Batch<S>& b) {
                                   return attribute(f, x, b);
                                 });
  if constexpr (std::same_as<S, float>) {
    if (!rule) {
      const auto spoilt = spoilt_by_rounding(answers, network, queries, tolerance);
      answers =
          ask_in_double(std::move(answers), spoilt,
                        AnyMethod("integrated-gradients in double", *this), network, queries, pool);
      if (!tolerance) note_empty_bounds(answers);
    }
  }
  return answers;
}

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
#define AXIOMARK_INSTANTIATE(S)                                                                    \
  template Attributions<S> IntegratedGradients::attribute<S>(const Network<S>&, const Queries<S>&, \
                                                             const ThreadPool&) const
AXIOMARK_INSTANTIATE(float);
AXIOMARK_INSTANTIATE(double);
AXIOMARK_INSTANTIATE(Rational);
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
