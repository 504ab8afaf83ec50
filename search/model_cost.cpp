#include "search/model_cost.hpp"

#include <algorithm>
#include <map>

#include "network/exact_work.hpp"
#include "search/model_cases.hpp"

namespace axiomark {
namespace {

// Seconds for one answer about the model, as a cell counts them.
double seconds_to_answer(const ModelTrial& trial, const AnyMethod& method) {
  const Case<double> plain{
      {{"F", trial.network, trial.inputs.col(0), trial.baselines.col(0), trial.targets.col(0)}},
      {},
      {}};
  const ThreadPool alone;
  ExactWorkBudget budget(trial.max_cost);
  const auto answers = within_exact_work(budget, [&] { return ask(method, plain, alone); });
  const double pieces = budget.seconds() - budget.left();
  return answers ? pieces + seconds_of_passes(plain, *answers) : pieces;
}

// How many questions an axiom's case puts to methods of a kind; those it cannot build put none.
std::uint64_t probes_of_a_case(const Axiom& axiom, const Ingredients<double>& in, MethodKind kind,
                               double max_cost) {
  ExactWorkBudget budget(max_cost);
  const auto c = within_exact_work(budget, [&] { return axiom.build_case(in, kind); });
  return c ? c->probes.size() : 0;
}

}  // namespace

ModelCost estimate_model_cost(const ModelTrial& trial, const CampaignOptions& options,
                              const ThreadPool& pool) {
  const std::vector<RewriteKind> rewrites = fitting_rewrites(trial);
  std::vector<double> seconds_each;
  for (const AnyMethod& method : options.methods) {
    seconds_each.push_back(seconds_to_answer(trial, method));
  }
  ModelCost cost;
  for (const Axiom& axiom : options.axioms) {
    if (!axiom.info.uses.network) continue;
    const auto cases = worth_judging(trial, rewrites, axiom.info, options.seed, 0);
    const auto all = cases.size() * static_cast<std::uint64_t>(trial.inputs.cols());
    std::map<MethodKind, std::uint64_t> probes;
    for (std::size_t m = 0; m < options.methods.size(); ++m) {
      const MethodKind kind = options.methods[m].kind();
      if (!axiom.info.is_stated_for(kind)) continue;
      if (!probes.contains(kind)) {
        probes[kind] = probes_of_a_case(axiom, cases.front(), kind, trial.max_cost);
      }
      const std::uint64_t attributions = all * probes[kind];
      cost.attributions += attributions;
      cost.seconds += std::min(static_cast<double>(attributions) * seconds_each[m], trial.max_cost);
    }
  }
  cost.seconds /= static_cast<double>(pool.threads());
  return cost;
}

}  // namespace axiomark
