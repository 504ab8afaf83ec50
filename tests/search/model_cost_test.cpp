#include "search/model_cost.hpp"

#include "methods/registry.hpp"
#include "network/builder.hpp"
#include "tests/catch.hpp"

namespace axiomark {
namespace {

// relu(x1 + 2 x2), at two inputs.
ModelTrial relu_of_a_sum(double max_cost) {
  NetworkBuilder<double> b;
  const Tensor x = b.input({2});
  Matrix<double> weights(1, 2);
  weights << 1, 2;
  const Tensor z = b.dense(x, weights, Vector<double>::Constant(1, 0.0));
  ModelTrial trial{"net", "",      b.build(b.apply(Operator<double>(Relu{}), {z})).value(), {}, {},
                   {},    max_cost};
  trial.inputs.resize(2, 2);
  trial.inputs << 1, 3, 2, 4;
  trial.baselines = Batch<double>::Constant(2, 2, -1.0);
  trial.targets = Batch<double>::Constant(1, 2, 1.0);
  return trial;
}

CampaignOptions options(const std::vector<std::string>& methods,
                        const std::vector<std::string>& axioms) {
  CampaignOptions options;
  for (const std::string& name : methods) options.methods.push_back(make_method(name).value());
  for (const std::string& name : axioms) options.axioms.push_back(find_axiom(name).value());
  return options;
}

TEST_CASE("attributions of a trial on a model are counted before it starts") {
  // Two kinds of completeness, and sensitivity-a for both features: one question each, at two inputs.
  const auto cost = estimate_model_cost(
      relu_of_a_sum(1), options({"gradient"}, {"completeness", "sensitivity-a"}), ThreadPool());
  CHECK(cost.attributions == 2 * (2 + 2));
  CHECK(cost.seconds > 0);
  // What is judged on functions of its own asks nothing about a model.
  CHECK(estimate_model_cost(relu_of_a_sum(1), options({"gradient"}, {"null-player"}), ThreadPool())
            .attributions == 0);
}

TEST_CASE("a cell is estimated to take no more than its budget") {
  const std::vector<std::string> costly = {"integrated-gradients:rule=right,steps=1000000"};
  const auto seconds = [&](double max_cost) {
    return estimate_model_cost(relu_of_a_sum(max_cost), options(costly, {"completeness"}),
                               ThreadPool())
        .seconds;
  };
  // Four answers of 10^6 gradients: two passes each, 2 products, and 2 numbers.
  CHECK(seconds(1000) == Approx(4 * (2e6 + 2) * (2 * 2.5e-10 + 2.5e-10 + 2 * 2e-9)).epsilon(1e-3));
  CHECK(seconds(1e-3) == 1e-3);
}

TEST_CASE("cases beyond a cell's budget are left out, and the finding says so") {
  const auto finding = [](double max_cost) {
    return run_model_campaign(relu_of_a_sum(max_cost),
                              options({"integrated-gradients:rule=exact"}, {"completeness"}),
                              ThreadPool())
        .findings.front();
  };
  CHECK(finding(10).cases == 4);
  CHECK(finding(10).scope.find("left out") == std::string::npos);
  const Finding none = finding(1e-9);
  CHECK(none.cases == 0);
  CHECK(none.verdict == VerdictKind::error);
  CHECK(none.reason.find("--max-cost") != std::string::npos);
  // One answer takes some 0.2 microseconds.
  const Finding some = finding(3e-7);
  CHECK(some.cases > 0);
  CHECK(some.cases < 4);
  CHECK(some.verdict == VerdictKind::theorem);
  CHECK(some.scope.find("left out") != std::string::npos);
}

TEST_CASE("passes in double are spent from a cell's budget") {
  // One gradient of relu(x1 + 2 x2) is judged after the other; a budget for none is seen to be spent after
  // the first.
  const auto cases = [](double max_cost) {
    return run_model_campaign(relu_of_a_sum(max_cost), options({"gradient"}, {"sensitivity-a"}),
                              ThreadPool())
        .findings.front()
        .cases;
  };
  CHECK(cases(1) == 4);
  CHECK(cases(1e-9) == 1);
}

}  // namespace
}  // namespace axiomark
