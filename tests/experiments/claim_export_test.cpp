#include "experiments/claim_export.hpp"

#include <algorithm>

#include "experiments/claims.hpp"
#include "experiments/export/claim_lookup.hpp"
#include "experiments/export/claim_script.hpp"
#include "experiments/export/claim_tex.hpp"
#include "experiments/export/tex_text.hpp"
#include "experiments/export/torch_by_hand.hpp"
#include "network/builder.hpp"
#include "network/files/file_bytes.hpp"
#include "network/files/network_file.hpp"
#include "tests/catch.hpp"
#include "tests/network/files/temporary_folder.hpp"

namespace axiomark {
namespace {

ClaimOutcome outcome_of(const Claim& claim) { return run_claim(claim, {}, ThreadPool(1)); }

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

// A claim with all kinds of operators that a claim has, and names that no file can have.
Claim sample() {
  Claim c;
  c.id = "Z01";
  c.title = "A sample with 50 % of {braces} & more_of_it";
  c.statement = "At (3, 1) F gives 3/2, although x1^2 <= c_(n-1) holds.";
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor h = b.relu(b.dense(x, {{1, Rational(1, 3)}, {0, -1}}, {-1, 2}));
  const Tensor m = b.max({b.feature(h, 0), b.feature(h, 1)});
  c.network("f - g", "max(R(x1 + x2/3 - 1), R(2 - x2))", b.build(m).value());
  NetworkBuilder<double> s;
  const Tensor smooth = s.apply(Operator<double>(Sigmoid{}), {s.input({2})});
  c.network("F", "sigma(x1) - sigma(x2)", s.build(s.dense(smooth, {{1, -1}}, {0})).value());
  c.network("f", "2 x1 - x2", [] {
    NetworkBuilder<Rational> l;
    return l.build(l.dense(l.input({2}), {{2, -1}}, {0})).value();
  }());
  c.point("x", {3, 1});
  c.verdict = ClaimVerdict::holds;
  c.fact("gradient of f - g", attribution("f - g", "gradient")).is({"1", "1/3"}).as_claimed();
  c.fact("of the sigmoid", attribution("F", "integrated-gradients:rule=midpoint,steps=4"));
  c.fact("RevealCancel", attribution("f", "deeplift:rule=revealcancel")).is({"6", "-1"});
  c.fact("LRP", attribution("f", "lrp:rule=0")).is({"6", "-1"});
  c.fact("a refusal", attribution("F", "guided-backprop")).is_refused("sigmoid");
  return c;
}

TEST_CASE("A claim is written as models, a document and a script") {
  const tests::TemporaryFolder folder("claim-export");
  const ClaimOutcome outcome = outcome_of(sample());
  CHECK(outcome.as_registered);
  REQUIRE(export_claim(outcome, folder / "inner" / "Z01"));
  const Batch<double> x{{3}, {1}};
  const auto value = [&](const std::string& name) {
    return evaluate(read_network<double>(folder / "inner" / "Z01" / (name + ".onnx")).value(), x)(
        0, 0);
  };
  CHECK(value("f_g") == 3 + 1.0 / 3 - 1);
  CHECK(value("f_2") == 5);  // not F.onnx again, where files know no capitals
  CHECK(std::abs(value("F") - (1 / (1 + std::exp(-3.0)) - 1 / (1 + std::exp(-1.0)))) < 1e-15);
  CHECK(read_bytes(folder / "inner" / "Z01" / "derivation.tex").value() == claim_tex(outcome));
  CHECK(read_bytes(folder / "inner" / "Z01" / "check.py").value() == claim_script(outcome));
}

TEST_CASE("A folder that cannot be made is an error that names it") {
  const tests::TemporaryFolder folder("claim-export");
  REQUIRE(write_bytes(folder / "file", "no folder"));
  const auto written = export_claim(outcome_of(sample()), folder / "file" / "Z01");
  REQUIRE_FALSE(written);
  CHECK(written.error().kind == ErrorKind::io);
  CHECK(contains(message(written.error()), "Z01"));
}

TEST_CASE("Formulas inside sentences are set as formulas") {
  CHECK(tex_text("R(R(x1) - 1 - R(x2))") ==
        "$\\mathrm{relu}(\\mathrm{relu}(x_{1})-1-\\mathrm{relu}(x_{2}))$");
  CHECK(tex_text("at (3, 1) it gives (3/2, -1/2) to f") ==
        "at $(3, 1)$ it gives $(\\frac{3}{2}, -\\frac{1}{2})$ to $f$");
  CHECK(tex_text("h₁ = relu(x₁ − 1); (5/4)/(15/4) · (−1)") ==
        "$h_{1}=\\mathrm{relu}(x_{1}-1)$; $\\frac{\\frac{5}{4}}{\\frac{15}{4}}\\cdot (-1)$");
  CHECK(tex_text("c_(n-1)(z)^2 of x' and A_i") == "$c_{n-1}(z)^{2}$ of $x^{\\prime}$ and $A_{i}$");
  CHECK(tex_text("gradient x input, a unit & 50 % of {it}_all") ==
        "gradient $\\times $ input, a unit \\& 50 \\% of \\{it\\}\\_all");
  CHECK(tex_text("1.5e-3 != x1^2") == "$1.5\\cdot 10^{-3}\\ne x_{1}^{2}$");
}

// Whether braces, dollars and environments pair up and every other special character is escaped.
std::string fault_of_tex(const std::string& text) {
  int braces = 0;
  bool math = false;
  std::vector<std::string> open;
  for (std::size_t k = text.find("\\begin{document}"); k < text.size(); ++k) {
    const char c = text[k];
    const auto argument = [&](std::size_t from) {
      return text.substr(from, text.find('}', from) - from);
    };
    if (c == '\\') {
      if (text.compare(k, 7, "\\begin{") == 0) open.push_back(argument(k + 7));
      if (text.compare(k, 5, "\\end{") == 0) {
        if (open.empty() || open.back() != argument(k + 5)) return "ends " + argument(k + 5);
        open.pop_back();
      }
      const bool symbol =
          k + 1 < text.size() && !std::isalpha(static_cast<unsigned char>(text[k + 1]));
      if (symbol) ++k;
      continue;
    }
    if (c == '{') ++braces;
    if (c == '}' && --braces < 0) return "a brace too many";
    if (c == '$') math = !math;
    if ((c == '_' || c == '^') && !math) return "an index outside a formula: " + text.substr(k, 20);
    if (c == '%' || c == '#') return "unescaped: " + text.substr(k, 20);
    if (c == '\n' && math) return "a formula across lines";
    if (static_cast<unsigned char>(c) >= 0xE0U) return "no glyph: " + text.substr(k, 20);
  }
  if (braces != 0 || math || !open.empty()) return "something stays open";
  return {};
}

TEST_CASE("Every claim's document is well-formed LaTeX with its facts and derivations") {
  for (const Claim& claim : claim_registry()) {
    // Those that only add up many random networks take long and have nothing to derive.
    const bool attributes = std::ranges::all_of(claim.facts, [](const Fact& fact) {
      return std::holds_alternative<Attributed>(fact.quantity()) || !fact.computed_once();
    });
    if (claim.long_run || !attributes) continue;
    const ClaimOutcome outcome = outcome_of(claim);
    const std::string text = claim_tex(outcome);
    CAPTURE(claim.id);
    CHECK(fault_of_tex(text) == "");
    for (const Fact& fact : claim.facts) CHECK(contains(text, tex_text(fact.name())));
    CHECK_FALSE(contains(text, "Internal error"));
  }
}

TEST_CASE("The document of figure 7 derives LRP with and without biases") {
  const Claim& claim = *find_claim("A05").value();
  const std::string text = claim_tex(outcome_of(claim));
  CHECK(contains(text, "\\subsection*{LRP of $f$, biases ignored}"));
  CHECK(contains(text, "$\\Rightarrow$ $A$ of $x_{1}$ & $\\frac{3}{2}$"));
  CHECK(contains(text, "kept by the bias"));
  CHECK(contains(text, "$(3, -1)$, not as claimed"));
}

Index line_count(const std::string& text) { return std::ranges::count(text, '\n'); }

TEST_CASE("The script of figure 7 writes the networks and rules out in PyTorch") {
  const std::string text = claim_script(outcome_of(*find_claim("A05").value()));
  CHECK(
      contains(text,
               "def f(x, add=add): x1, x2 = x; return relu(add(-1, relu(x1), -relu(x2)))\n"
               "def g(x, add=add): x1, x2 = x; return relu(add(0, relu(add(-1, x1)), -relu(x2)))\n"
               "x = T(3, 1)\n"
               "show(\"LRP of f, biases ignored\", lrp(f, x, no_bias), \"3/2, -1/2\")\n"));
  // What the paper does not speak of is not written once the script is long enough.
  CHECK(
      contains(text, "show(\"LRP of g, biases in the denominator\", x * grad(g)(x), \"3, -1\")\n"));
  CHECK_FALSE(contains(text, "z_plus"));
  CHECK(contains(text, "# Left out: "));
  CHECK(line_count(text) <= 18);
}

TEST_CASE("A network is multiplied out in a script, except where LRP asks for its layers") {
  Claim c;
  c.id = "Z02";
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({1}), {{2}, {-1}}, {1, 0}));
  const Tensor k = b.dense(b.dense(h, {{1, 1}, {1, -1}}, {0, 0}), {{1, 1}}, {-3});
  c.network("f", "2 R(2 x + 1) - 3", b.build(k).value());
  c.point("x", {2});
  c.fact("gradient", attribution("f", "gradient")).is({"4"});
  CHECK(contains(claim_script(outcome_of(c)),
                 "def f(x): x1 = x[0]; return 2 * relu(2 * x1 + 1) - 3\n"));
  c.fact("LRP", attribution("f", "lrp:rule=0,bias=ignore")).is({"7"});
  CAPTURE(claim_script(outcome_of(c)));
  CHECK(contains(claim_script(outcome_of(c)),
                 "x1 = x[0]; h1 = relu(add(1, 2 * x1)); h2 = relu(add(0, -x1))\n"
                 "    return add(-3, add(0, h1, h2), add(0, h1, -h2))\n"));
}

TEST_CASE("A sum of zero hands no relevance on, unlike gradient x input") {
  Claim c;
  c.id = "Z03";
  NetworkBuilder<Rational> b;
  c.network("d", "x1 - x2", b.build(b.dense(b.input({2}), {{1, -1}}, {0})).value());
  c.point("x", {1, 1});
  c.point("y", {2, 1});
  c.fact("at x", attribution("d", "lrp:rule=0")).is({"0", "0"});
  c.fact("at y", attribution("d", "lrp:rule=0", "y")).is({"2", "-1"});
  const std::string text = claim_script(outcome_of(c));
  CHECK(contains(text, "show(\"at x\", lrp(d, x, with_bias), \"0, 0\")\n"));
  CHECK(contains(text, "show(\"at y\", y * grad(d)(y), \"2, -1\")\n"));
}

TEST_CASE("What a few lines of PyTorch cannot say is named in the script") {
  const std::string text = claim_script(outcome_of(sample()));
  CAPTURE(text);
  CHECK(contains(
      text,
      "# Left out: deeplift:rule=revealcancel; more, to stay short; refusals. All numbers: "));
  CHECK(contains(text, "riemann(4, 1/2)"));
  CHECK_FALSE(contains(text, "def trapezoid"));  // only what is used
  CHECK(contains(text, "larger(relu(x1 + 1/3 * x2 - 1), relu(2 - x2))"));
  CHECK(contains(text, "torch.sigmoid(x1) - torch.sigmoid(x2)"));
}

TEST_CASE(
    "Facts written by hand are facts of claims, and are left out where the claim was changed") {
  for (const FactByHand& entry : facts_by_hand()) {
    CAPTURE(entry.claim, entry.fact);
    const Claim& claim = *find_claim(entry.claim).value();
    CHECK(std::ranges::count(claim.facts, entry.fact, &Fact::name) == 1);
    CHECK((entry.network.empty() || network_of(claim, entry.network) != nullptr));
  }
  ClaimOutcome outcome = outcome_of(*find_claim("S15").value());
  CHECK(contains(claim_script(outcome), "show(\"mean gradient of s\""));
  outcome.changed = true;
  CHECK_FALSE(contains(claim_script(outcome), "show(\"mean gradient of s\""));
}

TEST_CASE("Claims whose numbers no one call gives have scripts by hand, which may use 25 lines") {
  for (const std::string id : {"A13", "D06", "H01", "H02", "H07", "L02", "S11", "S12"}) {
    CAPTURE(id);
    const std::string text = claim_script(outcome_of(*find_claim(id).value()));
    CHECK(contains(text, "\nshow("));
    CHECK(line_count(text) <= static_cast<Index>(kLongestScript));
  }
  // A combination of methods is what a method's call cannot be, and is not named as left out.
  const std::string signed_orders = claim_script(outcome_of(*find_claim("L02").value()));
  CHECK(contains(signed_orders, "show(\"2 P1 - P3 on f\", by(2), \"-1, 2\")\n"));
  CHECK_FALSE(contains(signed_orders, "combination:"));
}

TEST_CASE("A script of statistics over drawn networks says why it prints nothing") {
  Claim c = sample();
  c.id = "S17";
  c.facts.clear();
  c.fact("share", Compute([](const Scene&) -> Result<Values> { return exactly(Rational(1)); }));
  const std::string text = claim_script(outcome_of(c));
  CAPTURE(text);
  CHECK(contains(text, "# Left out: statistics over networks that are drawn from the program's"));
  CHECK_FALSE(contains(text, "show("));
  c.id = "Z04";
  CHECK(contains(claim_script(outcome_of(c)), "# Left out: numbers that no one call gives."));
}

TEST_CASE("Every script is short, and half of them have no more than fifteen lines") {
  std::vector<Index> lines;
  for (const Claim& claim : claim_registry()) {
    const bool attributes = std::ranges::any_of(claim.facts, [](const Fact& fact) {
      return std::holds_alternative<Attributed>(fact.quantity());
    });
    if (claim.long_run || !attributes) continue;
    CAPTURE(claim.id);
    lines.push_back(line_count(claim_script(outcome_of(claim))));
    CHECK(lines.back() <= static_cast<Index>(kLongestScript));
  }
  std::ranges::sort(lines);
  CHECK(lines[lines.size() / 2] <= 17);
}

TEST_CASE("Networks of any name have words that differ") {
  CHECK(network_words(sample()) == std::vector<std::string>{"f_g", "F", "f_2"});
}

}  // namespace
}  // namespace axiomark
