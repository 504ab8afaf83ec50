#include "report/derivation.hpp"

#include "tests/catch.hpp"
#include "tests/report/sample_campaign.hpp"

using namespace axiomark;
using namespace axiomark::tests;

namespace {

std::vector<std::string> results(const DerivationTable& table, std::size_t column) {
  std::vector<std::string> found;
  for (const DerivationRow& row : table.rows) {
    if (row.emphasis == Emphasis::result) found.push_back(row.cells[column]);
  }
  return found;
}

std::string cell(const DerivationTable& table, const std::string& label, std::size_t column) {
  for (const DerivationRow& row : table.rows) {
    if (row.label == label) return row.cells[column];
  }
  return "no row " + label;
}

DerivationTable derived(const std::string& method, const std::vector<Probe<Rational>>& probes) {
  return derive(method, probes, answers_of(method, probes), true).value();
}

}  // namespace

TEST_CASE("every derivation ends in what the method answered") {
  for (const std::string method :
       {"gradient", "gradient:kink=1", "gradient-x-input", "guided-backprop", "deconvnet",
        "integrated-gradients:rule=exact", "integrated-gradients:rule=left,steps=4",
        "integrated-gradients:rule=trapezoid,steps=50",
        "integrated-gradients:rule=gauss-legendre,steps=10",
        "integrated-gradients:rule=random,steps=9,seed=3"}) {
    for (const auto& probes : {figure_7(), saturation(), minimum()}) {
      CAPTURE(method);
      const DerivationTable table = derived(method, probes);
      for (const DerivationRow& row : table.rows) CHECK(row.emphasis != Emphasis::fault);
      CHECK(results(table, 0).size() == static_cast<std::size_t>(probes[0].input.size()));
    }
  }
}

TEST_CASE("an answer that the lines do not come to shows as a fault") {
  const auto probes = saturation();
  auto answers = answers_of("gradient", probes);
  answers[0].attribution->values(0) = 7;
  const auto table = derive("gradient", probes, answers, false);
  REQUIRE(table);
  CHECK(table->rows.back().emphasis == Emphasis::fault);
  CHECK(table->rows.back().cells[0] == "these lines come to 0, the method answered 7");
}

TEST_CASE("guided backprop on figure 7 is derived by hand") {
  const DerivationTable table = derived("guided-backprop", figure_7());
  CHECK(cell(table, "h₁", 1) == "relu(3 − 1) = relu(2) = 2");
  CHECK(cell(table, "h₃", 0) == "relu(3 − 1 − 1) = relu(1) = 1");
  CHECK(cell(table, "h₂ passes", 0) == "on, but signal −1 is negative: guided backprop passes 0");
  CHECK(results(table, 0) == std::vector<std::string>{"1", "0"});
}

TEST_CASE("exact integrated gradients are derived piece by piece") {
  const DerivationTable table = derived("integrated-gradients:rule=exact", figure_7());
  CHECK(cell(table, "A of x₁", 1).ends_with("= 3/2"));
  CHECK(cell(table, "A of x₂", 0).ends_with("= −1/2"));
  CHECK(cell(table, "Sum of A", 0) == "3/2 − 1/2 = 1");
}

TEST_CASE("nodes with equal gradients are told as one run") {
  const DerivationTable table = derived("integrated-gradients:rule=right,steps=20", saturation());
  CHECK(cell(table, "run 1", 0) == "t = 1/20 … 9/20, 9 nodes (h₁ on): gradient 1, weight 9/20");
  CHECK(cell(table, "run 2", 0) == "t = 1/2, 1 node (h₁ at its kink): gradient 0, weight 1/20");
  CHECK(cell(table, "A of x", 0) == "2 · (9/20 · 1 + 1/20 · 0 + 1/2 · 0) = 9/10");
}

TEST_CASE("a method that is not ours has no derivation") {
  const auto probes = saturation();
  CHECK_FALSE(derive("captum-saliency", probes, answers_of("gradient", probes), false));
}
