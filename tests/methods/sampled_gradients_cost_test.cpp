#include "methods/expected_gradients.hpp"
#include "methods/gradient_samples.hpp"
#include "network/examples.hpp"
#include "tests/methods/one_answer.hpp"
#include "tests/methods/refusal.hpp"

/// smooth-gradient, expected-gradients and gradient-shap: memory, threads, options.
namespace axiomark::tests {
namespace {

/// F = sum of the x_i: counts what it is asked.
struct CountingSum {
  Index features;
  std::vector<Index>* calls;

  [[nodiscard]] Index dimension() const { return features; }
  [[nodiscard]] static Result<Row<double>> evaluate(const Batch<double>& points) {
    return Row<double>(points.colwise().sum());
  }
  [[nodiscard]] Result<Gradients<double>> gradient(const Batch<double>& points) const {
    calls->push_back(points.cols());
    return Gradients<double>{Batch<double>::Ones(points.rows(), points.cols()),
                             points.colwise().sum(),
                             std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
  }
};

}  // namespace

TEST_CASE("memory does not grow with the samples") {
  std::vector<Index> calls;
  const Function<double> function(CountingSum{100'000, &calls});
  const Batch<double> x = Batch<double>::Constant(100'000, 1, 2.0);
  const ExpectedGradients asked{{}, {40, 0}};
  const auto answers =
      asked.attribute<double>(function, x, Batch<double>::Constant(100'000, 1, 0.5));
  REQUIRE(answers.front().has_value());
  CHECK((answers.front()->values == 1.5).all());
  CHECK(answers.front()->gradient_evaluations == 40);
  CHECK(calls == std::vector<Index>{16, 16, 8});

  // Every sample once: factors 0 to 39.
  const auto numbered = mean_of_gradients<double>(function, SamplingOptions{40}, [](long k) {
    return GradientSample<double>{Vector<double>::Zero(100'000),
                                  Vector<double>::Constant(100'000, static_cast<double>(k))};
  });
  REQUIRE(numbered.has_value());
  CHECK((numbered->values == 19.5).all());
}

TEST_CASE("the number of threads changes no bit of a sampled answer") {
  const Network<double> network = convert<double>(examples::figure_7_f()).value();
  const ThreadPool one(1);
  const ThreadPool two(2);
  Batch<double> inputs(2, 3);
  inputs << 3, 2.5, 0.1, 1, 0.3, 0.7;
  const Queries<double> queries{inputs, Batch<double>::Constant(2, 6, 0.125),
                                Batch<double>::Constant(1, 3, 1.0), 2};
  for (const std::string text :
       {"smooth-gradient:samples=30000,sigma=1", "expected-gradients:samples=30000",
        "gradient-shap:samples=30000,sigma=1", "average:method=(expected-gradients)"}) {
    INFO(text);
    const auto alone = method(text).attribute<double>(network, queries, one);
    const auto shared = method(text).attribute<double>(network, queries, two);
    for (std::size_t k = 0; k < 3; ++k) {
      REQUIRE(alone[k].has_value());
      CHECK(numbers(alone[k]->values) == numbers(shared[k]->values));
      CHECK(numbers(alone[k]->sampling->low) == numbers(shared[k]->sampling->low));
    }
  }
}

TEST_CASE("options of sampled methods are refused where they stand") {
  const auto refused = [](const std::string& text, const std::string& said) {
    INFO(text);
    const auto made = make_method(text);
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().kind == ErrorKind::usage);
    CHECK(message(made.error()).find(said) != std::string::npos);
  };
  for (const std::string name : {"smooth-gradient", "expected-gradients", "gradient-shap"}) {
    refused(name + ":samples=1", "a whole number from 2 to 10000000");
    refused(name + ":seed=-1", "option 'seed'");
    refused(name + ":kink=2", "kink");
  }
  refused("smooth-gradient:sigma=0", "a positive number; 0 would be the method 'gradient'");
  refused("smooth-gradient:sigma=-1/2", "a positive number");
  refused("smooth-gradient:sigma=wide", "option 'sigma'");
  refused("smooth-gradient:noise=abs", "did you mean 'absolute'?");
  refused("gradient-shap:sigma=-1", "a number from 0");
  refused("expected-gradients:sigma=1", "unknown option 'sigma'");
}

}  // namespace axiomark::tests
