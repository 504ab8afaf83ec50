#include "methods/sample_mean.hpp"

#include <cmath>

#include "methods/normal_deviate.hpp"
#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

template <Scalar S>
SampleMean<S> mean_of(std::initializer_list<int> samples, int scale = 1) {
  SampleMean<S> mean(1);
  for (const int sample : samples) mean.add(Vector<S>::Constant(1, S(sample * scale)));
  return mean;
}

}  // namespace

TEST_CASE("the mean of rationals is exact and their standard error is that of the doubles") {
  const auto exact = mean_of<Rational>({1, 2, 3, 4});
  CHECK(exact.mean()(0) == Rational(5, 2));
  const auto error = exact.error();
  REQUIRE(error.has_value());
  CHECK(error->samples == 4);
  CHECK(error->confidence == 0.95);
  // s^2 = 5/3, s / sqrt(4) = sqrt(5/12); t with 3 degrees of freedom at 0.975: the root of
  // 1/2 + (u / (1 + u^2) + atan u) / pi = 0.975, times sqrt(3), in 30 digits.
  // A few roundings of numbers near 1 (2^-52 each) and the quantile's own.
  const double standard_error = std::sqrt(5.0 / 12);
  const double t = 3.18244630528370959;
  CHECK(std::abs(error->standard_error(0) - standard_error) < 1e-14);
  CHECK(std::abs(error->low(0) - (2.5 - t * standard_error)) < 1e-13);
  CHECK(std::abs(error->high(0) - (2.5 + t * standard_error)) < 1e-13);
  CHECK(mean_of<float>({1, 2, 3, 4}).mean()(0) == 2.5F);
  CHECK(mean_of<double>({1, 2, 3, 4}).error()->standard_error(0) == error->standard_error(0));
}

TEST_CASE("another confidence has another interval") {
  // The same root at 0.995.
  const auto error = mean_of<double>({1, 2, 3, 4}).error(0.99);
  REQUIRE(error.has_value());
  CHECK(error->confidence == 0.99);
  CHECK(std::abs(error->high(0) - (2.5 + 5.84090930973335726 * std::sqrt(5.0 / 12))) < 1e-13);
}

TEST_CASE("equal samples have no spread, also far from zero") {
  const auto error = mean_of<double>({7, 7, 7}, 100'000'003).error();
  REQUIRE(error.has_value());
  CHECK(error->standard_error(0) == 0);
  CHECK(error->low(0) == 700'000'021);
  CHECK(error->high(0) == 700'000'021);
}

TEST_CASE("one sample has no standard error and a spread beyond doubles is an error") {
  CHECK_FALSE(mean_of<double>({1}).error().has_value());
  SampleMean<double> wide(1);
  wide.add(Vector<double>::Constant(1, 1e200));
  wide.add(Vector<double>::Constant(1, -1e200));
  const auto error = wide.error();
  REQUIRE_FALSE(error.has_value());
  CHECK(error.error().kind == ErrorKind::numeric);
}

TEST_CASE("normal deviates are a function of the stream, by value") {
  // Of the same uniform numbers, by Python's statistics.NormalDist, times 2^20.
  RandomStream stream(1);
  for (const double expected : {-353006.0, 1662431.0, -1774917.0, 800657.0, -812841.0, 790011.0}) {
    CHECK(normal_deviate(stream) * 0x1.0p20 == expected);
  }
}

TEST_CASE("normal deviates are exact in float and have the normal distribution") {
  const std::uint64_t seed = 2026;
  INFO("seed " << seed);
  RandomStream stream(seed);
  constexpr int kDraws = 100'000;
  const std::vector<double> points = {-3, -2, -1, -0.5, 0, 0.5, 1, 2, 3};
  std::vector<int> below(points.size(), 0);
  for (int k = 0; k < kDraws; ++k) {
    const double z = normal_deviate(stream);
    REQUIRE(static_cast<double>(static_cast<float>(z)) == z);
    for (std::size_t p = 0; p < points.size(); ++p) below[p] += z <= points[p] ? 1 : 0;
  }
  // Dvoretzky, Kiefer & Wolfowitz with Massart's constant: the largest distance of the two
  // distribution functions exceeds e with probability at most 2 exp(-2 n e^2), here 1e-9. The grid
  // of 2^-20 adds at most half a step times the density, 2e-7.
  const double distance = std::sqrt(std::log(2e9) / (2.0 * kDraws)) + 2e-7;
  for (std::size_t p = 0; p < points.size(); ++p) {
    INFO("at " << points[p]);
    const double expected = std::erfc(-points[p] / std::sqrt(2.0)) / 2;
    CHECK(std::abs(below[p] / static_cast<double>(kDraws) - expected) < distance);
  }
}

}  // namespace axiomark::tests
