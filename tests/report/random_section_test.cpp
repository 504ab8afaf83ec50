#include "report/random_section.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "report/report_json.hpp"
#include "report/terminal_matrix.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

MeanFinding kept() { return {"smooth-gradient", 61, 64, 400, 1e-6}; }
MeanFinding wrong() {
  MeanFinding finding{"shapley:rule=permutations", 3, 3, 400, 1e-6};
  finding.wrong = WrongMean{2, 1, 120, -0.25, 0.5, 3e8};
  return finding;
}
MeanFinding impossible() {
  MeanFinding finding = wrong();
  finding.wrong->capital = std::numeric_limits<double>::infinity();
  return finding;
}
MeanFinding untested() {
  MeanFinding finding{"random", 0, 64, 400, 1e-6};
  finding.untested = "draws between <unknown> numbers";
  return finding;
}

Campaign campaign_of(const std::vector<MeanFinding>& means) {
  Campaign campaign;
  campaign.means = means;
  for (const MeanFinding& mean : means) campaign.methods.push_back(mean.method);
  return campaign;
}

}  // namespace

TEST_CASE("what became of a mean is said in a line") {
  CHECK(mean_in_words(kept()) == "not convicted in 61 questions, 400 seeds each");
  CHECK(mean_in_words(wrong()) ==
        "wrong: question 2, feature 2: \u22120.25 on average over 120 seeds, 0.5 expected; odds "
        "3e+08 to 1");
  CHECK(mean_in_words(impossible()) ==
        "wrong: question 2, feature 2: an answer that no correct method gives at any seed");
  CHECK(mean_in_words(untested()) == "not tested: draws between <unknown> numbers");
}

TEST_CASE("the page's section has a row per random method, with its mean") {
  const std::string html = random_section(campaign_of({kept(), wrong(), untested()}));
  CHECK(html.find("61 questions") != std::string::npos);
  CHECK(html.find("0.5 expected") != std::string::npos);
  CHECK(html.find("between &lt;unknown&gt; numbers") != std::string::npos);
  CHECK(html.find("at most 1e-06") != std::string::npos);
  Campaign without = campaign_of({kept()});
  without.means.clear();
  CHECK(random_section(without).find("<td>not tested</td>") != std::string::npos);
  without.methods = {"gradient"};
  CHECK(random_section(without).empty());
}

TEST_CASE("report.json has every mean, and no number that is none") {
  const auto json =
      nlohmann::json::parse(report_json(campaign_of({kept(), wrong(), impossible(), untested()})));
  const auto& means = json.at("means");
  REQUIRE(means.size() == 4);
  CHECK(means[0].at("wrong").is_null());
  CHECK(means[0].at("untested").is_null());
  CHECK(means[0].at("false_conviction") == 1e-6);
  CHECK(means[1].at("wrong").at("expected") == 0.5);
  CHECK(means[1].at("wrong").at("capital") == 3e8);
  CHECK(means[2].at("wrong").at("capital").is_null());
  CHECK(means[3].at("untested") == "draws between <unknown> numbers");
}

TEST_CASE("the terminal names means that are wrong, and only those") {
  const std::string text = terminal_matrix(campaign_of({kept(), wrong()}), false, 100);
  CHECK(text.find("mean of shapley:rule=permutations: wrong") != std::string::npos);
  CHECK(text.find("mean of smooth-gradient") == std::string::npos);
}

}  // namespace axiomark::tests
