#include "methods/shapley_sampling.hpp"

#include <fmt/format.h>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "tests/methods/layered_game.hpp"
#include "tests/reference/shapley.hpp"

namespace axiomark::tests {
namespace {

Numbers mean(const std::vector<Numbers>& draws) {
  Numbers result(draws.front().size(), Rational(0));
  for (const Numbers& draw : draws) {
    for (std::size_t i = 0; i < draw.size(); ++i) result[i] += draw[i];
  }
  for (Rational& value : result) value /= static_cast<int>(draws.size());
  return result;
}

/// The chance of a false alarm when a seed or a draw is changed; every seed is fixed, so that a pass
/// stays a pass.
constexpr double kFalseAlarm = 1e-6;

}  // namespace

TEST_CASE("random orders are these") {
  // By an independent implementation of the stream and of Fisher & Yates.
  using Order = std::vector<Index>;
  CHECK(random_order(RandomStream(0).split(0), 6) == Order{4, 2, 5, 3, 0, 1});
  CHECK(random_order(RandomStream(0).split(1), 6) == Order{3, 4, 5, 1, 2, 0});
  CHECK(random_order(RandomStream(2026).split(0), 6) == Order{2, 5, 4, 3, 0, 1});
  CHECK(random_order(RandomStream(0), 1) == Order{0});
}

TEST_CASE("every order is drawn equally often") {
  // Chi-squared with 23 degrees of freedom at a false-alarm probability of 1e-6.
  std::map<std::vector<Index>, int> counts;
  const int draws = 24000;
  for (int k = 0; k < draws; ++k) {
    ++counts[random_order(RandomStream(5).split(static_cast<std::uint64_t>(k)), 4)];
  }
  REQUIRE(counts.size() == 24);
  double statistic = 0;
  for (const auto& [order, count] : counts) statistic += std::pow(count - 1000.0, 2) / 1000.0;
  CHECK(statistic < boost::math::quantile(boost::math::chi_squared(23), 1 - kFalseAlarm));
}

TEST_CASE("sampling orders is the mean increase along the drawn orders, exactly") {
  property("the same orders by the definition", [] {
    const LayeredQuestion q = draw_game(draw(1, 5));
    const auto n = static_cast<Index>(q.x.size());
    const int samples = draw(2, 6);
    const int seed = draw(0, 1000);
    std::vector<Numbers> forwards;
    std::vector<Numbers> both_ways;
    for (int k = 0; k < samples; ++k) {
      std::vector<Index> order = random_order(
          RandomStream(static_cast<std::uint64_t>(seed)).split(static_cast<std::uint64_t>(k)), n);
      forwards.push_back(increases_along(order, q));
      std::ranges::reverse(order);
      both_ways.push_back(mean({forwards.back(), increases_along(order, q)}));
    }
    const std::string options =
        ",samples=" + std::to_string(samples) + ",seed=" + std::to_string(seed);
    const auto plain = answer_to("shapley:rule=permutations" + options, q);
    RC_ASSERT(numbers(plain.values) == mean(forwards));
    RC_ASSERT(plain.function_evaluations == 2 + samples * (n - 1));
    RC_ASSERT(plain.sampling->samples == samples);
    const auto paired = answer_to("shapley:rule=antithetic" + options, q);
    RC_ASSERT(numbers(paired.values) == mean(both_ways));
    RC_ASSERT(paired.function_evaluations == 2 + Index{2} * samples * (n - 1));
  });
}

TEST_CASE("standard errors and intervals are those of the mean of the drawn increases") {
  const LayeredQuestion q = fixed_game();
  const int samples = 7;
  std::vector<Numbers> drawn;
  for (std::uint64_t k = 0; k < samples; ++k) {
    drawn.push_back(increases_along(random_order(RandomStream(3).split(k), 5), q));
  }
  const Numbers means = mean(drawn);
  const auto answer = answer_to("shapley:rule=permutations,samples=7,seed=3,confidence=0.9", q);
  REQUIRE(answer.sampling.has_value());
  CHECK(answer.sampling->confidence == 0.9);
  const double t = boost::math::quantile(boost::math::students_t(samples - 1), 0.95);
  bool some_spread = false;
  for (std::size_t i = 0; i < 5; ++i) {
    Rational squares = 0;
    for (const Numbers& draw : drawn) squares += (draw[i] - means[i]) * (draw[i] - means[i]);
    const double expected =
        std::sqrt(convert<double>(Rational(squares / (samples * (samples - 1)))));
    some_spread = some_spread || expected > 0;
    const auto at = static_cast<Index>(i);
    const double error = answer.sampling->standard_error(at);
    const auto value = convert<double>(means[i]);
    // The recurrence over 7 draws takes some 40 operations on numbers below 2^5 with a spread of
    // 1 or more: 1e-12 is more than a hundred times their roundings.
    CHECK(std::abs(error - expected) <= 1e-12);
    CHECK(std::abs(answer.sampling->low(at) - (value - t * expected)) <= 1e-11);
    CHECK(std::abs(answer.sampling->high(at) - (value + t * expected)) <= 1e-11);
  }
  CHECK(some_spread);
}

TEST_CASE("stratified sampling is the mean over sizes of the mean over drawn coalitions, exactly") {
  property("the same coalitions by the definition", [] {
    const LayeredQuestion q = draw_game(draw(3, 5));
    const auto n = q.x.size();
    const int samples = draw(2, 4);
    const int seed = draw(0, 1000);
    const Numbers values = values_of("shapley:rule=stratified,samples=" + std::to_string(samples) +
                                         ",seed=" + std::to_string(seed),
                                     q);
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<std::size_t> others;
      for (std::size_t k = 0; k < n; ++k) {
        if (k != i) others.push_back(k);
      }
      const RandomStream stream = RandomStream(static_cast<std::uint64_t>(seed)).split(i);
      const auto increase = [&](std::size_t size, std::uint64_t draw) {
        const auto order = random_order(stream.split(draw), static_cast<Index>(n) - 1);
        Numbers point = q.baseline;
        for (std::size_t k = 0; k < size; ++k) {
          const std::size_t member = others[static_cast<std::size_t>(order[k])];
          point[member] = q.x[member];
        }
        const Rational without = value_at(q)(point);
        point[i] = q.x[i];
        return Rational(value_at(q)(point) - without);
      };
      // Whatever is drawn, nobody and everybody else are one coalition each.
      Rational expected = increase(0, 0) + increase(n - 1, 0);
      std::uint64_t drawn = 0;
      for (std::size_t size = 1; size + 1 < n; ++size) {
        for (int d = 0; d < samples; ++d) expected += increase(size, drawn++) / samples;
      }
      RC_ASSERT(values[i] == expected / static_cast<int>(n));
    }
  });
}

TEST_CASE("the standard error of stratified sampling is that of the sum of its strata") {
  const LayeredQuestion q = fixed_game();
  const int samples = 5;
  const auto answer = answer_to("shapley:rule=stratified,samples=5,seed=8", q);
  for (std::size_t i = 0; i < 5; ++i) {
    const RandomStream stream = RandomStream(8).split(i);
    std::uint64_t drawn = 0;
    double variance = 0;
    double squares = 0;
    for (std::size_t size = 1; size < 4; ++size) {
      std::vector<double> increases;
      for (int d = 0; d < samples; ++d) {
        const auto order = random_order(stream.split(drawn++), 4);
        Numbers point = q.baseline;
        for (std::size_t k = 0; k < size; ++k) {
          const auto other = static_cast<std::size_t>(order[k]);
          const std::size_t member = other < i ? other : other + 1;
          point[member] = q.x[member];
        }
        const Rational without = value_at(q)(point);
        point[i] = q.x[i];
        increases.push_back(convert<double>(Rational(value_at(q)(point) - without)));
      }
      double mean = 0;
      for (const double increase : increases) mean += increase / samples;
      double of_mean = 0;
      for (const double increase : increases) {
        of_mean += (increase - mean) * (increase - mean) / (samples * (samples - 1));
      }
      variance += of_mean;
      squares += of_mean * of_mean / (samples - 1);
    }
    // Welch & Satterthwaite. Some 60 operations on numbers below 2^5: 1e-11 is more than a hundred
    // times their roundings.
    const double error = std::sqrt(variance) / 5;
    const auto at = static_cast<Index>(i);
    CHECK(error > 0);
    CHECK(std::abs(answer.sampling->standard_error(at) - error) <= 1e-11);
    const boost::math::students_t t(variance * variance / squares);
    const double width = answer.sampling->high(at) - answer.sampling->low(at);
    CHECK(std::abs(width - 2 * error * boost::math::quantile(t, 0.975)) <= 1e-10);
  }
}

TEST_CASE("stratified sampling is exact where sizes leave nothing to draw") {
  property("up to two players", [] {
    const LayeredQuestion q = draw_game(draw(1, 2));
    const auto answer = answer_to("shapley:rule=stratified,samples=2", q);
    RC_ASSERT(numbers(answer.values) == values_of("shapley", q));
    RC_ASSERT((answer.sampling->standard_error == 0).all());
  });
  property("three players: sizes 0 and 2 are exact, size 1 is one of two coalitions", [] {
    const LayeredQuestion q = draw_game(3);
    const auto answer = answer_to("shapley:rule=stratified,samples=2", q);
    const auto v = [&](bool a, bool b, bool c) {
      return value_at(q)(
          {a ? q.x[0] : q.baseline[0], b ? q.x[1] : q.baseline[1], c ? q.x[2] : q.baseline[2]});
    };
    const Rational alone = v(true, false, false) - v(false, false, false);
    const Rational last = v(true, true, true) - v(false, true, true);
    const Rational after_1 = v(true, true, false) - v(false, true, false);
    const Rational after_2 = v(true, false, true) - v(false, false, true);
    const Rational drawn = 3 * answer.values(0) - alone - last;
    RC_ASSERT(drawn == after_1 || drawn == after_2 || drawn == (after_1 + after_2) / 2);
    RC_ASSERT(answer.function_evaluations == 2 + 6 + 2 * 3 * 1 * 2);
  });
}

TEST_CASE("H06 one antithetic pair is exact when players interact in pairs only") {
  property("sums of functions of two features each, exactly, with standard error zero", [] {
    NetworkBuilder<Rational> b;
    const Index n = draw(2, 6);
    const Tensor x = b.input({n});
    std::vector<Tensor> terms;
    for (Index i = 0; i < n; ++i) {
      for (Index j = i; j < n; ++j) {
        const Tensor pair = b.concat({b.feature(x, i), b.feature(x, j)}, 0);
        terms.push_back(b.relu(b.dense(pair, {{draw_number(), draw_number()}}, {draw_number()})));
      }
    }
    const Tensor sum = b.dense(
        b.concat(terms, 0),
        Matrix<Rational>::Constant(1, static_cast<Index>(terms.size()), Rational(1)), vector({0}));
    const Network<Rational> network = b.build(sum).value();
    const Numbers point = draw_numbers(static_cast<std::size_t>(n));
    const Numbers baseline = draw_numbers(static_cast<std::size_t>(n));
    const auto exact = ask("shapley", network, point, baseline);
    const std::string seed = std::to_string(draw(0, 1000));
    const auto pairs =
        ask("shapley:rule=antithetic,samples=2,seed=" + seed, network, point, baseline);
    RC_ASSERT(numbers(pairs->values) == numbers(exact->values));
    RC_ASSERT((pairs->sampling->standard_error == 0).all());
    // A pair of complementary coalitions is as good for the least squares, if they determine it.
    const auto kernel =
        ask("kernel-shap:rule=sampled,samples=40,seed=" + seed, network, point, baseline);
    RC_ASSERT(kernel.has_value());
    RC_ASSERT(numbers(kernel->values) == numbers(exact->values));
  });
  // With interactions of three it is not exact.
  CHECK(values_of("shapley:rule=antithetic,samples=2", fixed_game()) !=
        values_of("shapley", fixed_game()));
}

}  // namespace axiomark::tests
