#include "methods/kernel_shap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "methods/kernel_shap_sampling.hpp"

namespace axiomark {
namespace {

const std::vector<std::string> kRules = {"all", "sampled", "unbiased"};

// k(s) for s = 1 to n - 1, at s - 1.
std::vector<Rational> kernel_weights(Index n) {
  std::vector<Rational> weights;
  Rational choose = 1;
  for (Index s = 1; s < n; ++s) {
    choose = choose * (n - s + 1) / s;
    weights.push_back((n - 1) / (choose * s * (n - s)));
  }
  return weights;
}

template <Scalar S>
Result<Attribution<S>> from_all(const BaselineGame<S>& game) {
  const Index n = game.size();
  const Index count = Index{1} << n;
  const auto values = game.values_of_all();
  if (!values) return tl::make_unexpected(values.error());
  const Accumulator<S> empty((*values)(0));
  std::vector<Accumulator<S>> weights;
  for (const Rational& weight : kernel_weights(n))
    weights.push_back(convert<Accumulator<S>>(weight));
  std::vector<Accumulator<S>> b(static_cast<std::size_t>(n), Accumulator<S>(0));
  for (Index c = 1; c + 1 < count; ++c) {
    const auto size = static_cast<std::size_t>(std::popcount(static_cast<std::uint64_t>(c)));
    const Accumulator<S> term = weights[size - 1] * (Accumulator<S>((*values)(c)) - empty);
    for (Index player = 0; player < n; ++player) {
      if (has_player(c, player)) b[static_cast<std::size_t>(player)] += term;
    }
  }
  // A single player has no proper coalition: the constraint alone settles it.
  const Accumulator<S> diagonal =
      n > 1 ? Accumulator<S>(n - 1) / Accumulator<S>(n) : Accumulator<S>(1);
  const auto solution = solve_with_equal_diagonal<S>(std::move(b), diagonal,
                                                     Accumulator<S>((*values)(count - 1)) - empty);
  Attribution<S> answer;
  answer.values = shared_among_features<S>(game.players(), solution);
  answer.function_evaluations = count;
  return answer;
}

Result<AnyMethod> make_kernel_shap(const Options& given) {
  KernelShap method;
  const auto rule = given.one_of("rule", kRules);
  if (!rule) return tl::make_unexpected(rule.error());
  method.rule = static_cast<KernelShapRule>(std::ranges::find(kRules, *rule) - kRules.begin());
  method.rule_given = given.given("rule");
  std::vector<std::string> unused;
  if (method.rule == KernelShapRule::all) {
    unused = {"samples", "seed", "confidence", "paired"};
  } else if (method.rule == KernelShapRule::sampled) {
    unused = {"confidence"};
  }
  if (auto ok = given.refuse_unused(unused, "rule=" + *rule); !ok) {
    return tl::make_unexpected(ok.error());
  }
  const auto sampling = read_sampling(given);
  if (!sampling) return tl::make_unexpected(sampling.error());
  method.sampling = *sampling;
  const std::vector<std::string> yes_or_no = {"true", "false"};
  const auto paired = given.one_of("paired", yes_or_no);
  if (!paired) return tl::make_unexpected(paired.error());
  method.paired = *paired == "true";
  auto groups = read_groups(given);
  if (!groups) return tl::make_unexpected(groups.error());
  method.groups = std::move(*groups);
  return AnyMethod(given.canonical(), std::move(method));
}

}  // namespace

template <Scalar S>
Attributions<S> KernelShap::attribute(const Function<S>& function, const Batch<S>& inputs,
                                      const Batch<S>& baselines) const {
  const auto count = static_cast<std::size_t>(inputs.cols());
  const auto players = players_of(groups, function.dimension());
  if (!players) return Attributions<S>(count, tl::make_unexpected(players.error()));
  if (rule == KernelShapRule::all) {
    const auto ok = refuse_too_many_players(scalar_type<S>, static_cast<Index>(players->size()),
                                            rule_given, {"rule=all", "rule=sampled"});
    if (!ok) return Attributions<S>(count, tl::make_unexpected(ok.error()));
  }
  // One player's value is settled by the constraint: there is nothing to draw.
  const bool all = rule == KernelShapRule::all || players->size() == 1;
  Attributions<S> answers;
  for (Index k = 0; k < inputs.cols(); ++k) {
    const BaselineGame<S> game(function, *players, inputs.col(k), baselines.col(k));
    answers.push_back(all ? from_all(game) : kernel_shap_by_sampling(game, *this));
  }
  return answers;
}

RegistryEntry kernel_shap_entry() {
  std::vector<OptionInfo> options = sampling_options("drawn coalitions, or pairs of them");
  options.insert(options.begin(),
                 {"rule", fmt::format("{}", fmt::join(kRules, ", ")), "all",
                  "all coalitions; a least squares over drawn ones; or drawn ones with the exact "
                  "matrix of the least squares"});
  options.insert(options.begin() + 3, {"paired", "true, false", "true",
                                       "whether each drawn coalition comes with its complement"});
  options.push_back(groups_option());
  return {"kernel-shap",
          "Shapley values",
          "A minimises sum k(|C|) (v(C) - v(nobody) - sum of A in C)^2, sum A = F(x) - F(x')",
          "Lundberg & Lee 2017, theorem 2; Covert & Lee 2021",
          KernelShap::kind,
          options,
          make_kernel_shap,
          "KernelSHAP"};
}

AXIOMARK_INSTANTIATE_FUNCTION_METHOD(KernelShap);

}  // namespace axiomark
