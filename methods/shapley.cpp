#include "methods/shapley.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "methods/shapley_sampling.hpp"

namespace axiomark {
namespace {

const std::vector<std::string> kRules = {"exact", "permutations", "antithetic", "stratified"};

template <Scalar S>
Result<Attribution<S>> exactly(const BaselineGame<S>& game) {
  const Index count = Index{1} << game.size();
  const auto values = game.values_of_all();
  if (!values) return tl::make_unexpected(values.error());
  Attribution<S> answer;
  answer.values = shared_among_features<S>(game.players(), shapley_values<S>(*values));
  answer.function_evaluations = count;
  return answer;
}

template <Scalar S>
Result<Attribution<S>> by_sampling(const BaselineGame<S>& game, ShapleyRule rule,
                                   const SamplingOptions& sampling) {
  const auto estimates = rule == ShapleyRule::stratified
                             ? shapley_by_strata(game, sampling)
                             : shapley_by_orders(game, sampling, rule == ShapleyRule::antithetic);
  if (!estimates) return tl::make_unexpected(estimates.error());
  Attribution<S> answer =
      sampled_attribution<S>(game.players(), estimates->values, estimates->intervals, sampling);
  answer.function_evaluations = estimates->evaluations;
  return answer;
}

Result<AnyMethod> make_shapley(const Options& given) {
  Shapley method;
  const auto rule = given.one_of("rule", kRules);
  if (!rule) return tl::make_unexpected(rule.error());
  method.rule = static_cast<ShapleyRule>(std::ranges::find(kRules, *rule) - kRules.begin());
  method.rule_given = given.given("rule");
  if (method.rule == ShapleyRule::exact) {
    if (auto ok = given.refuse_unused(sampling_keys(), "rule=exact"); !ok) {
      return tl::make_unexpected(ok.error());
    }
  }
  const auto sampling = read_sampling(given);
  if (!sampling) return tl::make_unexpected(sampling.error());
  method.sampling = *sampling;
  auto groups = read_groups(given);
  if (!groups) return tl::make_unexpected(groups.error());
  method.groups = std::move(*groups);
  return AnyMethod(given.canonical(), std::move(method));
}

RegistryEntry entry_named(const std::string& name) {
  std::vector<OptionInfo> options = sampling_options(
      "orders; antithetic: pairs of an order and its reverse; stratified: coalitions of each size "
      "for each player");
  options.insert(options.begin(), {"rule", fmt::format("{}", fmt::join(kRules, ", ")), "exact",
                                   "all coalitions, or a way of sampling"});
  options.push_back(groups_option());
  return {name,
          "Shapley values",
          "A_i = mean over all orders of the increase of F when x'_i becomes x_i",
          "Sundararajan & Najmi 2020 (BShap)",
          Shapley::kind,
          options,
          make_shapley,
          name == "shapley" ? "Shapley values" : std::string()};
}

}  // namespace

template <Scalar S>
Attributions<S> Shapley::attribute(const Function<S>& function, const Batch<S>& inputs,
                                   const Batch<S>& baselines) const {
  const auto count = static_cast<std::size_t>(inputs.cols());
  const auto players = players_of(groups, function.dimension());
  if (!players) return Attributions<S>(count, tl::make_unexpected(players.error()));
  if (rule == ShapleyRule::exact) {
    const auto ok = refuse_too_many_players(scalar_type<S>, static_cast<Index>(players->size()),
                                            rule_given, {"rule=exact", "rule=permutations"});
    if (!ok) return Attributions<S>(count, tl::make_unexpected(ok.error()));
  }
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    const BaselineGame<S> game(function, *players, inputs.col(k), baselines.col(k));
    answers.push_back(rule == ShapleyRule::exact ? exactly(game)
                                                 : by_sampling(game, rule, sampling));
  }
  return answers;
}

RegistryEntry shapley_entry() { return entry_named("shapley"); }
RegistryEntry shapley_shubik_entry() { return entry_named("shapley-shubik"); }

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(Shapley);

}  // namespace axiomark
