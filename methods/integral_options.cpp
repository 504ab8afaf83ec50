#include "methods/integral_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace axiomark {
namespace {

std::vector<std::string> rule_names(const IntegralChoices& choices) {
  std::vector<std::string> rules(quadrature_rule_names().begin(), quadrature_rule_names().end());
  rules.insert(rules.end(), choices.other_rules.begin(), choices.other_rules.end());
  return rules;
}

}  // namespace

std::vector<OptionInfo> integral_options(const IntegralChoices& choices) {
  return {{"rule", fmt::format("{}", fmt::join(rule_names(choices), ", ")), "gauss-legendre",
           "how the integral is computed"},
          {"steps", "1 to 10000000 (gauss-legendre: to 10000; simpson: even)", "50",
           "equal intervals of the segment; nodes for gauss-legendre and random"},
          {"seed", "0 to 2^63 - 1", "0", "of the nodes of rule=random"}};
}

Result<IntegralOptions> read_integral(const Options& given, const IntegralChoices& choices) {
  IntegralOptions read;
  read.rule_name = choices.rule_if_not_given;
  const std::vector<std::string> rules = rule_names(choices);
  if (given.given("rule")) {
    const auto rule = given.one_of("rule", rules);
    if (!rule) return tl::make_unexpected(rule.error());
    read.rule_name = *rule;
  }
  const auto position =
      static_cast<std::size_t>(std::ranges::find(rules, read.rule_name) - rules.begin());
  if (position < quadrature_rule_names().size()) {
    read.rule = static_cast<QuadratureRule>(position);
  }
  const std::string with = "rule=" + read.rule_name;
  std::vector<std::string> unused;
  if (!read.rule) unused.emplace_back("steps");
  if (read.rule != QuadratureRule::random && !choices.seed_used) unused.emplace_back("seed");
  if (auto ok = given.refuse_unused(unused, with, "a rule that uses it"); !ok) {
    return tl::make_unexpected(ok.error());
  }
  // Ten million gradients: hours on any network worth it.
  const auto steps = given.whole_number("steps", 1, 10'000'000);
  if (!steps) return tl::make_unexpected(steps.error());
  read.steps = *steps;
  const auto seed = given.whole_number("seed", 0, std::numeric_limits<long>::max());
  if (!seed) return tl::make_unexpected(seed.error());
  read.seed = static_cast<std::uint64_t>(*seed);
  const auto refuse_steps = [&](std::string expected) {
    return fail(ErrorKind::usage, given.place("steps"), fmt::format("'{}'", *steps),
                std::move(expected));
  };
  if (read.rule == QuadratureRule::simpson && *steps % 2 != 0) {
    return refuse_steps("an even number for rule=simpson");
  }
  if (read.rule == QuadratureRule::gauss_legendre && *steps > kMostGaussLegendreNodes) {
    return refuse_steps(fmt::format("at most {} for rule=gauss-legendre", kMostGaussLegendreNodes));
  }
  return read;
}

}  // namespace axiomark
