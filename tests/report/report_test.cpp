#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "report/compact_markup.hpp"
#include "report/explain.hpp"
#include "report/html_page.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"
#include "report/report_files.hpp"
#include "report/report_json.hpp"
#include "report/terminal_matrix.hpp"
#include "tests/catch.hpp"
#include "tests/network/files/temporary_folder.hpp"
#include "tests/report/sample_campaign.hpp"

using namespace axiomark;
using namespace axiomark::tests;

namespace {

const std::string& page() {
  static const std::string html = html_page(sample_campaign(), "0.1.0");
  return html;
}

std::set<std::string> captures(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) {
    found.insert((*at)[1]);
  }
  return found;
}

}  // namespace

TEST_CASE("report.json has a cell per method and axiom and the same bytes every time") {
  const Campaign campaign = sample_campaign();
  const std::string text = report_json(campaign);
  CHECK(text == report_json(sample_campaign()));
  const auto json = nlohmann::json::parse(text);
  CHECK(json["schema"] == "axiomark-report/1");
  CHECK(json["stream_version"] == 4);
  REQUIRE(json["cells"].size() == campaign.methods.size() * campaign.axioms.size());
  const auto& first = json["cells"][0];
  CHECK(first["method"] == "gradient");
  CHECK(first["verdict"] == "violated");
  CHECK(first["convention"].is_null());
  CHECK(first["counterexample"] == "cases/gradient--sensitivity-a.json");
  CHECK(first["literature"][0]["agrees"] == true);
  const auto& invariance = json["cells"][2];
  CHECK(invariance["convention"] == "kink");
  CHECK(invariance["literature"][0]["agrees"].is_null());
  CHECK(invariance["literature_standing"] == "only-by-convention");
  CHECK(first["literature_standing"] == "agrees");
  CHECK(json["cells"][16]["verdict"] == "theorem");
  CHECK(json["examples"][0]["rows"][4]["answers"][0]["attributions"] ==
        nlohmann::json::array({"3/2", "-1/2"}));
}

TEST_CASE("the page is one small file without outside resources") {
  CHECK(page().size() < kMostPageBytes);
  CHECK(page().find("http") == std::string::npos);
  CHECK(page().find("<link") == std::string::npos);
  CHECK(page().find("@import") == std::string::npos);
  CHECK(captures(page(), "(<script src|<img|url\\()").empty());
}

TEST_CASE("every link inside the page resolves and every id is there once") {
  const auto ids = captures(page(), " id=\"([^\"]+)\"");
  for (const std::string& target : captures(page(), "href=\"#([^\"=]+)\"")) {
    CAPTURE(target);
    CHECK(ids.contains(target));
  }
  const std::regex id(" id=\"([^\"]+)\"");
  const auto count = std::distance(std::sregex_iterator(page().begin(), page().end(), id), {});
  CHECK(static_cast<std::size_t>(count) == ids.size());
}

TEST_CASE("text from methods is escaped") {
  CHECK(page().find("<softmax>") == std::string::npos);
  CHECK(page().find("no rule for &lt;softmax&gt; &amp; &quot;others&quot;") != std::string::npos);
  CHECK(escaped("a'b<") == "a&#39;b&lt;");
  CHECK(with_fractions("−3/2 < 1") == "−<i class=\"q\">3<u>/</u>2</i> &lt; 1");
  CHECK(with_fractions("x/2, 1/x, 2.5/3") == "x/2, 1/x, 2.5/3");
  CHECK(data_link("{ \"a b\": [1,\n 2], \"c\\\"  d\": \"100 %, #1 <'&\" }") ==
        "'data:application/json,{\"a b\":[1,2],\"c\\\"  d\":\"100 %25, %231 %3C%27&amp;\"}'");
  CHECK(coordinate(12.04) == "12");
  CHECK(coordinate(-0.01) == "0");
  CHECK(coordinate(7.25) == "7.2");
}

TEST_CASE("cells of which claims speak link to them, with a card and without") {
  const ClaimLinks claims = {
      {"gradient--sensitivity-a", {{"A05", "A <title>", "../claims/index.html#A05"}}},
      {"gradient--linearity", {{"A06", "Of no cell here", "#A06"}}},
      {"deconvnet--completeness", {{"A07", "x", "#A07"}, {"A08", "y", "#A08"}}},
      {"integrated-gradients-rule-exact--completeness", {{"A09", "z", "../claims/#A09"}}}};
  const std::string html = html_page(sample_campaign(), "0.1.0", claims);
  const auto found = captures(html, "Published claims about this cell</h4><p>(.*?)</p>");
  CHECK(found.contains("<a href=\"../claims/index.html#A05\">A05</a> A &lt;title&gt;"));
  CHECK(found.contains("<a href=\"#A07\">A07</a> x; <a href=\"#A08\">A08</a> y"));
  CHECK(html.find("Of no cell here") == std::string::npos);
  // A cell without a card can be linked to in the matrix.
  CHECK(html.find(" id=\"integrated-gradients-rule-exact--completeness\" href=") !=
        std::string::npos);
  CHECK(page().find("Published claims") == std::string::npos);
  CHECK(page().find("computed one by one") == std::string::npos);
}

TEST_CASE("compact markup is the same document in fewer bytes") {
  CHECK(compact_markup(
            "<tr class=\"sum\"><th scope=\"row\" id=\"a\">x</th><td>1 &gt; 0</td></tr></tbody>") ==
        "<tr class=sum><th scope=row id=\"a\">x<td>1 &gt; 0</tbody>");
  // Values with a space, none, or a slash behind them keep their quotes, and so do links.
  CHECK(compact_markup("<a class=\"t calc\" title=\"\" href=\"x\">") ==
        "<a class=\"t calc\" title=\"\" href=\"x\">");
  CHECK(compact_markup("<rect rx=\"3\"/>") == "<rect rx=\"3\"/>");
  CHECK(compact_markup("<a href='data:,{\"a\":\"</td>\"}'>") ==
        "<a href='data:,{\"a\":\"</td>\"}'>");
  CHECK(compact_markup("2 and no tag") == "2 and no tag");
}

TEST_CASE("the page keeps to its words") {
  CHECK(page().find("passed") == std::string::npos);
  CHECK(page().find("Internal error") == std::string::npos);
  CHECK(page().find("Survived 100,000 cases: violation rate below 3.0e-5 (95 %).") !=
        std::string::npos);
  CHECK(page().find("Violated, only by convention: kink") != std::string::npos);
}

TEST_CASE("no line of the terminal's matrix is too long") {
  for (const int width : {60, 80, 96}) {
    const std::string text = terminal_matrix(sample_campaign(), false, width);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      CAPTURE(line);
      // One column always fits: names are never cut.
      CHECK(display_width(line) <= static_cast<std::size_t>(std::max(width, 100)));
    }
    CHECK(text.find('\033') == std::string::npos);
  }
  CHECK(terminal_matrix(sample_campaign(), true).find("\033[31m✗") != std::string::npos);
}

TEST_CASE("an explanation leads from the axiom to the verdict") {
  const Campaign campaign = sample_campaign();
  const std::string text = explain(*campaign.findings[10].counterexample);
  CAPTURE(text);
  CHECK(text.starts_with("guided-backprop on implementation-invariance\n"));
  CHECK(text.find("f = relu(relu(x₁) − relu(x₂) − 1)") != std::string::npos);
  CHECK(text.find("f at (3, 1)") != std::string::npos);
}

TEST_CASE("a report is written whole and replaces an older one") {
  const TemporaryFolder temporary("report-replaced");
  const auto& folder = temporary.path();
  const ReportFiles files = render_report(sample_campaign(), "0.1.0");
  REQUIRE(write_report(files, folder));
  std::ofstream(folder / "cases" / "stale.json") << "{}";
  REQUIRE(write_report(files, folder));
  CHECK(std::filesystem::file_size(folder / "index.html") == files.html.size());
  CHECK(std::filesystem::file_size(folder / "junit.xml") == files.junit.size());
  CHECK(std::filesystem::file_size(folder / "matrix.csv") == files.csv.size());
  CHECK(std::filesystem::file_size(folder / "matrix.md") == files.markdown.size());
  CHECK_FALSE(std::filesystem::exists(folder / "cases" / "stale.json"));
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "cases")) {
    CHECK(entry.path().extension() == ".json");
    ++cases;
  }
  CHECK(cases == files.cases.size());
}

TEST_CASE("a report that cannot be written leaves the older one untouched") {
  const TemporaryFolder temporary("report-unwritable");
  const auto& folder = temporary.path();
  ReportFiles files = render_report(sample_campaign(), "0.1.0");
  REQUIRE(write_report(files, folder));
  const std::string before = files.json;
  files.json = "other";
  files.cases.emplace_back("no/such/folder.json", "{}");
  const auto written = write_report(files, folder);
  REQUIRE_FALSE(written);
  CHECK(written.error().kind == ErrorKind::io);
  CHECK(std::filesystem::file_size(folder / "report.json") == before.size());
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    CHECK(entry.path().extension() != ".writing");
  }
  std::ofstream(folder / "file") << "x";
  const auto blocked = write_report(render_report(sample_campaign(), "0.1.0"), folder / "file");
  REQUIRE_FALSE(blocked);
  CHECK(blocked.error().kind == ErrorKind::io);
}
