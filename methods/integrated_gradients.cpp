#include "methods/integrated_gradients.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "network/rounding.hpp"

namespace axiomark {
namespace {

template <Scalar S>
Result<Attribution<S>> by_quadrature(const Function<S>& function, const Segment<S>& segment,
                                     const Quadrature<S>& rule) {
  const auto sum = function.gradient_sum(segment, rule.nodes, rule.weights);
  if (!sum) return tl::make_unexpected(sum.error());
  return Attribution<S>{
      (segment.to - segment.from) * sum->value, {}, sum->hung_on, sum->evaluations, {}};
}

template <Scalar S>
Result<Attribution<S>> exactly(const Function<S>& function, const Segment<S>& segment) {
  const auto pieces = function.linear_pieces(segment);
  if (!pieces) return tl::make_unexpected(pieces.error());
  if (pieces->inside_kink) {
    return fail(ErrorKind::unsupported, pieces->inside_kink->unit,
                fmt::format("the segment from baseline to input runs inside its kink for t from {} "
                            "to {}: the gradient is undefined there",
                            to_text(pieces->inside_kink->from), to_text(pieces->inside_kink->to)),
                "another input or baseline, or a quadrature rule with a kink convention");
  }
  const std::vector<S> middles = pieces->midpoints();
  const std::vector<S> lengths = pieces->lengths();
  const auto sum = function.gradient_sum(segment, middles, lengths);
  if (!sum) return tl::make_unexpected(sum.error());
  const Vector<S> difference = segment.to - segment.from;
  // At the middle of a piece no unit that F reads is on its kink.
  Attribution<S> result{difference * sum->value, {}, {}, sum->evaluations, {}};
  if constexpr (!is_exact<S>) {
    // The sum over the pieces and the products with length and difference add their own roundings.
    const S gamma = pieces->gradient_rounding + rounding_factor<S>(pieces->count() + 4);
    result.error_bound =
        difference.abs() * pieces->gradient_bound * (S(2) * pieces->uncertain_length + gamma);
    result.notes.push_back(
        fmt::format("{} linear pieces; every piece wider than delta = {} was found",
                    pieces->count(), to_text(pieces->delta)));
  }
  return result;
}

}  // namespace

template <Scalar S>
Attributions<S> IntegratedGradients::attribute(const Function<S>& function, const Batch<S>& inputs,
                                               const Batch<S>& baselines) const {
  Result<Quadrature<S>> quadrature =
      rule ? make_quadrature<S>(*rule, steps, RandomStream(seed)) : Quadrature<S>{};
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    const Segment<S> segment{baselines.col(k), inputs.col(k)};
    if (!quadrature) {
      answers.emplace_back(tl::make_unexpected(quadrature.error()));
    } else {
      answers.push_back(rule ? by_quadrature(function, segment, *quadrature)
                             : exactly(function, segment));
    }
  }
  return answers;
}

RegistryEntry integrated_gradients_entry() {
  auto options = convention_options();
  options.insert(options.begin(),
                 {{"rule", fmt::format("{}, exact", fmt::join(quadrature_rule_names(), ", ")),
                   "gauss-legendre", "how the integral is computed"},
                  {"steps", "1 to 10000000 (gauss-legendre: to 10000; simpson: even)", "50",
                   "equal intervals of the segment; nodes for gauss-legendre and random"},
                  {"seed", "0 to 2^63 - 1", "0", "of the nodes of rule=random"}});
  return {"integrated-gradients",
          "Path methods",
          "A_i = (x_i - x'_i) integral of dF/dx_i from x' to x",
          "Sundararajan et al. 2017, eq. 1",
          IntegratedGradients::kind,
          options,
          [](const Options& given) -> Result<AnyMethod> {
            IntegratedGradients method;
            const auto conventions = read_conventions(given);
            if (!conventions) return tl::make_unexpected(conventions.error());
            method.conventions = *conventions;
            std::vector<std::string> rules(quadrature_rule_names().begin(),
                                           quadrature_rule_names().end());
            rules.emplace_back("exact");
            const auto rule = given.one_of("rule", rules);
            if (!rule) return tl::make_unexpected(rule.error());
            const auto position =
                static_cast<std::size_t>(std::ranges::find(rules, *rule) - rules.begin());
            if (*rule != "exact") method.rule = static_cast<QuadratureRule>(position);
            const auto unused = [&](std::string_view key, bool used) -> Result<void> {
              if (used || !given.given(key)) return {};
              return fail(ErrorKind::usage,
                          fmt::format("method 'integrated-gradients', option '{}'", key),
                          fmt::format("given with rule={}", *rule), "a rule that uses it");
            };
            if (auto ok = unused("steps", *rule != "exact"); !ok) {
              return tl::make_unexpected(ok.error());
            }
            if (auto ok = unused("seed", *rule == "random"); !ok) {
              return tl::make_unexpected(ok.error());
            }
            // Ten million gradients: hours on any network worth it.
            const auto steps = given.whole_number("steps", 1, 10'000'000);
            if (!steps) return tl::make_unexpected(steps.error());
            method.steps = *steps;
            const auto seed = given.whole_number("seed", 0, std::numeric_limits<long>::max());
            if (!seed) return tl::make_unexpected(seed.error());
            method.seed = static_cast<std::uint64_t>(*seed);
            if (method.rule == QuadratureRule::simpson && *steps % 2 != 0) {
              return fail(ErrorKind::usage, "method 'integrated-gradients', option 'steps'",
                          fmt::format("'{}'", *steps), "an even number for rule=simpson");
            }
            if (method.rule == QuadratureRule::gauss_legendre && *steps > kMostGaussLegendreNodes) {
              return fail(
                  ErrorKind::usage, "method 'integrated-gradients', option 'steps'",
                  fmt::format("'{}'", *steps),
                  fmt::format("at most {} for rule=gauss-legendre", kMostGaussLegendreNodes));
            }
            return AnyMethod(given.canonical(), method);
          }};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(IntegratedGradients);

}  // namespace axiomark
