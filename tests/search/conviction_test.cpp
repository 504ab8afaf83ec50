#include "search/conviction.hpp"

#include "network/layer_list.hpp"
#include "search/ingredient_source.hpp"
#include "search/simpler.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

/// The first case of a campaign that convicts without hanging on a convention.
Ingredients<Rational> first_convicting(const AnyMethod& on_trial, const std::string& by) {
  for (std::uint64_t k = 0; k < 500; ++k) {
    Ingredients<Rational> in = ingredients(by, k);
    in.variant = 0;  // completeness at the points drawn
    const auto judgement = judge_exactly(on_trial, axiom(by), in);
    if (judgement && judgement->judgement.outcome == Outcome::broken &&
        judgement->judgement.hung_on.empty()) {
      return in;
    }
  }
  FAIL("no case of " << by << " convicts " << on_trial.name());
  throw;
}

Shrunk shrunk(const AnyMethod& on_trial, const std::string& by, const Ingredients<Rational>& in) {
  return shrink(on_trial, axiom(by), in, judge_exactly(on_trial, axiom(by), in).value(), false);
}

/// Whether a case convicts, on its own merits.
bool convicts(const AnyMethod& on_trial, const std::string& by, const Ingredients<Rational>& in) {
  const auto judgement = judge_exactly(on_trial, axiom(by), in);
  return judgement && judgement->judgement.outcome == Outcome::broken &&
         judgement->judgement.hung_on.empty();
}

}  // namespace

TEST_CASE("shrinking ends where no simpler case convicts") {
  struct Cell {
    std::string method;
    std::string axiom;
  };
  for (const Cell& cell :
       {Cell{"gradient", "completeness"}, Cell{"gradient-x-input", "completeness"},
        Cell{"gradient", "sensitivity-a"}, Cell{"deconvnet", "sensitivity-a"},
        Cell{"guided-backprop", "sensitivity-a"}}) {
    INFO(cell.method << " and " << cell.axiom);
    const AnyMethod on_trial = method(cell.method);
    const Shrunk result = shrunk(on_trial, cell.axiom, first_convicting(on_trial, cell.axiom));
    CHECK(result.judged.judgement.outcome == Outcome::broken);
    CHECK(result.judged.judgement.hung_on.empty());
    const Ingredients<Rational>& least = result.ingredients;
    REQUIRE(convicts(on_trial, cell.axiom, least));
    for (const Ingredients<Rational>& next : simpler(least)) {
      CHECK_FALSE(convicts(on_trial, cell.axiom, next));
    }
  }
}

TEST_CASE("shrinking leaves a case that is already minimal as it is") {
  const AnyMethod on_trial = method("gradient");
  const Shrunk once = shrunk(on_trial, "completeness", first_convicting(on_trial, "completeness"));
  CHECK(once.steps > 0);
  const Shrunk twice = shrunk(on_trial, "completeness", once.ingredients);
  CHECK(twice.steps == 0);
  CHECK(size_in_words(twice.ingredients.network) == size_in_words(once.ingredients.network));
}

TEST_CASE("the gradient's break of sensitivity-a shrinks to one input and one relu") {
  const AnyMethod on_trial = method("gradient");
  const Shrunk result =
      shrunk(on_trial, "sensitivity-a", first_convicting(on_trial, "sensitivity-a"));
  CHECK(result.ingredients.network.input_features() == 1);
  Index relus = 0;
  for (const auto& layer : layers_of(result.ingredients.network))
    relus += layer.relu ? layer.bias.size() : 0;
  CHECK(relus == 1);
}

TEST_CASE("a case that may not hang on a convention does not come to do so by shrinking") {
  const AnyMethod on_trial = method("integrated-gradients:rule=right,steps=5");
  const Shrunk result =
      shrunk(on_trial, "completeness", first_convicting(on_trial, "completeness"));
  CHECK(result.judged.judgement.hung_on.empty());
  CHECK(result.judged.judgement.outcome == Outcome::broken);
}

}  // namespace axiomark::tests
