#include "experiments/claims.hpp"

#include <algorithm>
#include <set>

#include "experiments/claim_run.hpp"
#include "methods/registry.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

ClaimOutcome run(const std::string& id, const ClaimRun& how = {}) {
  const ThreadPool pool;
  return run_claim(**find_claim(id), how, pool);
}

// Another method's answers, spoiled.
using Spoil = std::function<void(Vector<Rational>&)>;
struct Spoiled {
  MethodKind kind;
  AnyMethod method;
  Spoil spoil;

  template <Scalar S>
  [[nodiscard]] Attributions<S> attribute(const Network<S>& network, const Queries<S>& queries,
                                          const ThreadPool& pool) const {
    Attributions<S> answers = method.attribute(network, queries, pool);
    for (auto& answer : answers) {
      if (!answer) continue;
      Vector<Rational> values = convert_all<Rational>(answer->values);
      spoil(values);
      answer->values = convert_all<S>(values);
    }
    return answers;
  }
  [[nodiscard]] bool sees_network() const { return method.sees_network(); }
};

// Methods whose string begins with `name` are spoiled; the others are as they are.
MethodMaker spoiling(const std::string& name, const Spoil& spoil) {
  return [name, spoil](std::string_view text) -> Result<AnyMethod> {
    auto method = make_method(text);
    if (!method || !text.starts_with(name)) return method;
    return AnyMethod(method->name(), Spoiled{method->kind(), *method, spoil});
  };
}

void negate(Vector<Rational>& values) { values = -values; }
void halve(Vector<Rational>& values) { values = values / Rational(2); }
void reverse(Vector<Rational>& values) { values.reverseInPlace(); }
void lose_the_last(Vector<Rational>& values) { values(values.size() - 1) = 0; }

}  // namespace

TEST_CASE("claims have ids of their own, in order, and say all that a reader needs") {
  std::string last;
  for (const Claim& claim : claim_registry()) {
    INFO(claim.id);
    CHECK(last < claim.id);
    last = claim.id;
    for (const std::string* text :
         {&claim.title, &claim.source, &claim.statement, &claim.says, &claim.why, &claim.careful}) {
      CHECK_FALSE(text->empty());
    }
    std::set<std::string> names;
    std::set<std::string> readings;
    for (const Fact& fact : claim.facts) {
      CHECK(names.insert(fact.name()).second);
      readings.insert(fact.reading());
    }
    for (const std::string& reading : claim.holds_under) CHECK(readings.contains(reading));
    CHECK((claim.verdict == ClaimVerdict::holds_only_if) == !claim.holds_under.empty());
    CHECK(std::ranges::any_of(claim.facts, [](const Fact& f) { return f.said().has_value(); }));
    for (const SupportedCell& cell : claim.supports) {
      CHECK(make_method(cell.method).has_value());
    }
  }
}

TEST_CASE("every claim comes to what is registered") {
  const ThreadPool pool(2);
  for (const ClaimOutcome& outcome : run_claims(claim_registry(), {}, pool)) {
    INFO(outcome.claim.id << ": " << name(outcome.verdict));
    for (const FactOutcome& fact : outcome.facts) {
      INFO(fact.name);
      CHECK(fact.as_registered);
    }
    CHECK(outcome.as_registered);
  }
}

TEST_CASE("what is registered is not read by the computation") {
  const ThreadPool pool;
  for (const Claim& claim : claim_registry()) {
    if (std::ranges::any_of(claim.facts, &Fact::computed_once)) continue;  // the slow ones
    Claim bare = claim;
    bare.facts.clear();
    for (const Fact& fact : claim.facts) bare.facts.emplace_back(fact.name(), fact.quantity());
    const ClaimOutcome with = run_claim(claim, {}, pool);
    const ClaimOutcome without = run_claim(bare, {}, pool);
    REQUIRE(with.facts.size() == without.facts.size());
    for (std::size_t k = 0; k < with.facts.size(); ++k) {
      INFO(claim.id << ", " << with.facts[k].name);
      REQUIRE(with.facts[k].computed.has_value() == without.facts[k].computed.has_value());
      if (!with.facts[k].computed) continue;
      CHECK(with.facts[k].computed->text() == without.facts[k].computed->text());
    }
  }
}

TEST_CASE("claims fail when the method they are about is wrong") {
  struct Sabotage {
    std::string claim;
    std::string method;
    Spoil spoil;
  };
  std::vector<Sabotage> sabotages;
  sabotages.push_back({"A01", "integrated-gradients", halve});
  sabotages.push_back({"A03", "integrated-gradients", reverse});
  sabotages.push_back({"A04", "deeplift", negate});
  sabotages.push_back({"A05", "lrp", reverse});
  sabotages.push_back({"A06", "guided-backprop", negate});
  sabotages.push_back({"A08", "shapley", lose_the_last});
  sabotages.push_back({"A10", "path", reverse});
  sabotages.push_back({"A15", "serial-cost", halve});
  sabotages.push_back({"A20", "deconvnet", negate});
  sabotages.push_back({"B01", "integrated-gradients", halve});
  sabotages.push_back({"B03", "shapley", reverse});
  sabotages.push_back({"C04", "occlusion", lose_the_last});
  sabotages.push_back({"D01", "deeplift", halve});
  sabotages.push_back({"D03", "deeplift", reverse});
  sabotages.push_back({"E02", "lrp", halve});
  sabotages.push_back({"F01", "gradient-x-input", negate});
  sabotages.push_back({"I01", "deep-shap", halve});
  sabotages.push_back({"S19", "idgi", reverse});
  for (const Sabotage& sabotage : sabotages) {
    INFO(sabotage.claim << " with a wrong " << sabotage.method);
    REQUIRE(find_claim(sabotage.claim).has_value());
    CHECK(run(sabotage.claim).as_registered);
    ClaimRun how;
    how.methods = spoiling(sabotage.method, sabotage.spoil);
    CHECK_FALSE(run(sabotage.claim, how).as_registered);
  }
}

TEST_CASE("an unknown claim is refused, naming near ones") {
  const auto found = find_claim("A5");
  REQUIRE_FALSE(found.has_value());
  CHECK(message(found.error()).find("'A5'") != std::string::npos);
  CHECK(message(found.error()).find("A05") != std::string::npos);
}

}  // namespace axiomark::tests
