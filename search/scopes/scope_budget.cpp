#include "search/scopes/scope_budget.hpp"

#include <algorithm>

#include "axioms/points.hpp"
#include "search/scopes/scope_cases.hpp"
#include "search/scopes/settle.hpp"

namespace axiomark {
namespace {

// Each axiom that builds its cases gets a fortieth of the exact evaluations that those get together which
// share the answers about each network: some twenty build, and have half as much in all. An axiom that is
// asked directly and builds as well does so from all networks, and gets an eighth.
constexpr double kBuildingAxioms = 40;
constexpr double kDirectAxiomsThatBuild = 8;

class Planner {
 public:
  Planner(const Scope& scope, const ScopePairs& pairs, std::span<const AnyMethod> methods,
          std::span<const Axiom> axioms)
      : scope_(scope), pairs_(pairs), methods_(methods), axioms_(axioms) {}

  void plan_method(std::size_t m, ScopeBudget& budget) const {
    const AnyMethod& method = methods_[m];
    bool direct = false;
    for (std::size_t a = 0; a < axioms_.size(); ++a) {
      const Axiom& axiom = axioms_[a];
      if (!axiom.info.is_stated_for(method.kind())) continue;
      direct |= asked_directly(axiom.info.name);
      const std::size_t networks = networks_to_build_from(axiom, scope_);
      budget.built[m * axioms_.size() + a] = affordable(
          networks,
          mean_cost(networks,
                    [&](std::size_t number) { return building_cost(method, axiom, number); }),
          scope_.limits().most_exact_evaluations /
              (asked_directly(axiom.info.name) ? kDirectAxiomsThatBuild : kBuildingAxioms));
    }
    const std::size_t networks = scope_.networks().size();
    if (!direct) return;
    budget.direct[m] = affordable(
        networks,
        mean_cost(networks, [&](std::size_t number) { return direct_cost(method, number); }),
        scope_.limits().most_exact_evaluations);
  }

 private:
  // Evaluations in exact arithmetic that a case costs on average, from a sample of the cases.
  template <class Settle>
  static double mean_cost(std::size_t networks, const Settle& evaluations) {
    constexpr std::size_t kSample = 24;
    const std::size_t step = std::max<std::size_t>(1, networks / kSample);
    double sum = 0;
    double sampled = 0;
    for (std::size_t number = 0; number < networks; number += step) {
      sum += evaluations(number);
      ++sampled;
    }
    return sampled > 0 ? sum / sampled : 0;
  }

  // Evaluations behind all exact answers about one network that doubles cannot give.
  [[nodiscard]] double direct_cost(const AnyMethod& method, std::size_t number) const {
    const IntegerNetwork network = scope_.networks().at(number);
    const auto& points = pairs_.of(method, network.front().reads);
    AnswerTable table(method, network, points);
    double left_over = 0;
    for (std::size_t k = 0; k < points.size(); ++k) left_over += table.in_double(k) ? 0 : 1;
    return left_over == 0 ? 0 : left_over * evaluations_of_one(method, network, points.back());
  }

  static double evaluations_of_one(const AnyMethod& method, const IntegerNetwork& network,
                                   const PointPair& pair) {
    const ThreadPool alone;
    const auto answers = method.attribute<double>(
        as_network<double>(network),
        {as_vector<double>(pair.input), as_vector<double>(pair.baseline), Vector<double>::Ones(1)},
        alone);
    double evaluations = 4;  // what any answer takes besides
    if (!answers.empty() && answers[0]) {
      evaluations +=
          static_cast<double>(answers[0]->gradient_evaluations + answers[0]->function_evaluations);
    }
    return evaluations;
  }

  [[nodiscard]] double building_cost(const AnyMethod& method, const Axiom& axiom,
                                     std::size_t number) const {
    const IntegerNetwork network = scope_.networks().at(number);
    const auto& points = pairs_.of(method, network.front().reads);
    const auto all = ingredients_on(axiom, scope_, number, points);
    double left_over = 0;
    constexpr std::size_t kSample = 4;
    const std::size_t step = std::max<std::size_t>(1, all.size() / kSample);
    for (std::size_t k = 0; k < all.size(); k += step) {
      const auto cases = static_cast<double>(std::min(step, all.size() - k));
      if (!kept_in_double(method, axiom, all[k])) left_over += cases;
    }
    // Two networks a case, as most axioms have.
    return left_over == 0 ? 0 : 2 * left_over * evaluations_of_one(method, network, points.back());
  }

  // How many networks can be asked about for at most so many exact evaluations.
  [[nodiscard]] static std::size_t affordable(std::size_t networks, double mean, double most) {
    return mean * static_cast<double>(networks) <= most
               ? networks
               : std::max<std::size_t>(1, static_cast<std::size_t>(most / mean));
  }

  const Scope& scope_;
  const ScopePairs& pairs_;
  std::span<const AnyMethod> methods_;
  std::span<const Axiom> axioms_;
};

}  // namespace

ScopePairs::ScopePairs(const ScopeLimits& limits) {
  for (int inputs = 0; inputs <= limits.networks.inputs; ++inputs) {
    from_zero_.push_back(point_pairs(limits, inputs, false));
    any_baseline_.push_back(point_pairs(limits, inputs, true));
  }
}

const std::vector<PointPair>& ScopePairs::of(const AnyMethod& method, int inputs) const {
  const auto n = static_cast<std::size_t>(inputs);
  return has_own_baseline(method.kind()) ? any_baseline_[n] : from_zero_[n];
}

ScopeBudget scope_budget(const Scope& scope, const ScopePairs& pairs,
                         std::span<const AnyMethod> methods, std::span<const Axiom> axioms,
                         const ThreadPool& pool) {
  ScopeBudget budget;
  budget.direct.resize(methods.size());
  budget.built.resize(methods.size() * axioms.size());
  const Planner planner(scope, pairs, methods, axioms);
  pool.for_each(static_cast<Index>(methods.size()),
                [&](Index k) { planner.plan_method(static_cast<std::size_t>(k), budget); });
  return budget;
}

}  // namespace axiomark
