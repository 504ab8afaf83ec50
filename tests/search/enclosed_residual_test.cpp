#include "search/enclosed_residual.hpp"

#include <cmath>

#include "network/builder.hpp"
#include "search/model_campaign.hpp"
#include "tests/axioms/by_hand.hpp"

namespace axiomark::tests {
namespace {

Vector<double> doubles(std::initializer_list<double> values) {
  Vector<double> v(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), v.data());
  return v;
}

// op(2 x1 - x2)
Network<double> smooth(const Operator<double>& op = Tanh{}) {
  NetworkBuilder<double> b;
  const Tensor z = b.dense(b.input({2}), {{2, -1}}, {0});
  return b.build(b.apply(op, {z})).value();
}

Probe<double> at_one() { return {"F", smooth(), doubles({1, 1}), doubles({0, 0}), doubles({1})}; }

RationalInterval residual(std::initializer_list<double> attributions) {
  const auto found = enclosed_residual(at_one(), doubles(attributions));
  if (!found) FAIL(message(found.error()));
  return *found;
}

}  // namespace

TEST_CASE("the residual's enclosure holds the residual and is narrow") {
  // F(x) - F(x') = tanh(1) = 0.76159415595576488811...
  const Rational rise = parse_rational("0.76159415595576488811").value();
  for (const double given : {0.0, 0.5, 0.7615941559557649, 1.0, -3.0}) {
    const RationalInterval found = residual({given, 0.25});
    const Rational exact = convert<Rational>(given) + Rational(1, 4) - rise;
    CHECK(found.low <= exact);
    CHECK(exact <= found.high);
    CHECK(found.high - found.low < Rational(1, 100));
  }
}

TEST_CASE("zero is excluded where the attributions are not complete, and only there") {
  CHECK(residual({0.5, 0.1}).excludes_zero());
  CHECK(residual({1.5, -0.25}).excludes_zero());
  CHECK_FALSE(residual({1.5231883119115297, -0.7615941559557649}).excludes_zero());
}

TEST_CASE("an enclosure in words is wider than itself, and says whether it excludes zero") {
  CHECK(in_words({Rational(1, 3), Rational(2, 3)}) ==
        "the residual of the answer as it was given lies in [0.33333, 0.666673], which excludes 0");
  CHECK(in_words({Rational(-1, 3), Rational(2, 3)}) ==
        "the residual of the answer as it was given lies in [-0.333337, 0.666673], which holds 0");
}

namespace {

Finding completeness_of_gradient_x_input(const Operator<double>& op) {
  CampaignOptions options;
  options.methods = {method("gradient-x-input")};
  options.axioms = {axiom("completeness")};
  Batch<double> input(2, 1);
  input << 1, 1;
  Batch<double> baseline = Batch<double>::Zero(2, 1);
  const ModelTrial trial{
      "smooth.onnx", "", smooth(op), input, baseline, Batch<double>::Ones(1, 1), 60};
  Campaign campaign = run_model_campaign(trial, options, ThreadPool(1));
  REQUIRE(campaign.findings.size() == 1);
  return std::move(campaign.findings.front());
}

}  // namespace

TEST_CASE("a violation on a smooth model states its residual") {
  // By hand: gradient x input sums to 1 - tanh(1)^2 = 0.41997434, the rise is 0.76159416.
  const Finding finding = completeness_of_gradient_x_input(Tanh{});
  INFO(finding.reason);
  CHECK(finding.verdict == VerdictKind::violated);
  CHECK(finding.evidence == Evidence::beyond_derived_bound);
  CHECK(finding.reason.find("(off by 0.3416198143, rounding explains ") != std::string::npos);
}

TEST_CASE("a suspicion on a model whose values have no bounds says where the residual lies") {
  // By hand: gradient x input sums to Phi(1) + phi(1) = 1.08331547, the rise is Phi(1) = 0.84134475.
  const Finding finding = completeness_of_gradient_x_input(Gelu{});
  INFO(finding.reason);
  CHECK(finding.verdict == VerdictKind::error);
  CHECK(finding.reason.find("suspected in double") != std::string::npos);
  CHECK(finding.reason.find("lies in [0.24") != std::string::npos);
  CHECK(finding.reason.find("which excludes 0") != std::string::npos);
}

}  // namespace axiomark::tests
