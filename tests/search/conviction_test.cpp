#include "search/conviction.hpp"

#include <iostream>
#include <map>

#include "network/files/network_file.hpp"
#include "network/layer_list.hpp"
#include "search/case_size.hpp"
#include "search/ingredient_source.hpp"
#include "search/simpler.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

/// Whether a case convicts, on its own merits.
bool convicts(const AnyMethod& on_trial, const std::string& by, const Ingredients<double>& in) {
  const auto judgement = judge_exactly(on_trial, axiom(by), convert<Rational>(in).value());
  return judgement && judgement->judgement.outcome == Outcome::broken &&
         judgement->judgement.hung_on.empty();
}

struct Cell {
  std::string method;
  std::string axiom;
  /// Of completeness 0, the points as drawn; of sensitivity-b 1, inputs that cancel.
  Index variant = 0;
};

/// The first case of a campaign, from a number on, that convicts without hanging on a convention.
Ingredients<double> first_convicting(const AnyMethod& on_trial, const Cell& cell,
                                     std::uint64_t from = 0, std::uint64_t seed = 2026) {
  for (std::uint64_t k = from; k < from + 3000; ++k) {
    Ingredients<double> in = draw_case(seed, cell.axiom, k);
    in.variant = cell.variant;
    if (convicts(on_trial, cell.axiom, in)) return in;
  }
  FAIL("no case of " << cell.axiom << " convicts " << on_trial.name());
  throw;
}

Shrunk shrunk(const AnyMethod& on_trial, const std::string& by, const Ingredients<double>& in) {
  const auto exact = convert<Rational>(in).value();
  return shrink(on_trial, axiom(by), in, judge_exactly(on_trial, axiom(by), exact).value(), false);
}

}  // namespace

TEST_CASE("shrinking ends where no simpler case convicts") {
  // Late cases are the large ones.
  for (const std::uint64_t from : {0, 5000}) {
    for (const Cell& cell :
         {Cell{"gradient", "completeness"}, Cell{"gradient-x-input", "completeness"},
          Cell{"gradient", "sensitivity-a"}, Cell{"deconvnet", "sensitivity-a"},
          Cell{"guided-backprop", "sensitivity-a"}, Cell{"deconvnet", "sensitivity-b", 1},
          Cell{"guided-backprop", "implementation-invariance"},
          Cell{"occlusion", "completeness"}}) {
      INFO(cell.method << " and " << cell.axiom << " from case " << from);
      const AnyMethod on_trial = method(cell.method);
      const Shrunk result = shrunk(on_trial, cell.axiom, first_convicting(on_trial, cell, from));
      CHECK(result.judged.judgement.outcome == Outcome::broken);
      CHECK(result.judged.judgement.hung_on.empty());
      REQUIRE(convicts(on_trial, cell.axiom, result.ingredients));
      // In exact arithmetic, whatever the screen let pass.
      for (const auto& next : simpler(result.ingredients)) {
        CHECK_FALSE(convicts(on_trial, cell.axiom, next));
      }
      for (const auto& next : simpler_by_two(result.ingredients)) {
        CHECK_FALSE(convicts(on_trial, cell.axiom, next));
      }
    }
  }
}

TEST_CASE("shrinking leaves a case that is already minimal as it is") {
  const AnyMethod on_trial = method("gradient");
  const Shrunk once =
      shrunk(on_trial, "completeness", first_convicting(on_trial, {"gradient", "completeness"}));
  CHECK(once.steps > 0);
  const Shrunk twice = shrunk(on_trial, "completeness", once.ingredients);
  CHECK(twice.steps == 0);
  CHECK(size_in_words(twice.ingredients.network) == size_in_words(once.ingredients.network));
}

TEST_CASE("the gradient's break of sensitivity-a shrinks to one input and one relu") {
  const AnyMethod on_trial = method("gradient");
  const Shrunk result =
      shrunk(on_trial, "sensitivity-a", first_convicting(on_trial, {"gradient", "sensitivity-a"}));
  const Network<double>& network = result.ingredients.network;
  CHECK(network.input_features() == 1);
  Index relus = 0;
  for (const auto& layer : layers_of(network)) relus += layer.relu ? layer.bias.size() : 0;
  CHECK(relus == 1);
}

TEST_CASE("the same counterexample is found from different seeds in most cells") {
  const std::vector<Cell> cells = {
      {"gradient", "completeness"},
      {"gradient", "sensitivity-a"},
      {"gradient-x-input", "completeness"},
      {"gradient-x-input", "sensitivity-a"},
      {"guided-backprop", "sensitivity-a"},
      {"guided-backprop", "completeness"},
      {"guided-backprop", "sensitivity-b", 1},
      {"guided-backprop", "implementation-invariance"},
      {"deconvnet", "sensitivity-a"},
      {"deconvnet", "completeness"},
      {"deconvnet", "sensitivity-b", 1},
      {"lrp:rule=0,bias=include", "completeness"},
      {"lrp:rule=0,bias=include", "sensitivity-a"},
      {"lrp:rule=z+", "completeness"},
      {"occlusion", "completeness"},
      {"integrated-gradients:rule=right,steps=4", "completeness"},
      {"integrated-gradients:rule=exact", "input-shift-fixed-baseline"},
      {"integrated-gradients:rule=exact", "demand-monotonicity"},
      {"shapley", "proportionality"},
  };
  std::size_t canonical = 0;
  for (const Cell& cell : cells) {
    const AnyMethod on_trial = method(cell.method);
    std::map<std::string, int> found;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      const Shrunk result = shrunk(on_trial, cell.axiom, first_convicting(on_trial, cell, 0, seed));
      std::string text;
      for (const auto& p : result.judged.c.probes) {
        text += network_json(p.network).dump();
        for (const Rational& v : p.input) text += " " + to_text(v);
        for (const Rational& v : p.baseline) text += " " + to_text(v);
        text += "\n";
      }
      ++found[text];
    }
    int most = 0;
    for (const auto& [text, count] : found) most = std::max(most, count);
    if (2 * most > 10) ++canonical;
    if (std::getenv("AXIOMARK_TEST_FIGURES") != nullptr) {
      std::cout << cell.method << ", " << cell.axiom << ": the most frequent of " << found.size()
                << " in " << most << " of 10" << std::endl;
      if (std::getenv("AXIOMARK_TEST_CASES") != nullptr) {
        for (const auto& [text, count] : found) std::cout << count << " x " << text;
      }
    }
  }
  CHECK(2 * canonical > cells.size());
}

TEST_CASE("a case that may not hang on a convention does not come to do so by shrinking") {
  const AnyMethod on_trial = method("integrated-gradients:rule=right,steps=5");
  const Shrunk result = shrunk(on_trial, "completeness",
                               first_convicting(on_trial, {on_trial.name(), "completeness"}));
  CHECK(result.judged.judgement.hung_on.empty());
  CHECK(result.judged.judgement.outcome == Outcome::broken);
}

}  // namespace axiomark::tests
