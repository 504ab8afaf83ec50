#include <fmt/format.h>

#include <boost/math/distributions/binomial.hpp>
#include <cmath>

#include "tests/methods/layered_game.hpp"
#include "tests/reference/shapley.hpp"

/// How far sampled Shapley values are off, and whether they know it.
namespace axiomark::tests {
namespace {

/// Binomial tails that a correct program falls into with this probability, both taken together.
/// Every seed is fixed, so that a pass stays a pass; this is the chance of a false alarm when one
/// of them or a draw is changed.
constexpr double kFalseAlarm = 1e-6;

/// Whether `hits` of `trials` is believable for a probability of `rate` each.
bool believable(int hits, int trials, double rate) {
  const boost::math::binomial_distribution<double> counts(trials, rate);
  return boost::math::cdf(counts, hits) > kFalseAlarm / 2 &&
         (hits == 0 ||
          boost::math::cdf(boost::math::complement(counts, hits - 1)) > kFalseAlarm / 2);
}

Result<Attribution<double>> ask_fixed_game(const std::string& text, const Network<double>& network,
                                           const LayeredQuestion& q) {
  return ask<double>(method(text), network, convert_all<double>(vector(q.x)),
                     convert_all<double>(vector(q.baseline)), Vector<double>::Ones(1));
}

}  // namespace

TEST_CASE("H06 the variance of sampled orders is that of one order over their number") {
  const LayeredQuestion q = fixed_game();
  const Numbers truth = reference::shapley(q.layers, q.target, q.baseline, q.x);
  const Network<double> network = convert<double>(build(q.layers)).value();
  // The exact variance of feature i's increase over all 120 orders, of an order alone and of the
  // mean with its reverse.
  std::vector<double> variance_alone(5, 0.0);
  std::vector<double> variance_paired(5, 0.0);
  std::vector<Index> order = {0, 1, 2, 3, 4};
  do {
    const Numbers there = increases_along(order, q);
    const Numbers back = increases_along(std::vector<Index>(order.rbegin(), order.rend()), q);
    for (std::size_t i = 0; i < 5; ++i) {
      variance_alone[i] += std::pow(convert<double>(Rational(there[i] - truth[i])), 2) / 120;
      variance_paired[i] +=
          std::pow(convert<double>(Rational((there[i] + back[i]) / 2 - truth[i])), 2) / 120;
    }
  } while (std::ranges::next_permutation(order).found);
  const auto mean_squared_errors = [&](const std::string& rule, int samples) {
    std::vector<double> squares(5, 0.0);
    for (int seed = 0; seed < 1000; ++seed) {
      const auto answer =
          ask_fixed_game("shapley:rule=" + rule + ",samples=" + std::to_string(samples) +
                             ",seed=" + std::to_string(seed),
                         network, q);
      for (std::size_t i = 0; i < 5; ++i) {
        squares[i] +=
            std::pow(answer->values(static_cast<Index>(i)) - convert<double>(truth[i]), 2) / 1000;
      }
    }
    return squares;
  };
  // The mean of 1000 squared errors of nearly normal means (of 10 draws or more) over the variance
  // is chi-squared with 1000 degrees of freedom over 1000: within 27 % of 1 but for a probability
  // of about 1e-8, below 1e-6 for all 30 comparisons.
  for (const int samples : {10, 40, 160}) {
    INFO(samples << " samples, seeds 0 to 999");
    const auto alone = mean_squared_errors("permutations", samples);
    const auto paired = mean_squared_errors("antithetic", samples);
    for (std::size_t i = 0; i < 5; ++i) {
      CHECK(std::abs(alone[i] * samples / variance_alone[i] - 1) < 0.27);
      CHECK(std::abs(paired[i] * samples / variance_paired[i] - 1) < 0.27);
      // A pair is worth more than the two orders it costs.
      CHECK(variance_paired[i] < variance_alone[i] / 2);
    }
  }
}

TEST_CASE("H07 the completeness residual of sampled orders is zero and their error is not") {
  property("orders telescope at any number of samples", [] {
    const LayeredQuestion q = draw_game(draw(3, 5));
    const Rational total = value_at(q)(q.x) - value_at(q)(q.baseline);
    const std::string options =
        ",samples=" + std::to_string(draw(2, 5)) + ",seed=" + std::to_string(draw(0, 1000));
    RC_ASSERT(sum(values_of("shapley:rule=permutations" + options, q)) == total);
    RC_ASSERT(sum(values_of("shapley:rule=antithetic" + options, q)) == total);
  });
  const LayeredQuestion q = fixed_game();
  const Numbers truth = values_of("shapley", q);
  for (const std::string rule : {"permutations", "antithetic"}) {
    for (const int samples : {2, 10, 100}) {
      const std::string text = fmt::format("shapley:rule={},samples={}", rule, samples);
      INFO(text);
      const auto answer = answer_to(text, q);
      const Numbers values = numbers(answer.values);
      CHECK(sum(values) == sum(truth));
      CHECK(values != truth);
      // What does tell: a standard error that is not zero.
      CHECK(answer.sampling->standard_error.maxCoeff() > 0);
    }
  }
}

TEST_CASE("intervals cover the Shapley value at the stated rate over 1000 seeds") {
  const LayeredQuestion q = fixed_game();
  const Numbers truth = reference::shapley(q.layers, q.target, q.baseline, q.x);
  const Network<double> network = convert<double>(build(q.layers)).value();
  // Means of 60 draws or more in all are nearly normal; the binomial test below allows the rate to
  // differ from the stated one by chance only: 3.4 % at 95 %, 7.8 % at 50 %, at kFalseAlarm each.
  for (const std::string text :
       {"shapley:rule=permutations,samples=60", "shapley:rule=antithetic,samples=60",
        "shapley:rule=stratified,samples=20", "kernel-shap:rule=unbiased,samples=200",
        "kernel-shap:rule=unbiased,paired=false,samples=200"}) {
    for (const auto& [confidence, rate] :
         std::vector<std::pair<std::string, double>>{{"0.95", 0.95}, {"0.5", 0.5}}) {
      std::vector<int> hits(5, 0);
      for (int seed = 0; seed < 1000; ++seed) {
        const auto answer = ask_fixed_game(
            fmt::format("{},confidence={},seed={}", text, confidence, seed), network, q);
        REQUIRE(answer.has_value());
        for (std::size_t i = 0; i < 5; ++i) {
          const auto value = convert<double>(truth[i]);
          const auto at = static_cast<Index>(i);
          if (answer->sampling->low(at) <= value && value <= answer->sampling->high(at)) ++hits[i];
        }
      }
      for (std::size_t i = 0; i < 5; ++i) {
        INFO(text << ", confidence " << confidence << ", feature " << i << ": " << hits[i]);
        CHECK(believable(hits[i], 1000, rate));
      }
    }
  }
}

}  // namespace axiomark::tests
