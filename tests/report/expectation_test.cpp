#include "report/expectation.hpp"

#include <nlohmann/json.hpp>

#include "report/report_json.hpp"
#include "tests/catch.hpp"
#include "tests/report/sample_campaign.hpp"

using namespace axiomark;
using namespace axiomark::tests;

namespace {

std::string refusal(const std::string& text) {
  const auto read = parse_expectation(text, "old.json");
  REQUIRE_FALSE(read);
  CHECK(read.error().kind == ErrorKind::input);
  return message(read.error());
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a campaign comes to its own verdicts") {
  const Campaign campaign = sample_campaign();
  const auto expected = parse_expectation(report_json(campaign), "old.json");
  REQUIRE(expected);
  CHECK(verdict_changes(*expected, campaign).empty());
  CHECK(changes_text(*expected, {}) == "28 verdicts, all as in old.json\n");
}

TEST_CASE("every change of a verdict is named, from what to what") {
  Campaign campaign = sample_campaign();
  const auto expected = parse_expectation(report_json(campaign), "old.json").value();
  // gradient on implementation-invariance was violated only by convention; now outright.
  campaign.findings[2].convention = "";
  campaign.findings[0].verdict = VerdictKind::survived;
  auto changes = verdict_changes(expected, campaign);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].from == "violated");
  CHECK(changes[0].to == "survived");
  CHECK(changes[1].from == "violated only by convention: kink");
  CHECK(changes[1].to == "violated");
  CHECK(changes_text(expected, changes) ==
        "gradient on sensitivity-a: violated -> survived\n"
        "gradient on implementation-invariance: violated only by convention: kink -> violated\n"
        "2 verdicts other than in old.json\n");
  // Counts and reasons are no verdicts.
  campaign = sample_campaign();
  campaign.findings[0].cases = 7;
  campaign.findings[0].reason = "other words";
  CHECK(verdict_changes(expected, campaign).empty());
}

TEST_CASE("cells that came or went are changes") {
  Campaign campaign = sample_campaign();
  const auto expected = parse_expectation(report_json(campaign), "old.json").value();
  campaign.methods[0] = "gradient:kink=1";
  for (std::size_t a = 0; a < 4; ++a) campaign.findings[a].method = "gradient:kink=1";
  const auto changes = verdict_changes(expected, campaign);
  REQUIRE(changes.size() == 8);
  CHECK(changes[0].method == "gradient");
  CHECK(changes[0].to == "no such cell");
  CHECK(changes[4].method == "gradient:kink=1");
  CHECK(changes[4].from == "no such cell");
}

TEST_CASE("damaged reports and those of another schema are refused with the place") {
  const std::string whole = report_json(sample_campaign());
  CHECK(contains(refusal(whole.substr(0, whole.size() / 2)), "old.json"));
  CHECK(contains(refusal("[]"), "report.json"));
  CHECK(contains(refusal("{}"), "schema"));
  const auto with = [&](const auto& change) {
    auto json = nlohmann::ordered_json::parse(whole);
    change(json);
    return json.dump(1);
  };
  CHECK(contains(refusal(with([](auto& j) { j["schema"] = "axiomark-report/2"; })),
                 "schema 'axiomark-report/2'; expected axiomark-report/1"));
  CHECK(contains(refusal(with([](auto& j) { j["cells"].erase(3); })),
                 "27 cells; expected 7 methods x 4 axioms"));
  CHECK(contains(refusal(with([](auto& j) { j["cells"][1] = j["cells"][0]; })), "second time"));
  CHECK(contains(refusal(with([](auto& j) { j["cells"][1]["verdict"] = "fine"; })), "a verdict"));
  CHECK(contains(refusal(with([](auto& j) { j["cells"][1].erase("convention"); })), "convention"));
  CHECK(contains(refusal(with([](auto& j) { j["cells"][1]["axiom"] = 3; })), "a string"));
  CHECK(contains(refusal(with([](auto& j) { j.erase("methods"); })), "methods"));
}
