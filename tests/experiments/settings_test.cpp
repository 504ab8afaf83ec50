#include "experiments/claim_run.hpp"
#include "experiments/claims.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

const Claim& a05() { return **find_claim("A05"); }

ClaimSettings set(const std::string& text) {
  ClaimSettings settings;
  REQUIRE(read_setting(a05(), text, settings).has_value());
  return settings;
}

std::string refusal(const std::string& text) {
  ClaimSettings settings;
  const auto read = read_setting(a05(), text, settings);
  REQUIRE_FALSE(read.has_value());
  return message(read.error());
}

std::vector<std::string> computed(const ClaimSettings& settings, const std::string& fact) {
  ClaimRun how;
  how.settings = settings;
  const ThreadPool pool;
  const ClaimOutcome outcome = run_claim(a05(), how, pool);
  for (const FactOutcome& found : outcome.facts) {
    if (found.name == fact) return found.computed->text();
  }
  FAIL("no such fact");
  return {};
}

}  // namespace

TEST_CASE("a claim's point can be set") {
  // g at (2, 1): h = (1, 1), g = relu(0) = 0, so that nothing is left to distribute.
  CHECK(computed(set("x=[2,1]"), "g") == std::vector<std::string>{"0"});
  // f at (5, 1): h = (5, 1), z = 5 - 1 - 1 = 3; the bias ignored, 3 is shared out as 5 : -1.
  CHECK(computed(set("x=(5, 1)"), "LRP of f, biases ignored") ==
        std::vector<std::string>{"15/4", "-3/4"});
}

TEST_CASE("an option can be set for every method that has it") {
  CHECK(computed(set("bias=ignore"), "LRP of f, biases in the denominator") ==
        std::vector<std::string>{"3/2", "-1/2"});
}

TEST_CASE("settings change the verdict: with biases ignored the statement holds") {
  ClaimRun how;
  how.settings = set("bias=ignore");
  const ThreadPool pool;
  CHECK(run_claim(a05(), how, pool).verdict == ClaimVerdict::holds);
}

TEST_CASE("settings that do not fit are refused, naming what there is") {
  CHECK(refusal("y=[1,2]").find("'y'") != std::string::npos);
  CHECK(refusal("y=[1,2]").find("bias") != std::string::npos);
  CHECK(refusal("x=[1,2,3]").find("3 numbers") != std::string::npos);
  CHECK(refusal("x=[1,two]").find("two") != std::string::npos);
  CHECK(refusal("bias=perhaps").find("perhaps") != std::string::npos);
  CHECK(refusal("x").find("name=value") != std::string::npos);
  CHECK(refusal("f=missing.json").find("missing.json") != std::string::npos);
}

TEST_CASE("options are put into method strings") {
  CHECK(with_option("gradient", "kink", "1") == "gradient:kink=1");
  CHECK(with_option("lrp:rule=0,bias=include", "bias", "ignore") == "lrp:rule=0,bias=ignore");
  CHECK(with_option("lrp:rule=0", "bias", "ignore") == "lrp:rule=0,bias=ignore");
  CHECK(with_option("shapley", "bias", "ignore") == "shapley");
}

}  // namespace axiomark::tests
