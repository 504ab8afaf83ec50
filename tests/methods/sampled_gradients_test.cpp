#include <cmath>

#include "methods/expected_gradients.hpp"
#include "methods/gradient_shap.hpp"
#include "methods/normal_deviate.hpp"
#include "methods/smooth_gradient.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "tests/methods/distribution_question.hpp"
#include "tests/reference/averaged_gradients.hpp"

/// smooth-gradient, expected-gradients and gradient-shap: the estimator against the reference, draw
/// by draw; its mean against exact values.
namespace axiomark::tests {
namespace {

constexpr long kSamples = 7;

/// The stream that sample k of a method is documented to draw from.
RandomStream stream_of(std::uint64_t seed, long k) {
  return RandomStream(seed).split(static_cast<std::uint64_t>(k));
}

/// One normal deviate per feature, times s.
Numbers noise(RandomStream& stream, std::size_t features, const Rational& s) {
  Numbers values;
  for (std::size_t i = 0; i < features; ++i) values.push_back(s * Rational(normal_deviate(stream)));
  return values;
}

std::vector<Numbers> noises(std::uint64_t seed, std::size_t features, const Rational& s) {
  std::vector<Numbers> all;
  for (long k = 0; k < kSamples; ++k) {
    RandomStream stream = stream_of(seed, k);
    all.push_back(noise(stream, features, s));
  }
  return all;
}

/// A baseline, then alpha, then the noise.
std::vector<reference::PathDraw<Rational>> path_draws(std::uint64_t seed,
                                                      const std::vector<Numbers>& baselines,
                                                      const Rational& s) {
  std::vector<reference::PathDraw<Rational>> draws;
  for (long k = 0; k < kSamples; ++k) {
    RandomStream stream = stream_of(seed, k);
    const Numbers& baseline = baselines[stream.below(baselines.size())];
    const Rational alpha(stream.unit_interval());
    draws.push_back({baseline, alpha, noise(stream, baseline.size(), s)});
  }
  return draws;
}

std::string options(std::uint64_t seed, const std::string& more = "") {
  return ":samples=" + std::to_string(kSamples) + more + ",seed=" + std::to_string(seed);
}

std::vector<Numbers> draw_baselines(std::size_t features) {
  std::vector<Numbers> baselines(static_cast<std::size_t>(draw(1, 4)));
  for (Numbers& baseline : baselines) baseline = draw_numbers(features);
  return baselines;
}

Numbers answer_of(const std::string& text, const LayeredQuestion& q,
                  const std::vector<Numbers>& baselines) {
  const auto answer = ask<Rational>(text, build(q.layers), q.x, baselines, q.target_weights());
  if (!answer) RC_FAIL(text + ": " + message(answer.error()));
  RC_ASSERT(answer->gradient_evaluations == kSamples);
  RC_ASSERT(answer->sampling.has_value());
  RC_ASSERT(answer->sampling->samples == kSamples);
  return numbers(answer->values);
}

/// relu(x) of the first of n features.
template <Scalar S>
Network<S> first_relu(Index n) {
  NetworkBuilder<S> b;
  return b.build(b.relu(b.feature(b.input({n}), 0))).value();
}

/// Half the width of an interval that the mean of n independent numbers, each in a range of this
/// length, leaves with probability at most 1e-9 (Hoeffding 1963, theorem 2).
double hoeffding(double range, long n) {
  return range * std::sqrt(std::log(2e9) / (2 * static_cast<double>(n)));
}

double normal_below(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

}  // namespace

TEST_CASE("smooth gradients equal the reference on the same noise") {
  property("the mean of the gradients at the noisy points", [] {
    const LayeredQuestion q = draw_question();
    const auto seed = static_cast<std::uint64_t>(draw(0, 99));
    const auto [low, high] = std::minmax_element(q.x.begin(), q.x.end());
    RC_ASSERT(answer_of("smooth-gradient" + options(seed, ",sigma=1/3"), q, {q.baseline}) ==
              reference::smooth_gradient(q.layers, q.target, q.x,
                                         noises(seed, q.x.size(), (*high - *low) / 3)));
    RC_ASSERT(
        answer_of("smooth-gradient" + options(seed, ",sigma=2,noise=absolute"), q, {q.baseline}) ==
        reference::smooth_gradient(q.layers, q.target, q.x, noises(seed, q.x.size(), 2)));
  });
}

TEST_CASE("expected gradients equal the reference on the same baselines and alphas") {
  property("the mean of difference times gradient", [] {
    const LayeredQuestion q = draw_question();
    const auto seed = static_cast<std::uint64_t>(draw(0, 99));
    const auto baselines = draw_baselines(q.x.size());
    RC_ASSERT(answer_of("expected-gradients" + options(seed), q, baselines) ==
              reference::gradient_shap(q.layers, q.target, q.x, path_draws(seed, baselines, 0)));
  });
}

TEST_CASE("gradient-shap equals the reference on the same draws") {
  property("the mean of noisy difference times gradient", [] {
    const LayeredQuestion q = draw_question();
    const auto seed = static_cast<std::uint64_t>(draw(0, 99));
    const auto baselines = draw_baselines(q.x.size());
    RC_ASSERT(answer_of("gradient-shap" + options(seed, ",sigma=1/2"), q, baselines) ==
              reference::gradient_shap(q.layers, q.target, q.x,
                                       path_draws(seed, baselines, Rational(1, 2))));
    RC_ASSERT(answer_of("gradient-shap" + options(seed), q, baselines) ==
              answer_of("expected-gradients" + options(seed), q, baselines));
  });
}

TEST_CASE("kink conventions decide samples on a kink and the answer says so") {
  // Baseline and input agree in the kink of relu(x): every sample lies there.
  for (const std::string text : {"expected-gradients", "gradient-shap"}) {
    INFO(text);
    const auto answer =
        ask<Rational>(text + ":kink=1/2", examples::minimum(), {1, 1}, {{0, 0}, {3, 3}});
    REQUIRE(answer.has_value());
    CHECK(answer->hung_on.contains(Hang::kink));
    CHECK(answer->values(0) == answer->values(1));
    CHECK_FALSE(
        ask<Rational>(text, examples::minimum(), {1, 3}, {{0, 0}})->hung_on.contains(Hang::kink));
  }
}

TEST_CASE("on an affine function sampling errs in the baseline only") {
  NetworkBuilder<Rational> b;
  const auto network = b.build(b.dense(b.input({2}), {{2, -3}}, {1})).value();
  const auto one = ask<Rational>("expected-gradients", network, {1, 1}, {{0, 3}});
  REQUIRE(one.has_value());
  CHECK(numbers(one->values) == Numbers{2, 6});
  CHECK(one->sampling->standard_error.isZero(0));
  const auto smooth = ask<Rational>("smooth-gradient", network, {1, 4}, {{0, 0}});
  REQUIRE(smooth.has_value());
  CHECK(numbers(smooth->values) == Numbers{2, -3});
  CHECK(smooth->sampling->standard_error.isZero(0));
  const auto two = ask<Rational>("expected-gradients", network, {1, 1}, {{0, 3}, {1, 0}});
  REQUIRE(two.has_value());
  CHECK(two->sampling->standard_error(0) > 0);
}

TEST_CASE("the draws are a function of the seed") {
  const auto network = examples::figure_7_f();
  for (const std::string text : {"smooth-gradient:sigma=1", "expected-gradients:samples=50",
                                 "gradient-shap:samples=50,sigma=1"}) {
    INFO(text);
    const auto values = [&](const std::string& seed) {
      return numbers(ask<Rational>(text + seed, network, {3, 1}, {{0, 0}, {1, 2}})->values);
    };
    CHECK(values("") == values(",seed=0"));
    CHECK(values(",seed=5") == values(",seed=5"));
    CHECK(values(",seed=5") != values(",seed=6"));
  }
}

TEST_CASE("without a range to be relative to there is no noise and a note says so") {
  const auto answer = ask<Rational>("smooth-gradient", examples::saturation(), {2}, {{0}});
  REQUIRE(answer.has_value());
  CHECK(numbers(answer->values) == Numbers{0});
  CHECK(answer->notes == std::vector<std::string>{"the input's range is 0: no noise was added"});
  CHECK(ask<Rational>("smooth-gradient:noise=absolute", examples::saturation(), {2}, {{0}})
            ->notes.empty());
}

TEST_CASE("every scalar gets the same draws") {
  // Integer weights, 64 samples: away from kinks every number here is exact in float too.
  const Network<Rational> network = examples::figure_7_f();
  const auto in_float = convert<float>(network).value();
  const auto in_double = convert<double>(network).value();
  const std::string text = "smooth-gradient:samples=64,sigma=1,noise=absolute,seed=3";
  const Numbers exact = numbers(ask<Rational>(text, network, {3, 1}, {{0, 0}})->values);
  CHECK(exact.at(0) > 0);
  CHECK(exact.at(0) < 1);
  const auto rounded = ask<double>(text, in_double, {3, 1}, {{0, 0}})->values;
  const auto single = ask<float>(text, in_float, {3, 1}, {{0, 0}})->values;
  for (Index i = 0; i < 2; ++i) {
    CHECK(Rational(rounded(i)) == exact.at(static_cast<std::size_t>(i)));
    CHECK(Rational(single(i)) == exact.at(static_cast<std::size_t>(i)));
  }
}

TEST_CASE("smooth gradients converge to the gradient of the smoothed function") {
  // F = relu(x1), s = 1: dF/dx1 of E relu(x1 + z) is P(z > -x1). Each gradient lies in [0, 1].
  // False failure: 1e-9 per comparison. The grid of the deviates adds less than 2^-21.
  constexpr long kMany = 20'000;
  for (const std::string noise : {"sigma=1/2", "sigma=1,noise=absolute"}) {
    INFO(noise);
    const auto answer = ask<double>("smooth-gradient:samples=20000,seed=1," + noise,
                                    first_relu<double>(2), {1, 3}, {{0, 0}});
    REQUIRE(answer.has_value());
    CHECK(std::abs(answer->values(0) - normal_below(1)) < hoeffding(1, kMany) + 0x1.0p-21);
    CHECK(answer->values(1) == 0);
    // A share p of ones among n has the standard error sqrt(p (1 - p) / (n - 1)).
    const double p = answer->values(0);
    CHECK(std::abs(answer->sampling->standard_error(0) - std::sqrt(p * (1 - p) / (kMany - 1))) <
          1e-12);
  }
}

TEST_CASE("expected gradients converge to the average of exact integrated gradients") {
  // Each sample is the difference, at most 3 and 1, times a slope from 0 to 1 in size and of one
  // sign: ranges of length 3 and 1. False failure: 1e-9 per comparison.
  constexpr long kMany = 20'000;
  const std::vector<Numbers> baselines = {{0, 0}, {1, Rational(1, 2)}};
  const auto exact = ask<Rational>("average:method=(integrated-gradients:rule=exact)",
                                   examples::figure_7_f(), {3, 1}, baselines);
  REQUIRE(exact.has_value());
  CHECK(numbers(exact->values) == Numbers{Rational(17, 12), Rational(-5, 12)});
  const auto network = convert<double>(examples::figure_7_f()).value();
  for (const std::string text :
       {"expected-gradients:samples=20000,seed=2", "gradient-shap:samples=20000,seed=3"}) {
    INFO(text);
    const auto answer = ask<double>(text, network, {3, 1}, baselines);
    REQUIRE(answer.has_value());
    CHECK(std::abs(answer->values(0) - 17.0 / 12) < hoeffding(3, kMany));
    CHECK(std::abs(answer->values(1) + 5.0 / 12) < hoeffding(1, kMany));
  }
}

TEST_CASE("with noise gradient-shap adds up to the mean of the noisy outputs, not to F(x)") {
  // F = relu(x), x = x' = 0, sigma = 1: a sample is relu(z), its mean 1 / sqrt(2 pi), while F(x) -
  // F(x') = 0 = expected gradients. relu(z) is a 1-Lipschitz function of a normal z: the mean of n
  // is further off than t with probability at most 2 exp(-n t^2 / 2) (Tsirelson, Ibragimov & Sudakov
  // 1976), here 1e-9. The grid of the deviates adds less than 2^-21.
  constexpr long kMany = 20'000;
  const double t = std::sqrt(2 * std::log(2e9) / kMany) + 0x1.0p-21;
  const auto network = first_relu<double>(1);
  const auto noisy = ask<double>("gradient-shap:samples=20000,sigma=1,seed=4", network, {0}, {{0}});
  REQUIRE(noisy.has_value());
  CHECK(std::abs(noisy->values(0) - 1 / std::sqrt(2 * std::acos(-1.0))) < t);
  CHECK(noisy->values(0) > t);
  CHECK(ask<double>("expected-gradients", network, {0}, {{0}})->values(0) == 0);
}

TEST_CASE("sampled methods answer many queries as they answer one") {
  property("several targets, three baselines each", [] {
    const auto inputs = static_cast<std::size_t>(draw(1, 3));
    const Network<Rational> network = build(draw_layered(inputs, 2));
    const auto queries = draw_queries(inputs, 2, 3);
    for (const std::string text :
         {"smooth-gradient:samples=3", "expected-gradients:samples=4", "gradient-shap:sigma=1"}) {
      require_same_alone(method(text), network, queries);
    }
  });
}

}  // namespace axiomark::tests
