#include "search/case_file.hpp"

#include <fstream>
#include <limits>

#include "network/examples.hpp"
#include "search/conviction.hpp"
#include "search/fixed_cases.hpp"
#include "tests/axioms/trial.hpp"
#include "tests/network/files/temporary_folder.hpp"
#include "tests/search/search_cell.hpp"

namespace axiomark::tests {
namespace {

/// The gradient's counterexample to sensitivity-a on 1 - relu(1 - x).
Counterexample saturation() {
  const Case<Rational> c{{probe("F", examples::saturation(), {2}, {0})}, {0}, "x1 moves alone."};
  auto judgement = judge_exactly(method("gradient"), axiom("sensitivity-a"), c).value();
  Counterexample counterexample;
  counterexample.method = "gradient";
  counterexample.axiom = "sensitivity-a";
  counterexample.convicting = c;
  counterexample.answers = std::move(judgement.answers);
  counterexample.judgement = std::move(judgement.judgement);
  counterexample.provenance = {
      "", std::numeric_limits<std::uint64_t>::max(), 1ULL << 63, 3, "before", "after"};
  return counterexample;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos) FAIL("no '" << from << "' in " << text);
  return text.replace(at, from.size(), to);
}

/// The message about a file that is refused, or what was wrong with accepting it.
std::string refusal(const std::string& text) {
  const auto parsed = parse_case(text, "bad.json");
  if (parsed) return "accepted";
  if (parsed.error().kind != ErrorKind::input) return "not an input error";
  const std::string line = message(parsed.error());
  return line.find('\n') == std::string::npos ? line : "more than one line";
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a case that is written and read and judged again gives the same bytes") {
  CampaignOptions options;
  options.cases_per_cell = 200;
  int cases = 0;
  for (const std::string text : {"gradient", "deconvnet:tie=last", "gradient-x-input:kink=1/2",
                                 "integrated-gradients:rule=left,steps=3"}) {
    for (const Axiom& by : axiom_registry()) {
      for (const bool fixed : {true, false}) {
        options.fixed_cases = fixed;
        const Finding finding = search_cell(method(text), by, options);
        if (!finding.counterexample) continue;
        ++cases;
        INFO(text << ", " << by.info.name);
        const std::string written = case_json(*finding.counterexample);
        const auto parsed = parse_case(written, "case.json");
        REQUIRE(parsed.has_value());
        CHECK(parsed->answers.empty());
        const auto again = judge_again(*parsed);
        REQUIRE(again.has_value());
        CHECK(again->judgement.outcome == Outcome::broken);
        CHECK(case_json(*again) == written);
      }
    }
  }
  CHECK(cases >= 20);
}

TEST_CASE("how a question is put survives a case file") {
  for (const std::string by :
       {"determinism", "calling-twice", "batch-invariance", "precision-consistency"}) {
    for (Index variant = 0; variant < 2; ++variant) {
      INFO(by << ", kind " << variant);
      Ingredients<Rational> in = ingredients(by, 3);
      in.variant = variant;
      Counterexample c = saturation();
      c.axiom = by;
      c.convicting = axiom(by).build_case(in, MethodKind::local).value();
      c.answers.clear();
      const std::string written = case_json(c);
      const auto parsed = parse_case(written, "case.json");
      REQUIRE(parsed.has_value());
      REQUIRE(parsed->convicting.manners.size() == c.convicting.probes.size());
      for (std::size_t k = 0; k < c.convicting.probes.size(); ++k) {
        const Manner<Rational> read = parsed->convicting.manner(k);
        const Manner<Rational> own = c.convicting.manner(k);
        CHECK(read.arithmetic == own.arithmetic);
        CHECK(read.made_anew == own.made_anew);
        REQUIRE(read.company.count() == own.company.count());
        if (own.company.count() == 0) continue;  // nobody's points have no dimension to compare
        CHECK((read.company.inputs == own.company.inputs).all());
        CHECK((read.company.targets == own.company.targets).all());
      }
      CHECK(parsed->convicting.variant == c.convicting.variant);
      CHECK(judge_again(*parsed)->judgement.outcome == Outcome::kept);
      CHECK(contains(refusal(replaced(written, "\"arithmetic\": \"", "\"arithmetic\": \"x")),
                     "own, float, double or exact"));
    }
  }
}

TEST_CASE(
    "files from before n was a number and variants were written are read as they were meant") {
  Counterexample c = saturation();
  c.axiom = "sensitivity-n";
  c.convicting.features = {0};
  const auto parsed = parse_case(replaced(case_json(c), "  \"variant\": \"\",\n", ""), "case.json");
  REQUIRE(parsed.has_value());
  CHECK(parsed->convicting.features.empty());
  CHECK(numbers(parsed->convicting.numbers) == Numbers{1});
  CHECK(judge_again(*parsed)->judgement.outcome == Outcome::broken);
}

TEST_CASE("seeds and case numbers of 64 bits survive a case file") {
  const auto parsed = parse_case(case_json(saturation()), "case.json");
  REQUIRE(parsed.has_value());
  CHECK(parsed->provenance.seed == std::numeric_limits<std::uint64_t>::max());
  CHECK(parsed->provenance.case_number == 1ULL << 63);
  CHECK(parsed->provenance.shrinking_steps == 3);
  CHECK(parsed->provenance.size_before == "before");
  CHECK(parsed->provenance.size_after == "after");
}

TEST_CASE("a case file is read from disk and a missing one is named") {
  const TemporaryFolder folder("case-file");
  std::ofstream(folder / "case.json") << case_json(saturation());
  const auto read = read_case(folder / "case.json");
  REQUIRE(read.has_value());
  CHECK(read->method == "gradient");
  const auto missing = read_case(folder / "none.json");
  REQUIRE_FALSE(missing.has_value());
  CHECK(contains(message(missing.error()), "none.json"));
}

TEST_CASE("a case file cut short anywhere is refused in one line") {
  const std::string whole = case_json(saturation());
  for (std::size_t size = 0; size + 2 < whole.size(); ++size) {
    const std::string line = refusal(whole.substr(0, size));
    if (!contains(line, "bad.json")) FAIL(size << " bytes: " << line);
  }
}

TEST_CASE("a damaged case file is refused in one line that says where") {
  const std::string whole = case_json(saturation());
  CHECK(refusal("[]") != "accepted");
  CHECK(refusal("{}") != "accepted");
  CHECK(contains(refusal(replaced(whole, "axiomark-case/1", "axiomark-case/9")),
                 "schema 'axiomark-case/9'; expected axiomark-case/1"));
  for (const std::string member : {"schema", "method", "axiom", "premise", "features", "probes",
                                   "provenance", "network", "input", "baseline", "target"}) {
    INFO(member);
    const std::string line =
        refusal(replaced(whole, "\"" + member + "\"", "\"no-" + member + "\""));
    CHECK(contains(line, "bad.json"));
    CHECK(contains(line, member));
  }
  CHECK(contains(refusal(replaced(whole, "\"features\": [\n    0\n  ]", "\"features\": [1]")),
                 "positions of input values"));
  CHECK(contains(refusal(replaced(whole, "\"features\": [\n    0\n  ]", "\"features\": [-1]")),
                 "features"));
  CHECK(contains(refusal(replaced(whole, "\"input\": [", "\"input\": [1, ")), "1 input"));
  CHECK(contains(refusal(replaced(whole, "\"input\": [", "\"input\": [\"1/0\", ")), "1/0"));
  for (const std::string seed : {"x", "-", " ", "1844674407370955161"}) {
    INFO("seed " << seed << "18446744073709551615");
    CHECK(contains(refusal(replaced(whole, "\"seed\": \"", "\"seed\": \"" + seed)), "seed"));
  }
}

TEST_CASE("a case by an unknown method or axiom is refused when it is judged again") {
  Counterexample c = saturation();
  c.method = "gradientt";
  CHECK(contains(message(judge_again(c).error()), "did you mean 'gradient'?"));
  c = saturation();
  c.axiom = "sensitivity-c";
  CHECK(contains(message(judge_again(c).error()), "unknown name 'sensitivity-c'"));
}

TEST_CASE("a case whose weights were changed so that nothing is broken is judged to be kept") {
  // 1 - relu(1 - x) becomes 1 - relu(3 - x), which still falls at 2.
  const std::string whole = case_json(saturation());
  Counterexample c = saturation();
  NetworkParts<Rational> parts = c.convicting.probes[0].network.parts();
  std::get<Dense<Rational>>(parts.operators[0]).bias(0) = 3;
  c.convicting.probes[0].network = Network<Rational>::make(std::move(parts)).value();
  const auto parsed = parse_case(case_json(c), "case.json");
  REQUIRE(parsed.has_value());
  const auto again = judge_again(*parsed);
  REQUIRE(again.has_value());
  CHECK(again->judgement.outcome == Outcome::kept);
  CHECK(numbers(again->judgement.sides.left) == Numbers{1});
  CHECK(case_json(*again) != whole);
}

TEST_CASE("a case whose networks do not compute the same function is refused") {
  Counterexample c = saturation();
  c.axiom = "implementation-invariance";
  c.convicting.features.clear();
  c.convicting.probes.push_back(c.convicting.probes[0]);
  REQUIRE(judge_again(c).has_value());  // two equal networks: kept
  NetworkParts<Rational> parts = c.convicting.probes[1].network.parts();
  std::get<Dense<Rational>>(parts.operators[0]).bias(0) = 3;
  c.convicting.probes[1].network = Network<Rational>::make(std::move(parts)).value();
  const auto again = judge_again(c);
  REQUIRE_FALSE(again.has_value());
  CHECK(message(again.error()).find("do not compute the same function") != std::string::npos);
}

TEST_CASE("the name of a cell has letters and digits and dashes only") {
  CHECK(cell_id("gradient", "sensitivity-a") == "gradient--sensitivity-a");
  CHECK(cell_id("integrated-gradients:rule=left,steps=3", "completeness") ==
        "integrated-gradients-rule-left-steps-3--completeness");
}

}  // namespace axiomark::tests
