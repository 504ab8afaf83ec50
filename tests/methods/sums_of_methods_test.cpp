#include "methods/average.hpp"
#include "methods/combination.hpp"
#include "methods/sum_of_answers.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/methods/distribution_question.hpp"
#include "tests/methods/refusal.hpp"
#include "tests/reference/averaged_gradients.hpp"
#include "tests/reference/exact_integrated_gradients.hpp"
#include "tests/reference/riemann_sums.hpp"

/// average, combination, and the weighted sum of answers behind both.
namespace axiomark::tests {
namespace {

const std::string kExact = "integrated-gradients:rule=exact";
const std::string kAverage = "average:method=(" + kExact + ")";

Rational value_at(const Network<Rational>& network, const Numbers& x) {
  return evaluate(network, Batch<Rational>(vector(x)))(0, 0);
}

Attribution<double> answer_of(double value, std::optional<double> bound) {
  Attribution<double> answer;
  answer.values = Vector<double>::Constant(1, value);
  if (bound) answer.error_bound = Vector<double>::Constant(1, *bound);
  return answer;
}

}  // namespace

TEST_CASE("I02 averaged integrated gradients add up to F(x) minus the mean of F at the baselines") {
  int defined = 0;
  property("sum of A = F(x) - mean F(x')", [&] {
    const auto inputs = static_cast<std::size_t>(draw(1, 3));
    const Network<Rational> network = build(draw_layered(inputs, 1));
    const Numbers x = draw_numbers(inputs);
    std::vector<Numbers> baselines(static_cast<std::size_t>(draw(1, 4)));
    for (Numbers& baseline : baselines) baseline = draw_numbers(inputs);
    const auto answer = ask<Rational>(kAverage, network, x, baselines);
    if (!answer) return;
    ++defined;
    Rational mean = 0;
    for (const Numbers& baseline : baselines) mean += value_at(network, baseline);
    mean /= static_cast<int>(baselines.size());
    RC_ASSERT(answer->values.sum() == value_at(network, x) - mean);
  });
  CHECK(defined > 20);
}

TEST_CASE("average and combination equal the reference") {
  using reference::RiemannRule;
  property("means and sums of Riemann sums and gradients", [] {
    const LayeredQuestion q = draw_question();
    std::vector<Numbers> baselines(static_cast<std::size_t>(draw(1, 3)));
    for (Numbers& baseline : baselines) baseline = draw_numbers(q.x.size());
    std::vector<Numbers> sums;
    for (const Numbers& baseline : baselines) {
      sums.push_back(reference::integrated_gradients(q.layers, q.target, baseline, q.x,
                                                     RiemannRule::kRight, 3));
    }
    const auto average = ask<Rational>("average:method=(integrated-gradients:rule=right,steps=3)",
                                       build(q.layers), q.x, baselines, q.target_weights());
    RC_ASSERT(average.has_value());
    RC_ASSERT(numbers(average->values) == reference::mean(sums));
    RC_ASSERT(average->gradient_evaluations == static_cast<Index>(3 * baselines.size()));

    const auto sum = ask<Rational>(
        "combination:terms=-3/2*(integrated-gradients:rule=right,steps=3)+(guided-backprop)"
        "-0.25*(gradient-x-input:kink=1)",
        build(q.layers), q.x, {baselines.front()}, q.target_weights());
    RC_ASSERT(sum.has_value());
    RC_ASSERT(numbers(sum->values) ==
              reference::combination<Rational>(
                  {Rational(-3, 2), 1, Rational(-1, 4)},
                  {sums.front(), reference::guided_backprop(q.layers, q.target, q.x),
                   reference::gradient_x_input(q.layers, q.target, q.x, Rational(1))}));
    RC_ASSERT(sum->gradient_evaluations == 5);
  });
}

TEST_CASE("an average by hand") {
  // From (0, 0) it is (3/2, -1/2), from (1, 1/2) half of each unit counts: (4/3, -1/3).
  const auto f = examples::figure_7_f();
  CHECK(attributions(kExact, f, {3, 1}, {0, 0}) == Numbers{Rational(3, 2), Rational(-1, 2)});
  const Numbers half = {1, Rational(1, 2)};
  CHECK(attributions(kExact, f, {3, 1}, half) == Numbers{Rational(4, 3), Rational(-1, 3)});
  const auto answer = ask<Rational>(kAverage, f, {3, 1}, {{0, 0}, half});
  REQUIRE(answer.has_value());
  CHECK(numbers(answer->values) == Numbers{Rational(17, 12), Rational(-5, 12)});
  CHECK(numbers(ask<Rational>(kAverage, f, {3, 1}, {half})->values) ==
        Numbers{Rational(4, 3), Rational(-1, 3)});
}

TEST_CASE("combinations by hand") {
  const auto network = examples::minimum();
  // 3 (3/2, -1/2) - 1/2 (3, -1)
  CHECK(attributions("combination:terms=3*(" + kExact + ")-1/2*(gradient-x-input)",
                     examples::figure_7_f(), {3, 1}) == Numbers{3, -1});
  CHECK(attributions("combination:terms=2*(constant)-(constant:value=5)", network, {1, 3}) ==
        Numbers{-3, -3});
  CHECK(attributions("combination:terms=2*(integrated-gradients:rule=exact)-1*(gradient-x-input)",
                     examples::saturation(), {2}) == Numbers{2});
}

TEST_CASE("a method made of methods knows what they know") {
  const auto kind = [](const std::string& text) { return method(text).kind(); };
  CHECK(kind("combination:terms=(gradient)") == MethodKind::local);
  CHECK(kind("combination:terms=(gradient)-(gradient-x-input)") ==
        MethodKind::zero_baseline_implied);
  CHECK(kind("combination:terms=(integrated-gradients)-(gradient)") == MethodKind::one_baseline);
  CHECK(kind("combination:terms=(gradient)-(expected-gradients)+(integrated-gradients)") ==
        MethodKind::baseline_distribution);
  CHECK(kind("average:method=(gradient)") == MethodKind::baseline_distribution);
  CHECK_FALSE(method("combination:terms=(gradient)-(constant)").sees_network());
  CHECK(method("combination:terms=(gradient)-(deconvnet)").sees_network());
  CHECK_FALSE(method(kAverage).sees_network());
  CHECK(method("average:method=(guided-backprop)").sees_network());
  CHECK(method("combination:terms=2*(average:method=(guided-backprop))").sees_network());
}

TEST_CASE("a combination of a distribution with a method of one baseline needs the average of it") {
  const auto network = examples::figure_7_f();
  const std::string together = "combination:terms=(expected-gradients)-";
  const auto refused =
      ask<Rational>(together + "(" + kExact + ")", network, {3, 1}, {{0, 0}, {1, 0}});
  REQUIRE_FALSE(refused.has_value());
  CHECK(contains(message(refused.error()), kExact + ": baselines: 2 baselines for one input"));
  CHECK(ask<Rational>(together + "(" + kAverage + ")", network, {3, 1}, {{0, 0}, {1, 0}})
            .has_value());
}

TEST_CASE("one member that is refused refuses the query, alone, with its own error") {
  const ThreadPool pool;
  // From (0, 0) to (1, 1) the segment runs inside a kink; to (1, 3) it does not.
  const Queries<Rational> queries{columns({{1, 1}, {1, 3}}),
                                  columns({{0, 2}, {0, 0}, {0, 2}, {0, 0}}),
                                  Batch<Rational>::Constant(1, 2, Rational(1)), 2};
  const auto average = method(kAverage).attribute<Rational>(examples::minimum(), queries, pool);
  REQUIRE_FALSE(average[0].has_value());
  CHECK(average[0].error().kind == ErrorKind::unsupported);
  CHECK(average[0].error().where == "baseline 1: node 1 (relu), feature 0");
  CHECK(average[1].has_value());

  const Queries<Rational> single{columns({{1, 1}, {1, 3}}), columns({{0, 0}, {0, 0}}),
                                 Batch<Rational>::Constant(1, 2, Rational(1))};
  const auto sum = method("combination:terms=(gradient)-(" + kExact + ")")
                       .attribute<Rational>(examples::minimum(), single, pool);
  REQUIRE_FALSE(sum[0].has_value());
  CHECK(sum[0].error().kind == ErrorKind::unsupported);
  CHECK(sum[0].error().where == kExact + ": node 1 (relu), feature 0");
  CHECK(sum[1].has_value());
}

TEST_CASE("methods made of methods answer many queries as they answer one") {
  property("several targets", [] {
    const auto inputs = static_cast<std::size_t>(draw(1, 3));
    const Network<Rational> network = build(draw_layered(inputs, 2));
    require_same_alone(method(kAverage), network, draw_queries(inputs, 2, 3));
    require_same_alone(method("combination:terms=2*(" + kExact + ")-(gradient)"), network,
                       draw_queries(inputs, 2, 1));
  });
}

TEST_CASE("in double the answers stay within their bounds") {
  int bounded = 0;
  property("|double - exact| <= error bound", [&] {
    const auto inputs = static_cast<std::size_t>(draw(1, 3));
    const auto network = convert<double>(build(draw_layered(inputs, 1))).value();
    const auto exactly = convert<Rational>(network).value();
    // Eighths are exact in double.
    const auto eighths = [&] {
      Numbers point;
      for (std::size_t i = 0; i < inputs; ++i) point.emplace_back(draw(-20, 20), 8);
      return point;
    };
    const Numbers x = eighths();
    const std::vector<Numbers> baselines = {eighths(), eighths(), eighths()};
    const std::string sum = "combination:terms=1/3*(" + kAverage + ")-7*(" + kAverage + ")";
    for (const std::string& text : {kAverage, sum}) {
      const auto exact = ask<Rational>(text, exactly, x, baselines);
      const auto rounded = ask<double>(text, network, x, baselines);
      if (!exact || !rounded) continue;
      RC_ASSERT_FALSE(exact->error_bound.has_value());
      RC_ASSERT(rounded->error_bound.has_value());
      ++bounded;
      for (Index i = 0; i < exact->values.size(); ++i) {
        const Rational difference = abs(Rational(rounded->values(i)) - exact->values(i));
        RC_ASSERT(difference <= Rational((*rounded->error_bound)(i)));
      }
    }
  });
  CHECK(bounded > 20);
}

TEST_CASE("bounds add up in size and are missing if one is") {
  const std::vector<double> weights = {2, -3};
  const auto sum = [&](std::optional<double> first, std::optional<double> second) {
    return weighted_sum<double>(std::vector{answer_of(1, first), answer_of(5, second)}, weights);
  };
  CHECK(sum(0.5, 0.25).values(0) == -13);
  REQUIRE(sum(0.5, 0.25).error_bound.has_value());
  // 2 * 0.5 + 3 * 0.25 and at least one rounding of 2 + 15, at most a dozen.
  CHECK((*sum(0.5, 0.25).error_bound)(0) > 1.75 + 17 * 0x1.0p-53);
  CHECK((*sum(0.5, 0.25).error_bound)(0) < 1.75 + 12 * 19 * 0x1.0p-53);
  CHECK_FALSE(sum(0.5, std::nullopt).error_bound.has_value());
}

TEST_CASE("standard errors add up in size and intervals turn with the sign") {
  Attribution<Rational> sampled;
  sampled.values = vector({1});
  sampled.sampling =
      SamplingError{Vector<double>::Constant(1, 0.5), 0.95, Vector<double>::Constant(1, 0.0),
                    Vector<double>::Constant(1, 3.0), 10};
  Attribution<Rational> known;
  known.values = vector({4});
  Attribution<Rational> longer = sampled;
  longer.sampling->samples = 30;
  const std::vector<Rational> weights = {1, -2, 1};
  const auto sum = weighted_sum<Rational>(std::vector{sampled, longer, known}, weights);
  CHECK(sum.values(0) == 3);
  REQUIRE(sum.sampling.has_value());
  CHECK(sum.sampling->standard_error(0) == 1.5);
  // From 0 - 2 * 3 + 4 to 3 - 2 * 0 + 4.
  CHECK(sum.sampling->low(0) == -2);
  CHECK(sum.sampling->high(0) == 7);
  CHECK(sum.sampling->samples == 10);
  CHECK_FALSE(
      weighted_sum<Rational>(std::vector{known}, std::vector<Rational>{1}).sampling.has_value());
}

TEST_CASE("relevance adds up node by node if every answer says where its own went") {
  Attribution<Rational> one;
  one.values = vector({3});
  one.conservation = Conservation<Rational>{5, {{"dense", 1}, {"relu", 1}}};
  Attribution<Rational> other;
  other.values = vector({2});
  other.conservation = Conservation<Rational>{6, {{"relu", 4}}};
  const std::vector<Rational> weights = {2, -1};
  const auto sum = weighted_sum<Rational>(std::vector{one, other}, weights);
  REQUIRE(sum.conservation.has_value());
  CHECK(sum.conservation->started == 4);
  REQUIRE(sum.conservation->absorbed.size() == 2);
  CHECK(sum.conservation->absorbed[0].relevance == 2);
  CHECK(sum.conservation->absorbed[1].node == "relu");
  CHECK(sum.conservation->absorbed[1].relevance == -2);
  other.conservation.reset();
  CHECK_FALSE(weighted_sum<Rational>(std::vector{one, other}, weights).conservation.has_value());
}

}  // namespace axiomark::tests
