#include "axioms/axiom_file.hpp"

#include <filesystem>

#include "axioms/implementation_invariance.hpp"
#include "axioms/points.hpp"
#include "search/campaign.hpp"
#include "search/case_file.hpp"
#include "search/conviction.hpp"
#include "tests/axioms/sabotage.hpp"
#include "tests/axioms/trial.hpp"
#include "tests/search/search_cell.hpp"

namespace axiomark::tests {
namespace {

const std::filesystem::path kExamples =
    std::filesystem::path(AXIOMARK_SOURCE_DIR) / "docs" / "axioms";

Axiom required(Result<Axiom> result) {
  if (!result) FAIL(message(result.error()));
  return std::move(*result);
}

Axiom example(const std::string& name) {
  return required(read_axiom(kExamples / (name + ".json")));
}

/// A small axiom with some members replaced.
std::string file(const std::string& probes, const std::string& relation) {
  return R"_({"schema": "axiomark-axiom/1", "name": "mine", "statement": "a statement",
  "probes": [)_" +
         probes +
         R"_(],
  "relation": )_" +
         relation + "}";
}
const std::string kProbe = R"_({"name": "f", "function": "f"})_";
const std::string kComplete = R"_({"left": "sum(A.f)", "is": "=", "right": "F.f(x) - F.f(x')"})_";

std::string refusal(const std::string& text) {
  const auto parsed = parse_axiom(text, "mine.json");
  if (parsed) return "accepted";
  if (parsed.error().kind != ErrorKind::input) return "not an input error";
  const std::string line = message(parsed.error());
  return line.find('\n') == std::string::npos ? line : "more than one line";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) FAIL("no '" << from << "' in " << text);
  return text.replace(at, from.size(), to);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Finding searched(const AnyMethod& on_trial, const Axiom& by, std::uint64_t cases) {
  CampaignOptions options;
  options.cases_per_cell = cases;
  options.fixed_cases = false;
  return search_cell(on_trial, by, options);
}

/// An axiom as a user of the library may write one: no attribution is larger than 100.
struct Bounded {
  static AxiomInfo info() {
    return {"bounded",    AxiomGroup::own, "No attribution is above 100.",
            "A_i <= 100", "a test",        every_kind()};
  }
  static CaseForm form() { return {1, 0, 0}; }
  template <Scalar S>
  static Result<Case<S>> build_case(const Ingredients<S>& in, MethodKind kind) {
    const Vector<S> far = in.input * S(1000);
    return Case<S>{{{"F", in.network, far, baseline_for(kind, in.baseline), in.target}}, {}, {}};
  }
  static Result<void> check_premise(const Case<Rational>&) { return {}; }
  template <Scalar S>
  static Comparison<S> compare(const Case<S>&, const std::vector<Answer<S>>& answers) {
    const Vector<S>& a = answers[0].attribution->values;
    return {
        {"100", "A", Vector<S>::Constant(a.size(), S(100)), a}, Relation::at_least, a.abs().sum()};
  }
  template <Scalar S>
  static std::string fault(const Case<S>&, const Sides<S>& sides, Index entry) {
    return "an attribution is " + brief_text(sides.right(entry));
  }
};

}  // namespace

TEST_CASE("axioms written as files give the verdicts of the registry's axioms") {
  const std::vector<std::string> methods = {"gradient",
                                            "gradient-x-input",
                                            "guided-backprop",
                                            "deeplift:rule=rescale",
                                            "lrp:rule=0,bias=include",
                                            "integrated-gradients:rule=exact",
                                            "integrated-gradients:rule=right,steps=4",
                                            "shapley"};
  // These make the very cases of the registry's axiom from the same ingredients; the others make some of
  // them, so that they may miss, or meet, a case where only a convention decides.
  const std::set<std::string> same_cases = {"implementation-invariance", "homogeneity",
                                            "input-shift", "affine-scale-invariance"};
  int compared = 0;
  int violated = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kExamples)) {
    const Axiom by_file = required(read_axiom(entry.path()));
    const std::string name = entry.path().stem().string();
    Axiom registered = axiom(name);
    CHECK(by_file.info.name == name + "-as-data");
    // Draws depend on the name.
    registered.info.name = by_file.info.name;
    for (const std::string& text : methods) {
      INFO(text << " on " << name);
      const Finding file = searched(method(text), by_file, 1500);
      if (file.verdict == VerdictKind::outside) continue;
      // The registry's axiom may deal its cases out to as many as three kinds, and one of symmetry's needs a
      // threshold to be shifted before it tells anything.
      const Finding built_in =
          searched(method(text), registered, same_cases.contains(name) ? 1500 : 4500);
      const auto own_fault = [](const Finding& f) {
        return f.verdict == VerdictKind::violated && f.convention.empty();
      };
      CHECK(own_fault(file) == own_fault(built_in));
      if (same_cases.contains(name)) {
        CHECK(file.verdict == built_in.verdict);
        CHECK(file.convention == built_in.convention);
        CHECK(file.cases == built_in.cases);
      }
      ++compared;
      violated += own_fault(file) ? 1 : 0;
    }
  }
  // Enough of either kind for the comparison to mean something.
  CHECK(compared >= 70);
  CHECK(violated >= 15);
  CHECK(compared - violated >= 15);
}

TEST_CASE("each sabotaged method is convicted by the axiom as a file as by the registry's") {
  const std::vector<std::pair<AnyMethod, std::set<std::string>>> rows = {
      {negated(), {"completeness"}},
      {without_difference(), {"completeness", "missingness", "agrees-on-affine"}},
      {zero(), {"completeness", "sensitivity-a", "agrees-on-affine"}},
      {ones(),
       {"completeness", "sensitivity-b", "linearity", "homogeneity", "missingness",
        "proportionality", "agrees-on-affine"}},
      {counts_nodes(), {"implementation-invariance"}},
  };
  for (const auto& [on_trial, names] : rows) {
    for (const std::string& name : names) {
      INFO(on_trial.name() << " on " << name);
      CHECK(searched(on_trial, example(name), 300).verdict == VerdictKind::violated);
    }
  }
}

TEST_CASE("a counterexample to an axiom from a file is judged again from the case file alone") {
  for (const std::string name :
       {"completeness", "implementation-invariance", "linearity", "sensitivity-a", "symmetry"}) {
    INFO(name);
    const Finding finding = searched(method("guided-backprop"), example(name), 1500);
    REQUIRE(finding.verdict == VerdictKind::violated);
    const Counterexample& found = *finding.counterexample;
    CHECK(found.judgement.hung_on.empty() == finding.convention.empty());
    const std::string text = case_json(found);
    const auto again = parse_case(text, "case.json");
    if (!again) FAIL(message(again.error()));
    const auto judged_again = judge_again(*again);
    if (!judged_again) FAIL(message(judged_again.error()));
    CHECK(judged_again->judgement.outcome == Outcome::broken);
    CHECK(case_json(*judged_again) == text);
    // Networks and points beside the ingredients are what the axiom makes of these, or refused.
    const auto forged =
        parse_case(replaced(text, "\"baseline\": [\n        ", "\"baseline\": [7"), "case.json");
    REQUIRE_FALSE(forged.has_value());
    const auto renamed = parse_case(
        replaced(text, "\"axiom\": \"" + name, "\"axiom\": \"other-" + name), "case.json");
    CHECK_FALSE(renamed.has_value());
  }
}

TEST_CASE("counterexamples to axioms from files are shrunk as far as the registry's") {
  // 1 - relu(1 - x) is as small as a network that breaks completeness gets: one input, one relu at most.
  const Finding finding = searched(method("gradient-x-input"), example("completeness"), 500);
  REQUIRE(finding.counterexample.has_value());
  const Network<Rational>& network = finding.counterexample->convicting.probes[0].network;
  CHECK(network.input_features() == 1);
  CHECK(network.parameter_count() <= 4);
}

TEST_CASE("a cell says which kind of rewrite tells the networks apart") {
  const Finding file =
      searched(method("guided-backprop"), example("implementation-invariance"), 500);
  const Finding built_in =
      searched(method("guided-backprop"), axiom("implementation-invariance"), 500);
  for (const Finding& finding : {file, built_in}) {
    REQUIRE(finding.counterexample.has_value());
    const auto& steps = finding.counterexample->convicting.rewrites;
    REQUIRE(steps.size() == 1);
  }
  CHECK(contains(built_in.reason, rewrites_in_words(built_in.counterexample->convicting.rewrites)));
  CHECK(
      rewrites_in_words({{RewriteKind::shift_threshold, 0, 1}, {RewriteKind::split_unit, 1, 1}}) ==
      "nesting, sharing (shift-threshold, split-unit)");
}

TEST_CASE("an axiom of a program's own is judged and replayed like any other") {
  const Axiom bounded = make_axiom<Bounded>();
  const Finding finding = searched(method("gradient-x-input"), bounded, 100);
  REQUIRE(finding.verdict == VerdictKind::violated);
  CampaignOptions options;
  options.axioms = {bounded, axiom("completeness")};
  options.methods = {method("gradient")};
  options.cases_per_cell = 10;
  const Campaign campaign = run_campaign(options, ThreadPool(1));
  REQUIRE(campaign.own_axioms.size() == 1);
  CHECK(campaign.axiom_info("bounded")->statement == "No attribution is above 100.");
  CHECK(campaign.axiom_info("completeness")->group == AxiomGroup::paper);
  auto again = parse_case(case_json(*finding.counterexample), "case.json");
  REQUIRE(again.has_value());
  CHECK_FALSE(judge_again(*again).has_value());  // nothing in the file says what it is
  again->own_axiom = std::make_shared<const Axiom>(bounded);
  CHECK(judge_again(*again)->judgement.outcome == Outcome::broken);
}

TEST_CASE("a relation of at least and one of not zero are judged as they are written") {
  const Case<Rational> c = [] {
    const auto built = example("sensitivity-a")
                           .build_case(ingredients("sensitivity-a", 3), MethodKind::one_baseline);
    return built.value();
  }();
  const auto judged_by = [&](const std::string& relation, const AnyMethod& asked) {
    const Axiom by = required(parse_axiom(
        file(R"_({"name": "F", "function": "f", "input": "at(x', p, x[p])"})_", relation),
        "mine.json"));
    const ThreadPool alone;
    return by.check(c, ask(asked, c, alone).value()).outcome;
  };
  CHECK(judged_by(R"_({"left": "A.F[i]", "is": ">=", "right": "1"})_", ones()) == Outcome::kept);
  CHECK(judged_by(R"_({"left": "A.F[i]", "is": ">=", "right": "3/2"})_", ones()) ==
        Outcome::broken);
  CHECK(judged_by(R"_({"left": "1/2", "is": ">=", "right": "A.F[i]"})_", ones()) ==
        Outcome::broken);
  CHECK(judged_by(R"_({"left": "A.F[p]", "is": "!= 0"})_", ones()) == Outcome::kept);
  CHECK(judged_by(R"_({"left": "A.F[p]", "is": "!= 0"})_", zero()) == Outcome::broken);
  CHECK(judged_by(R"_({"left": "A.F[p]", "is": "!= 0", "where_not_zero": "x[p] - x[p]"})_",
                  zero()) == Outcome::kept);
}

TEST_CASE("a relation is refused for a method whose baseline it would have to move") {
  const auto in = ingredients("input-shift", 1);
  const Axiom shift = example("input-shift");
  CHECK(shift.build_case(in, MethodKind::one_baseline).has_value());
  Ingredients<Rational> moved = in;
  moved.offsets = Vector<Rational>::Constant(in.input.size(), Rational(1));
  const auto refused = shift.build_case(moved, MethodKind::local);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().kind == ErrorKind::unsupported);
}

TEST_CASE("the rewrites of an axiom's file are those that its networks are written with") {
  const std::string text = replaced(
      file(kProbe + R"_(, {"name": "g", "function": "rewritten(f)"})_",
           R"_({"left": "A.f[i]", "is": "=", "right": "A.g[i]"})_"),
      "\"probes\"", R"_("rewrites": ["unfold-batch-norm", "dense-as-convolution"], "probes")_");
  const Axiom by = required(parse_axiom(text, "mine.json"));
  std::set<RewriteKind> seen;
  for_each_case("mine", 100, [&](const Ingredients<Rational>& in) {
    const auto c = by.build_case(in, MethodKind::one_baseline);
    REQUIRE(c.has_value());
    for (const RewriteStep& step : c->rewrites) seen.insert(step.kind);
  });
  CHECK(seen ==
        std::set<RewriteKind>{RewriteKind::unfold_batch_norm, RewriteKind::dense_as_convolution});
}

TEST_CASE("an axiom's file with a fault is refused in one line that says what and where") {
  const std::string good = file(kProbe, kComplete);
  CHECK(refusal(good) == "accepted");
  CHECK(contains(refusal("[]"), "mine.json line 1"));
  CHECK(contains(refusal("{"), "mine.json"));
  CHECK(contains(refusal(replaced(good, "axiom/1", "axiom/2")), "schema 'axiomark-axiom/2'"));
  CHECK(contains(refusal(replaced(good, "statement", "statment")),
                 "unknown member 'statment' (did you mean 'statement'?)"));
  CHECK(
      contains(refusal(replaced(good, "\"statement\": \"a statement\",", "")), "no \"statement\""));
  CHECK(contains(refusal(replaced(good, "\"mine\"", "\"completeness\"")), "'completeness'"));
  CHECK(contains(refusal(replaced(good, "\"mine\"", "\"my own\"")), "'my own'"));
  CHECK(contains(refusal(replaced(good, "\"name\": \"f\"", "\"name\": 3")), "a string"));
  CHECK(contains(refusal(replaced(good, "\"=\"", "\"<\"")), "relation is: '<'; expected =, >= or"));
  CHECK(contains(refusal(file("", kComplete)), "at least one probe"));
  CHECK(contains(refusal(file(kProbe + ", " + kProbe, kComplete)), "'f' once more"));
  const auto relation = [&](const std::string& left) {
    return refusal(replaced(good, "sum(A.f)", left));
  };
  CHECK(contains(relation("sum(A.g)"), "no probe named 'g' at position 1; expected one of: f"));
  CHECK(contains(relation("sum(f)"), "sum(A.f) with a probe's name for f"));
  CHECK(contains(relation("A.f[j]"), "a position at position 5; expected i, p, q or last"));
  CHECK(contains(relation("A.f[last]"), "'last' of a probe without an added feature"));
  CHECK(contains(relation("A.f[i] * A.f[i]"), "a product of two attributions or values"));
  CHECK(contains(relation("1 / A.f[i]"), "a divisor that may be 0"));
  CHECK(contains(relation("1 / a"), "a divisor that may be 0"));
  CHECK(contains(relation("A.f[i] +"), "the end; expected a number, a name or '('"));
  CHECK(contains(relation("F.f(z)"), "another point"));
  CHECK(contains(relation("e"), "unknown name 'e'"));
  CHECK(contains(refusal(file(kProbe, R"_({"left": "a", "is": "=", "right": "b"})_")),
                 "a relation between numbers alone"));
  CHECK(contains(refusal(file(kProbe, R"_({"left": "A.f[p]", "is": "!= 0", "right": "b"})_")),
                 "\"right\" beside \"!= 0\""));
  const auto probe = [&](const std::string& function, const std::string& input) {
    return refusal(
        file(R"_({"name": "f", "function": ")_" + function + R"_(", "input": ")_" + input + "\"}",
             kComplete));
  };
  CHECK(probe("behind(f, c, d) - 2 * g / 3", "swapped(x) / c") == "accepted");
  CHECK(contains(probe("h", "x"), "unknown function 'h' at position 1"));
  CHECK(contains(probe("h", "x"), "mine.json line 2"));
  CHECK(contains(probe("f * g", "x"), "unknown name 'g'"));
  CHECK(contains(probe("f + 1", "x"), "a number at position 5; expected a function"));
  CHECK(contains(probe("f + unused(f)", "x"), "functions of n + 0 and n + 1 features"));
  CHECK(contains(probe("behind(f, c)", "x"), "behind with 2 arguments at position 1; expected 3"));
  CHECK(contains(probe("as_targets(f + f + g)", "x"), "no sum of two functions"));
  CHECK(contains(probe("linear(2)", "x"), "a number at position 8; expected a point"));
  CHECK(contains(probe("unused(f)", "x"), "a point of n coordinates"));
  CHECK(contains(probe("f", "extended(x, 1)"), "a point of n + 1 coordinates"));
  CHECK(contains(probe("f", "x + extended(x, 1)"), "expected equal lengths"));
  CHECK(contains(probe("f", "x / d"), "a divisor that may be 0"));
  CHECK(contains(probe("f", "at(x, i, 1)"), "expected p or q"));
  CHECK(contains(probe("f", "y"), "unknown name 'y' at position 1"));
}

}  // namespace axiomark::tests
