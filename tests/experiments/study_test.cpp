#include <fmt/format.h>

#include "experiments/convergence/study/finding.hpp"
#include "tests/catch.hpp"

/// What the reference study says about questions made up here, counted by hand.
namespace axiomark::tests {
namespace {

using study::Question;

AttributionErrors errors(double relative_l1, double relative_residual) {
  AttributionErrors all;
  all.relative_l1 = relative_l1;
  all.relative_residual = relative_residual;
  all.rank_correlation = 1 - relative_l1;
  return all;
}

/// Every rule has the error 1 / steps, and stops at these numbers of steps for 5 and 1 per cent.
Question question(const std::string& name, long stop_at_5, long stop_at_1, double rise) {
  Question made;
  made.family = "made up";
  made.name = name;
  made.study.truth.known = {Vector<double>::Constant(1, rise), Vector<double>::Zero(1), rise};
  for (const std::string rule :
       {"left", "right", "midpoint", "trapezoid", "simpson", "gauss-legendre"}) {
    RuleStudy one;
    one.rule = rule;
    for (const long m : {2, 10, 20, 50, 100, 300, 1000, 10000}) {
      one.answers.push_back({m, m, errors(1.0 / static_cast<double>(m), 0)});
    }
    one.steps_for_good = {20, 100, 1000};
    one.residual_for_good = {2, 2, 2};
    one.stops = {Stop{stop_at_5, errors(1.0 / static_cast<double>(stop_at_5), 0.05)},
                 Stop{stop_at_1, errors(1.0 / static_cast<double>(stop_at_1), 0.01)}};
    made.study.rules.push_back(std::move(one));
  }
  return made;
}

std::vector<study::Finding> findings() {
  std::vector<Question> questions = {question("a", 2, 10, 1), question("b", 4, 200, 2)};
  questions[0].automatic.errors.maximum = 0.005;
  questions[0].automatic.gradient_evaluations = 30;
  questions[0].guaranteed = true;
  questions[1].automatic.errors.maximum = 0.03;  // of a rise of 2: above 1 per cent
  questions[1].automatic.gradient_evaluations = 150;
  questions[1].guaranteed = true;
  return study::practice_findings(questions);
}

}  // namespace

TEST_CASE("Who stops at a small residual is deceived as often as the true error is larger") {
  const auto all = findings();
  const auto& at_5 = all[0].data[fmt::format("{}", kStopLevels[0])];
  CHECK(at_5["cases"] == 12);
  CHECK(at_5["median steps"] == 3);           // 2 and 4
  CHECK(at_5["median true error"] == 0.375);  // 1/2 and 1/4
  CHECK(at_5["share with a larger true error"] == 1);
  CHECK(at_5["share with more than 20 per cent"] == 1);
  CHECK(at_5["largest true error"] == 0.5);
  const auto& at_1 = all[0].data[fmt::format("{}", kStopLevels[1])];
  CHECK(at_1["share with a larger true error"] == 0.5);  // 1/10 is, 1/200 is not
  CHECK(at_1["share with more than 20 per cent"] == 0);
}

TEST_CASE("Two and ten thousand steps are compared by their medians over questions") {
  const auto data = findings()[1].data;
  CHECK(data["2 steps"]["questions"] == 2);
  CHECK(data["2 steps"]["median error"] == 0.5);
  CHECK(data["10000 steps"]["largest error"] == 1e-4);
  CHECK(data["2 steps"]["median rank correlation"] == 0.5);
}

TEST_CASE("A guarantee that was not kept is counted") {
  const auto data = findings()[3].data;
  CHECK(data["questions"] == 2);
  CHECK(data["true error within 1 per cent of the rise"] == 1);
  CHECK(data["guaranteed"] == 2);
  CHECK(data["guaranteed and not kept"] == 1);
  CHECK(data["no more gradients than the best rule"] == 1);  // 30 of 100; 150 are more
  CHECK(data["largest true error over the rise"] == 0.015);
}

}  // namespace axiomark::tests
