#include "search/scopes/scope_search.hpp"

#include <set>

#include "methods/integrated_gradients.hpp"
#include "methods/shapley.hpp"
#include "network/files/network_file.hpp"
#include "network/layer_list.hpp"
#include "search/campaign.hpp"
#include "search/case_file.hpp"
#include "search/ingredient_source.hpp"
#include "search/scopes/scope_cases.hpp"
#include "tests/axioms/sabotage.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

CampaignOptions cells(const std::vector<AnyMethod>& methods,
                      const std::vector<std::string>& axioms) {
  CampaignOptions options;
  options.methods = methods;
  for (const std::string& name : axioms) options.axioms.push_back(axiom(name));
  return options;
}

const Scope& tiny() {
  static const Scope scope(find_scope("tiny").value());
  return scope;
}

ScopeResult search_one(const Scope& scope, const AnyMethod& asked, const std::string& by) {
  const ThreadPool alone;
  auto results = search_scope(scope, cells({asked}, {by}), alone);
  REQUIRE(results.size() == 1);
  return std::move(results.front());
}

std::string text(const ScopeResult& r) {
  const ScopeFinding& f = r.finding;
  std::string all = f.name + "|" + f.description + "|" + std::to_string(f.networks) + "|" +
                    std::to_string(f.cases) + "|" + std::to_string(f.refused) + "|" +
                    std::to_string(f.by_convention) + "|" + std::to_string(f.in_double) + "|" +
                    std::to_string(f.violated) + "|" + f.fault + "|" + std::to_string(r.number) +
                    "|" + std::to_string(r.number_by_convention);
  for (const auto* found : {&r.smallest, &r.smallest_by_convention}) {
    if (*found)
      all += case_json({"m", "a", (*found)->c, (*found)->answers, (*found)->judgement, {}, {}});
  }
  return all;
}

Numbers values(const ExactJudgement& proof, std::size_t probe) {
  return numbers(proof.answers[probe].attribution->values);
}

// What tells ingredients on one network apart.
std::string choices_in(const Ingredients<double>& in) {
  std::string text = std::to_string(in.variant) + "|" + std::to_string(in.feature) + "|" +
                     std::to_string(in.other);
  for (const RewriteStep& step : in.rewrites) text += "|" + std::string(name(step.kind));
  for (const Vector<double>* numbers : {&in.input, &in.baseline, &in.factors, &in.offsets}) {
    text += "|";
    for (const double number : *numbers) text += std::to_string(number) + " ";
  }
  return text + "|" + (in.second ? network_json(*in.second).dump() : "");
}

// One input, at most one relu: networks and points that can be counted by hand.
const ScopeLimits kMinute = {
    .name = "minute", .networks = {}, .highest_input = 3, .highest_wrapped_input = 3};

}  // namespace

TEST_CASE("every axiom that a scope asks directly is registered") {
  for (const std::string& name : directly_asked_axioms()) {
    INFO(name);
    CHECK(find_axiom(name).has_value());
  }
}

TEST_CASE("points come in pairs, the nearest to zero first") {
  const auto pairs = point_pairs(tiny().limits(), 2, true);
  CHECK(pairs.size() == 15);  // 16 points of {0, ..., 3}^2, without the baseline itself
  CHECK(pairs.front().input == std::vector<int>{0, 1});
  CHECK(pairs.back().input == std::vector<int>{3, 3});
  const ScopeLimits both{"both", {}, -1, 1, -1, 0, 1, 1, 1e6};
  CHECK(point_pairs(both, 1, true).size() == 4);
  CHECK(point_pairs(both, 1, false).size() == 2);
}

TEST_CASE("a method that keeps completeness is asked every case of the scope") {
  const ScopeResult result = search_one(tiny(), method("shapley"), "completeness");
  // Networks by the formula of network_space_test, three points each or fifteen.
  constexpr std::uint64_t kOneInput = 2 * (6 + 36 + 234);
  constexpr std::uint64_t kTwoInputs = 2 * (24 + 144 + 3528);
  CHECK(result.finding.cases == kOneInput * 3 + kTwoInputs * 15);
  CHECK(result.finding.networks == kOneInput + kTwoInputs);
  CHECK(result.finding.held());
  CHECK_FALSE(result.smallest.has_value());
  // Halves of differences of whole numbers: no double is rounded.
  CHECK(result.finding.in_double == result.finding.cases);
}

TEST_CASE("the smallest violation of sensitivity-a by the gradient is relu(1 - x) at 2") {
  const ScopeResult result = search_one(tiny(), method("gradient"), "sensitivity-a");
  REQUIRE(result.smallest.has_value());
  const Probe<Rational>& f = result.smallest->c.probes[0];
  // F(0) = 1, F(2) = 0, slope 0 at 2. A network without relus has one slope; of one relu and no other
  // layer, relu(x) and relu(-x) do not differ from 0 where their slope is 0.
  CHECK(layers_of(f.network).size() == 1);
  CHECK(layers_of(f.network)[0].weights(0, 0) == -1);
  CHECK(layers_of(f.network)[0].bias(0) == 1);
  CHECK(layers_of(f.network)[0].relu);
  CHECK(numbers(f.input) == Numbers{2});
  CHECK(numbers(f.baseline) == Numbers{0});
  CHECK(values(*result.smallest, 0) == Numbers{0});
  // At 1 it hangs on relu'(0).
  REQUIRE(result.smallest_by_convention.has_value());
  CHECK(numbers(result.smallest_by_convention->c.probes[0].input) == Numbers{1});
}

TEST_CASE("guided backpropagation misses a falling output: the smallest is -relu(x)") {
  const ScopeResult result = search_one(tiny(), method("guided-backprop"), "sensitivity-a");
  REQUIRE(result.smallest.has_value());
  const ExactJudgement& proof = *result.smallest;
  CHECK(proof.answers[0].at_input != proof.answers[0].at_baseline);
  CHECK(values(proof, 0) == Numbers{0});
  CHECK(size_of({{1, {1}, {0}, true}, {1, {-1}, {0}, false}}).relus == 1);
  const auto layers = layers_of(proof.c.probes[0].network);
  CHECK(layers.size() <= 2);
}

TEST_CASE("DeepLIFT's rescale rule tells the two networks of figure 7 apart, and no smaller ones") {
  const ScopeResult result =
      search_one(tiny(), method("deeplift:rule=rescale"), "implementation-invariance");
  REQUIRE(result.smallest.has_value());
  const ExactJudgement& proof = *result.smallest;
  CHECK(proof.judgement.hung_on.empty());
  CHECK(axiom("implementation-invariance").check_premise(proof.c).has_value());
  REQUIRE(proof.c.probes.size() == 2);
  for (const auto& probe : proof.c.probes) CHECK(probe.network.input_features() == 2);
  // One of the pair gives (3/2, -1/2), the other (2, -1), up to the order of the features: claim A04.
  const std::set<Numbers> claimed = {
      {Rational(3, 2), Rational(-1, 2)}, {Rational(-1, 2), Rational(3, 2)}, {2, -1}, {-1, 2}};
  CHECK(claimed.contains(values(proof, 0)));
  CHECK(claimed.contains(values(proof, 1)));
  CHECK(values(proof, 0) != values(proof, 1));
}

TEST_CASE("a scope of two relus lacks the networks of figure 7, and finds nothing in their place") {
  ScopeLimits without = tiny().limits();
  without.networks.relus = 2;
  const ScopeResult result =
      search_one(Scope(without), method("deeplift:rule=rescale"), "implementation-invariance");
  CHECK_FALSE(result.finding.violated);
  CHECK(result.finding.fault.empty());
  CHECK(result.finding.cases > 1000);
}

TEST_CASE("DeepLIFT's rescale rule gives relevance to features that cancel, in a scope as well") {
  // f - g of two networks of one function that it tells apart: not 0 for some feature.
  const ScopeResult found = search_one(tiny(), method("deeplift:rule=rescale"), "sensitivity-b");
  REQUIRE(found.smallest.has_value());
  CHECK(found.smallest->c.variant.starts_with("cancelling"));
}

TEST_CASE("an axiom is asked each kind of case that it builds, and no case twice") {
  const Scope scope(kMinute);
  for (const Axiom& asked : axiom_registry()) {
    INFO(asked.info.name);
    std::set<std::string> kinds;
    for (std::size_t number = 0; number < networks_to_build_from(asked, scope); ++number) {
      std::set<std::string> met;
      const auto pairs = point_pairs(kMinute, 1, true);
      for (const auto& in : ingredients_on(asked, scope, number, pairs)) {
        CHECK(met.insert(choices_in(in)).second);
        kinds.insert(std::to_string(in.variant));
      }
    }
    if (kinds.empty()) {
      CHECK((asked_directly(asked.info.name) || !asked.info.uses.network));
    } else {
      CHECK(kinds.size() == static_cast<std::size_t>(std::max<Index>(asked.info.uses.variants, 1)));
    }
  }
}

TEST_CASE("every violation that a scope reports is a case whose premise holds") {
  const ThreadPool alone;
  const std::vector<std::string> axioms = {
      "sensitivity-a", "sensitivity-b", "implementation-invariance",
      "completeness",  "symmetry",      "linearity",
      "missingness",   "sensitivity-n"};
  const std::vector<AnyMethod> methods = {method("guided-backprop"), method("gradient-x-input"),
                                          method("lrp:rule=0,bias=include"), ones(),
                                          counts_nodes()};
  const CampaignOptions options = cells(methods, axioms);
  const auto results = search_scope(tiny(), options, alone);
  for (std::size_t k = 0; k < results.size(); ++k) {
    const auto& name = axioms[k % axioms.size()];
    for (const auto* found : {&results[k].smallest, &results[k].smallest_by_convention}) {
      if (!*found) continue;
      INFO(methods[k / axioms.size()].name() << " and " << name);
      CHECK((*found)->judgement.outcome == Outcome::broken);
      CHECK(axiom(name).check_premise((*found)->c).has_value());
      const auto again = judge_exactly(methods[k / axioms.size()], axiom(name), (*found)->c);
      REQUIRE(again.has_value());
      CHECK(again->judgement.outcome == Outcome::broken);
    }
  }
  // counts-nodes sees how a function is written, and nothing else: two networks of one function convict it.
  CHECK(results[4 * axioms.size() + 2].smallest.has_value());
}

TEST_CASE("a scope says the same on one thread and on two") {
  const CampaignOptions options =
      cells({method("deconvnet"), method("deeplift:rule=revealcancel"),
             method("integrated-gradients:rule=right,steps=3"), faulty()},
            {"sensitivity-a", "sensitivity-b", "implementation-invariance", "linearity"});
  const auto one = search_scope(tiny(), options, ThreadPool(1));
  const auto two = search_scope(tiny(), options, ThreadPool(2));
  REQUIRE(one.size() == two.size());
  for (std::size_t k = 0; k < one.size(); ++k) CHECK(text(one[k]) == text(two[k]));
}

TEST_CASE("a method with a defect proves nothing in a scope") {
  const ScopeResult result = search_one(Scope(kMinute), faulty(), "completeness");
  CHECK_FALSE(result.finding.held());
  CHECK_FALSE(result.finding.fault.empty());
}

TEST_CASE("a costly method is asked about as many networks as the scope affords, and says so") {
  ScopeLimits frugal = tiny().limits();
  frugal.most_exact_evaluations = 2000;
  const ScopeResult result =
      search_one(Scope(frugal), method("integrated-gradients:rule=right,steps=7"), "missingness");
  CHECK(result.finding.networks < result.finding.all_networks);
  CHECK(result.finding.networks > 0);
  CHECK(result.finding.held());
  // Part of a scope is no scope: the verdict stays that of the random search.
  // Under a name that no proof is known for.
  const IntegratedGradients seven_nodes{{}, QuadratureRule::right, 7, 0, {}};
  CampaignOptions options = cells({AnyMethod("seven-nodes", seven_nodes)}, {"missingness"});
  options.scope = frugal;
  options.cases_per_cell = 20;
  const ThreadPool alone;
  CHECK(run_campaign(options, alone).findings[0].verdict == VerdictKind::survived);
}

TEST_CASE("a campaign shows the scope beside the random search") {
  // Shapley values under a name that no proof is known for.
  CampaignOptions options = cells({AnyMethod("all-coalitions", Shapley{}), method("gradient")},
                                  {"completeness", "sensitivity-a", "implementation-invariance"});
  options.scope = kMinute;
  options.cases_per_cell = 50;
  options.fixed_cases = false;
  const ThreadPool alone;
  const Campaign campaign = run_campaign(options, alone);
  const Finding& kept = campaign.at(0, 0);
  CHECK(kept.verdict == VerdictKind::holds_in_scope);
  REQUIRE(kept.exhaustive.has_value());
  // 6 networks without and 6 with a relu, 36 with one relu and an output layer; three points each.
  CHECK(kept.exhaustive->cases == 3 * (6 + 6 + 36));
  CHECK(kept.violation_rate_upper.has_value());
  // But for those that no case can be built on: a network that is not piecewise linear has no one piece.
  std::uint64_t without_place = 0;
  for (std::uint64_t k = 0; k < 50; ++k) {
    const auto in = draw_case(options.seed, "completeness", k);
    if (!axiom("completeness").build_case(in, MethodKind::one_baseline)) ++without_place;
  }
  CHECK(kept.cases == 50 - without_place);
  CHECK(without_place <= 5);
  const Finding& broken = campaign.at(1, 1);
  REQUIRE(broken.verdict == VerdictKind::violated);
  CHECK(broken.counterexample->provenance.scope == "minute");
  CHECK(broken.exhaustive->violated);
  const auto file = parse_case(case_json(*broken.counterexample), "case");
  REQUIRE(file.has_value());
  CHECK(file->provenance.scope == "minute");
}

TEST_CASE("unknown scopes are refused with the names there are") {
  const auto scope = find_scope("tinny");
  REQUIRE_FALSE(scope.has_value());
  CHECK(message(scope.error()).find("tiny") != std::string::npos);
}

}  // namespace axiomark::tests
