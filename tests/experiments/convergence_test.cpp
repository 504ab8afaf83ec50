#include <fmt/format.h>

#include <cmath>

#include "experiments/claims/random_networks.hpp"
#include "experiments/convergence/convergence_study.hpp"
#include "experiments/convergence/rule_sums.hpp"
#include "experiments/convergence/step_grid.hpp"
#include "methods/registry.hpp"
#include "network/builder.hpp"
#include "tests/catch.hpp"

/// Errors of quadratures against values worked out by hand.
namespace axiomark::tests {
namespace {

const ThreadPool kAlone(1);

Function<double> bound(const Network<double>& network) {
  return bind_target<double>(network, Vector<double>::Ones(network.output_features()), {}, kAlone);
}

Vector<double> point(std::initializer_list<double> values) {
  Vector<double> result(static_cast<Index>(values.size()));
  std::copy(values.begin(), values.end(), result.data());
  return result;
}

/// relu(x - 1/2)
Network<double> half_kink() {
  NetworkBuilder<double> b;
  return b.build(b.relu(b.dense(b.input({1}), {{1}}, {-0.5}))).value();
}

/// x^power
Network<double> power(int power) {
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  Tensor y = x;
  for (int k = 1; k < power; ++k) y = b.product(y, x);
  return b.build(y).value();
}

ConvergenceStudy studied(const Network<double>& network, const Vector<double>& from,
                         const Vector<double>& to, long most = 1000) {
  ConvergenceOptions options;
  options.most_steps = most;
  options.time = false;
  options.network = {network, Vector<double>::Ones(network.output_features())};
  auto study = convergence_study(bound(network), {from, to}, options);
  if (!study) FAIL(message(study.error()));
  return std::move(*study);
}

const RuleStudy& rule(const ConvergenceStudy& study, const std::string& name) {
  for (const RuleStudy& one : study.rules) {
    if (one.rule == name) return one;
  }
  FAIL("no rule " << name);
  return study.rules.front();
}

/// Sums of at most 10^3 weights of size 1/m, each rounded by 2^-53 of it, relative to 1/2: 1e-12 has a
/// factor of several to spare.
constexpr double kRounding = 1e-12;

}  // namespace

TEST_CASE("with a kink in the middle the error of every rule is the known fraction") {
  const auto study = studied(half_kink(), point({0}), point({1}));
  CHECK(study.truth.kind == TruthKind::exact);
  CHECK(study.truth.known.values(0) == 0.5);
  CHECK(study.truth.pieces->count() == 2);
  // By counting nodes beyond 1/2, relu'(0) = 0, relative to 1/2.
  const auto expected = [](const std::string& name, long m) -> double {
    const bool even = m % 2 == 0;
    const double one = 1 / static_cast<double>(m);
    if (name == "left") return even ? 2 * one : one;
    if (name == "right" || name == "midpoint") return even ? 0 : one;
    return even ? one : 0;  // trapezoid
  };
  for (const std::string name : {"left", "right", "midpoint", "trapezoid"}) {
    for (const RuleAnswer& answer : rule(study, name).answers) {
      CAPTURE(name, answer.steps);
      CHECK(std::abs(*answer.errors.relative_l1 - expected(name, answer.steps)) < kRounding);
      CHECK(std::abs(*answer.errors.relative_residual - expected(name, answer.steps)) < kRounding);
    }
  }
  // The last odd m with 1/m above 5 per cent is 19; 2/m is above 5 per cent for even m below 40, and
  // at 1/m, odd, below 20: the last even one on the grid is below 40.
  CHECK(rule(study, "right").steps_for_good[0] == 20);
  CHECK(rule(study, "midpoint").steps_for_good[0] == 20);
  CHECK(rule(study, "trapezoid").steps_for_good[0] == 21);  // 1/20 is 5 per cent and a rounding
  // Two steps of the right rule are right by luck: the nodes are 1/2 (off) and 1. Three are not.
  REQUIRE(rule(study, "right").stops[1].has_value());
  CHECK(rule(study, "right").stops[1]->steps == 2);
}

TEST_CASE("the orders of the rules on powers of x are the known ones") {
  const auto cubic = studied(power(3), point({0}), point({1}));
  CHECK(cubic.truth.kind == TruthKind::enclosed);
  const auto check = [&](const ConvergenceStudy& study, const std::string& name, auto expected) {
    for (const RuleAnswer& answer : rule(study, name).answers) {
      CAPTURE(name, answer.steps);
      CHECK(std::abs(*answer.errors.relative_l1 -
                     std::abs(expected(static_cast<double>(answer.steps)))) < kRounding);
    }
  };
  // Sums of 3 (k/m)^2 / m by Faulhaber's formula, less 1.
  check(cubic, "left", [](double m) { return -1.5 / m + 0.5 / m / m; });
  check(cubic, "right", [](double m) { return 1.5 / m + 0.5 / m / m; });
  check(cubic, "midpoint", [](double m) { return -0.25 / m / m; });
  check(cubic, "trapezoid", [](double m) { return 0.5 / m / m; });
  check(cubic, "simpson", [](double) { return 0.0; });
  const std::vector<std::pair<std::string, double>> orders = {
      {"left", 1}, {"right", 1}, {"midpoint", 2}, {"trapezoid", 2}};
  for (const auto& [name, order] : orders) {
    CAPTURE(name);
    REQUIRE(rule(cubic, name).order.has_value());
    // The second terms are at most 1/24 of the first at 8 steps, and fade.
    CHECK(rule(cubic, name).order->order == Approx(order).margin(0.05));
  }
  CHECK_FALSE(rule(cubic, "simpson").order.has_value());
  const auto fifth = studied(power(5), point({0}), point({2}));
  // h^4 (f'''(1) - f'''(0)) / 180 for f = 5 t^4: 2/3 m^-4 to the first order, of 1.
  REQUIRE(rule(fifth, "simpson").order.has_value());
  CHECK(rule(fifth, "simpson").order->order == Approx(4).margin(0.05));
}

TEST_CASE("nodes that share the gradient of a piece give the sums of the rules themselves") {
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    RandomStream stream(seed);
    const auto network = claims::random_relu_network(stream, {4, 12, 12, 1}, 0.5);
    const Vector<double> x = 3 * claims::normal_vector(stream, 4);
    const Vector<double> from = claims::normal_vector(stream, 4);
    const auto study = studied(network, from, x, 100);
    REQUIRE(study.truth.pieces.has_value());
    CHECK(study.truth.pieces->count() > 3);
    // Far fewer gradients than nodes: one for each piece.
    CHECK(study.gradients_computed <= 2 * study.truth.pieces->count() + 2);
    const Queries<double> query{Batch<double>(x), Batch<double>(from), Batch<double>::Ones(1, 1)};
    for (const RuleStudy& one : study.rules) {
      for (const RuleAnswer& answer : one.answers) {
        if (answer.steps % 7 != 0) continue;
        const auto method = make_method(
            fmt::format("integrated-gradients:rule={},steps={}", one.rule, answer.steps));
        const auto asked = method->attribute<double>(network, query, kAlone).front();
        REQUIRE(asked.has_value());
        const auto errors = attribution_errors(asked->values, study.truth.known);
        CAPTURE(one.rule, answer.steps);
        CHECK(std::abs(*errors.relative_l1 - *answer.errors.relative_l1) < kRounding);
        CHECK(std::abs(errors.residual - answer.errors.residual) <
              kRounding * study.truth.known.values.abs().sum());
        CHECK(answer.gradient_evaluations == asked->gradient_evaluations);
      }
    }
  }
}

TEST_CASE("rules are asked for every step but those that they cannot do or that cost too much") {
  const auto grid = step_grid(10000);
  CHECK(grid.front() == 1);
  CHECK(grid.back() == 10000);
  CHECK(std::ranges::is_sorted(grid));
  for (const long m : steps_of(QuadratureRule::simpson, grid)) CHECK(m % 2 == 0);
  CHECK(steps_of(QuadratureRule::gauss_legendre, grid).back() == 10000);
  CHECK(steps_of(QuadratureRule::left, grid) == grid);
}

TEST_CASE("the measures of error are what they say") {
  // By hand. Ranks of (1, -1, 0): 3, 1, 2; of (2, 1, -3): 3, 2, 1: 1 - 6 (0 + 1 + 1) / (3 * 8) = 1/2.
  const TrueValues truth{point({2, 1, -3}), Vector<double>::Zero(3), 0.5};
  const auto errors = attribution_errors(point({1, -1, 0}), truth);
  CHECK(errors.residual == -0.5);
  CHECK(errors.relative_residual == 1.0);
  CHECK(*errors.relative_l1 == 1.0);  // (1 + 2 + 3) / 6
  CHECK(errors.maximum == 3);
  CHECK(*errors.rank_correlation == Approx(0.5));
  CHECK(errors.wrong_signs == 1);
  // With an uncertain sign nothing is wrong with it.
  const TrueValues vague{point({2, 1, -3}), point({0, 1, 0}), 0.5};
  CHECK(attribution_errors(point({1, -1, 0}), vague).wrong_signs == 0);
  // Nothing to divide by, nothing to rank.
  const TrueValues zero{Vector<double>::Zero(2), Vector<double>::Zero(2), 0};
  const auto none = attribution_errors(point({1, 1}), zero);
  CHECK_FALSE(none.relative_l1.has_value());
  CHECK_FALSE(none.relative_residual.has_value());
  CHECK_FALSE(none.rank_correlation.has_value());
}

TEST_CASE("the largest features are certain where bounds leave no doubt") {
  const TrueValues truth{point({5, -4, 1, 3.5}), point({0.1, 0.3, 0, 0.3}), 0};
  const auto top = top_features(point({4, 5, 0, 1}), truth);
  REQUIRE(top.size() == 2);  // k = 1 and 2
  CHECK(top[0].k == 1);
  CHECK_FALSE(top[0].agree);  // 5 is the second's
  CHECK(top[0].certain);      // 4.9 > 4.3
  CHECK(top[1].agree);
  CHECK_FALSE(top[1].certain);  // 3.7 < 3.8
}

TEST_CASE("for good means never again above") {
  using Values = std::vector<std::optional<double>>;
  CHECK(for_good(Values{0.9, 0.01, 0.2, 0.04, 0.05}, 0.05) == 3);
  CHECK(for_good(Values{0.01, 0.02}, 0.05) == 0);
  CHECK_FALSE(for_good(Values{0.01, 0.2}, 0.05).has_value());
  CHECK_FALSE(for_good(Values{0.01, {}}, 0.05).has_value());
}

TEST_CASE("an order is the slope of its points above the noise") {
  std::vector<long> steps;
  std::vector<double> errors;
  for (long m = 1; m <= 512; m *= 2) {
    steps.push_back(m);
    errors.push_back(m == 64 ? 0 : m > 256 ? 1e-20 : 3 / static_cast<double>(m * m * m));
  }
  const auto fit = fit_order(steps, errors, 1e-15);
  REQUIRE(fit.has_value());
  CHECK(fit->order == Approx(3));
  CHECK(fit->standard_error < 1e-9);
  CHECK(fit->from == 8);
  CHECK(fit->to == 256);
  CHECK(fit->points == 5);
  CHECK_FALSE(fit_order(steps, std::vector<double>(steps.size(), 0.0), 1e-15).has_value());
}

}  // namespace axiomark::tests
