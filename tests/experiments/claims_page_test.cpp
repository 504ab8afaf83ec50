#include "experiments/claims_page.hpp"

#include <regex>
#include <set>

#include "experiments/claim_derivation.hpp"
#include "experiments/claim_facts_table.hpp"
#include "experiments/claim_values.hpp"
#include "experiments/claims.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/catch.hpp"

using namespace axiomark;

namespace {

// "x - relu(x)" and gradients at its kink: a claim that holds under one reading.
Claim at_the_kink() {
  Claim c;
  c.id = "T02";
  c.title = "What the <kink> decides";
  c.source = "A source, sec. 1";
  c.statement = "The gradient of f at x' = 0 is 1, and not \"0\".";
  c.says = "1/1 & more";
  c.why = "relu'(0) is a choice.";
  c.careful = "With relu'(0) = 0 ...";
  c.network("f", "1 - R(1 - x)", examples::saturation());
  c.point("x", {1});
  c.fact("gradient of f", attribution("f", "gradient")).is({"0"}).claimed(ClaimRelation::not_zero);
  c.fact("gradient of f, relu'(0) = 1", attribution("f", "gradient:kink=1"))
      .is({"1"})
      .as_claimed()
      .under("relu'(0) = 1");
  c.fact("half", attribution("f", "gradient:kink=1/2")).is({"1/2"}).under("another");
  c.supports_cell("gradient", "sensitivity-a");
  c.long_run = true;
  return c;
}

// Numbers of every kind; registered wrongly.
Claim numbers() {
  Claim c;
  c.id = "T03";
  c.title = "Numbers";
  c.source = "Here";
  c.statement = "A number is 2.";
  c.says = "2";
  c.derived = true;
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  c.network("s", "sigmoid(x)", b.build(b.apply(Operator<double>(Sigmoid{}), {x})).value());
  c.fact("long", Compute([](const Scene&) -> Result<Values> {
           return exactly(*parse_rational("1234567890123456789012345/3"));
         }))
      .is({"3"});
  c.fact("sigmoid", value("s")).is({"0.5"}).claimed(ClaimRelation::at_most, {"1/2"});
  c.fact("refused", Compute([](const Scene&) -> Result<Values> {
           return fail(ErrorKind::unsupported, "here", "a <refusal>", "an answer");
         }))
      .is_refused("refusal");
  return c;
}

const std::vector<ClaimOutcome>& outcomes() {
  static const std::vector<ClaimOutcome> all = [] {
    const ThreadPool pool(1);
    std::vector<ClaimOutcome> results;
    results.push_back(run_claim(*find_claim("A05").value(), {}, pool));
    results.push_back(run_claim(at_the_kink(), {}, pool));
    results.push_back(run_claim(numbers(), {}, pool));
    Plot plot;
    plot.title = "A plot";
    plot.series = {{"a", {0, 1}, {0, 1}, true}};
    results.back().plots.push_back(plot);
    return results;
  }();
  return all;
}

const std::string& page() {
  static const std::string html = claims_page(outcomes(), "0.1.0", {"../report/index.html"});
  return html;
}

bool shows(const std::string& html, const std::string& part) {
  return html.find(part) != std::string::npos;
}

std::vector<std::string> captures(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

}  // namespace

TEST_CASE(
    "the page of claims is one file without outside resources, and says the same every time") {
  CHECK_FALSE(shows(page(), "http"));
  CHECK_FALSE(shows(page(), "<link"));
  CHECK_FALSE(shows(page(), "@import"));
  CHECK_FALSE(shows(page(), "<img"));
  CHECK_FALSE(shows(page(), "url("));
  CHECK(page() == claims_page(outcomes(), "0.1.0", {"../report/index.html"}));
}

TEST_CASE("links inside the page of claims resolve and ids are there once") {
  const auto ids = captures(page(), " id=\"([^\"]+)\"");
  const std::set<std::string> known(ids.begin(), ids.end());
  CHECK(known.size() == ids.size());
  for (const std::string& target : captures(page(), "href=\"#([^\"=]+)\"")) {
    CAPTURE(target);
    CHECK(known.contains(target));
  }
  for (const std::string& target : captures(page(), "aria-labelledby=\"?([^\" >]+)")) {
    CAPTURE(target);
    CHECK(known.contains(target));
  }
}

TEST_CASE("every claim has a row that the filters find and a card") {
  for (const ClaimOutcome& outcome : outcomes()) {
    CAPTURE(outcome.claim.id);
    CHECK(shows(page(), "<tr data-id=" + outcome.claim.id));
    CHECK(shows(page(), "<article class=card-a id=\"" + outcome.claim.id + "\""));
    CHECK(shows(page(), "axiomark reproduce " + outcome.claim.id + " --explain"));
  }
  CHECK(shows(page(), "<tr data-id=A05 data-v=W>"));
  CHECK(shows(page(), "<tr data-id=T02 data-v=VE>"));
  CHECK(shows(page(), "Holds only if biases ignored"));
  CHECK(shows(page(), "<b>1</b><span>hold only under a reading"));
  CHECK(shows(page(), "<b>2</b><span>came to something else than what is registered"));
  CHECK(shows(page(), "Takes long."));
  CHECK(shows(page(), "Derived here"));
}

TEST_CASE("text of claims is escaped and typeset") {
  CHECK_FALSE(shows(page(), "<kink>"));
  CHECK(shows(page(), "What the &lt;kink&gt; decides"));
  CHECK(shows(page(), "R(R(x₁) − 1 − R(x₂))"));
  CHECK(shows(page(), "<i class=q>1<u>/</u>1</i> &amp; more"));
}

TEST_CASE("facts are told with what the source says, reading by reading") {
  const std::string table = facts_table(outcomes()[0]);
  CHECK(shows(table, "<code>lrp:rule=0,bias=ignore</code> of f at x"));
  CHECK(shows(table, "Reading: biases ignored. <span class=\"H\">It holds.</span>"));
  CHECK(shows(table, "Reading: biases in the denominator. <span class=\"V\">It does not.</span>"));
  const auto told = [](bool as_claimed) {
    return std::ranges::count_if(outcomes()[0].facts, [&](const FactOutcome& fact) {
      return fact.as_claimed == as_claimed;
    });
  };
  CHECK(std::ssize(captures(table, "(agrees)</")) == told(true));
  CHECK(std::ssize(captures(table, "(differs)</")) == told(false));
  CHECK((told(true) >= 2 && told(false) >= 2));
}

TEST_CASE("facts that hang on relu'(0) give the value for each") {
  const std::string table = facts_table(outcomes()[1]);
  CHECK(shows(table,
              "relu′(0) decides: with 0: 0; with <i class=\"q\">1<u>/</u>2</i>: "
              "<i class=\"q\">1<u>/</u>2</i>; with 1: 1"));
  CHECK(shows(table, "not 0<small><span class=\"no\">"));
}

TEST_CASE("numbers are exact where they can be read, and say when they are not") {
  const std::string table = facts_table(outcomes()[2]);
  CHECK(shows(table, "≈ 4.115226"));
  CHECK(shows(table, "411522630041152263004115"));
  CHECK(shows(table, "registered is 3"));
  CHECK(shows(table, "in floating point"));
  CHECK(shows(table, "at most <i class=\"q\">1<u>/</u>2</i>"));
  CHECK(shows(table, "a &lt;refusal&gt;"));
  CHECK(numbers_html({"-3/2", "1"}) == "(−<i class=\"q\">3<u>/</u>2</i>, 1)");
  CHECK(short_values_html(exactly(Vector<Rational>::Constant(20, Rational(1)))) ==
        "(1, 1, 1, 1, 1, 1, …, 1)");
  CHECK(values_html(in_floating_point({0.1, -2})) == "(0.1, −2)");
}

TEST_CASE("what was found begins with what a false statement falls with") {
  CHECK(found_html(outcomes()[1]).starts_with("gradient of f: 0; "));
  CHECK(found_html(outcomes()[0]).ends_with("; 2 more on the card"));
}

TEST_CASE("networks stand with the formulas of their source, drawn where they are exact") {
  CHECK(shows(page(), "<b>f</b> = R(R(x₁) − 1 − R(x₂))</span>, drawn at x = (3, 1)."));
  CHECK(captures(page(), "(<svg class=net)").size() == 3);
  CHECK(shows(page(),
              "<b>s</b> = sigmoid(x)</p><figcaption>Smooth operators: computed in floating "
              "point. At x′ = 0 it is 0.5."));
  CHECK(shows(page(), "<title>A plot</title>"));
}

TEST_CASE("attributions are derived line by line, those of one method side by side") {
  const auto all = derivations(*find_claim("A05").value(), {});
  const auto by = [&](const std::string& method) {
    return *std::ranges::find(all, method, &ClaimDerivation::method);
  };
  CHECK(by("lrp:rule=0,bias=ignore").table.headings ==
        std::vector<std::string>{"f at (3, 1)", "g at (3, 1)"});
  CHECK(by("gradient-x-input").facts ==
        std::vector<std::string>{"gradient x input of f", "gradient x input of g"});
  for (const ClaimDerivation& one : all) CHECK(one.facts.size() == one.table.headings.size());
  CHECK(shows(page(), "LRP of f, biases ignored; LRP of g, biases ignored <small><code>"));
  CHECK_FALSE(shows(page(), "Internal error"));
}

TEST_CASE("claims and cells of the report link to each other") {
  CHECK(shows(page(), "<a href=\"../report/index.html#gradient--sensitivity-a\">"));
  const std::vector<Claim> claims = {at_the_kink()};
  const ClaimLinks links = claim_links(claims, "../claims/index.html");
  REQUIRE(links.contains("gradient--sensitivity-a"));
  CHECK(links.at("gradient--sensitivity-a").front().href == "../claims/index.html#T02");
  CHECK(cell_href({}, {"gradient", "sensitivity-a"}).empty());
  const std::string alone = claims_page(outcomes(), "0.1.0", {});
  CHECK_FALSE(shows(alone, "The axiom report</a>"));
  CHECK(shows(alone, "<li>gradient: sensitivity-a</li>"));
}

TEST_CASE("the page shows what a reader has set") {
  const Claim& claim = *find_claim("A05").value();
  ClaimRun how;
  REQUIRE(read_setting(claim, "x=[5,2]", how.settings));
  const ThreadPool pool(1);
  const std::vector<ClaimOutcome> one = {run_claim(claim, how, pool)};
  const std::string html = claims_page(one, "0.1.0", {}, how);
  CHECK(shows(html, "drawn at x = (5, 2)."));
  CHECK(shows(html, "f at (5, 2)"));
}
