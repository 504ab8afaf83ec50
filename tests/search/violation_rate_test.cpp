#include "search/violation_rate.hpp"

#include <cmath>

#include "tests/methods/one_answer.hpp"
#include "tests/property.hpp"

namespace axiomark::tests {
namespace {

Rational power(const Rational& base, std::uint64_t exponent) {
  Rational result = 1;
  for (std::uint64_t k = 0; k < exponent; ++k) result *= base;
  return result;
}

/// P(X = hits) of `cases` independent cases, each a hit with probability `rate`, exactly.
Rational probability_of(std::uint64_t hits, std::uint64_t cases, const Rational& rate) {
  Rational ways = 1;
  for (std::uint64_t k = 0; k < hits; ++k) ways = ways * Rational(cases - k) / Rational(k + 1);
  return ways * power(rate, hits) * power(1 - rate, cases - hits);
}

/// P(X <= hits).
Rational tail(std::uint64_t hits, std::uint64_t cases, const Rational& rate) {
  Rational sum = 0;
  for (std::uint64_t k = 0; k <= hits; ++k) sum += probability_of(k, cases, rate);
  return sum;
}

const Rational kMissed(1, 20);  // 95 %

std::uint64_t drawn(int low, int high) { return static_cast<std::uint64_t>(draw(low, high)); }

}  // namespace

TEST_CASE("the upper bound is the rate at which so few violations have probability 1 in 20") {
  property("the binomial tail crosses 1/20 at the bound", [] {
    const std::uint64_t cases = drawn(1, 40);
    const std::uint64_t violations = drawn(0, static_cast<int>(cases) - 1);
    const auto bound = convert<Rational>(violation_rate_upper(cases, violations));
    // The tail falls as the rate grows. 2^-40: some thousand roundings, far less than any digit shown.
    const Rational slack = Rational(1) / (1LL << 40);
    RC_ASSERT(tail(violations, cases, bound * (1 - slack)) > kMissed);
    RC_ASSERT(tail(violations, cases, bound + (1 - bound) * slack) < kMissed);
  });
}

TEST_CASE("whatever the rate, the bound lies above it in at least 95 % of campaigns") {
  property("Clopper and Pearson's coverage, summed exactly over all outcomes", [] {
    const std::uint64_t cases = drawn(1, 30);
    const Rational rate(draw(0, 97), 97);
    Rational covered = 0;
    for (std::uint64_t v = 0; v <= cases; ++v) {
      if (convert<Rational>(violation_rate_upper(cases, v)) >= rate) {
        covered += probability_of(v, cases, rate);
      }
    }
    RC_ASSERT(covered >= 1 - kMissed);
  });
}

TEST_CASE("the bound grows with violations and falls with cases") {
  property("monotone", [] {
    const std::uint64_t cases = drawn(2, 100000);
    const std::uint64_t violations =
        drawn(0, static_cast<int>(std::min<std::uint64_t>(cases, 50)) - 2);
    const double bound = violation_rate_upper(cases, violations);
    RC_ASSERT(bound > 0 && bound < 1);
    RC_ASSERT(violation_rate_upper(cases, violations + 1) > bound);
    RC_ASSERT(violation_rate_upper(cases + 1, violations) < bound);
  });
}

TEST_CASE("bounds that can be worked out by hand") {
  const auto near = [](double found, double expected) {
    return std::abs(found - expected) < 1e-12;  // some thousand roundings
  };
  // No violation: (1 - p)^n = 1/20.
  CHECK(near(violation_rate_upper(1), 0.95));
  CHECK(near(violation_rate_upper(2), 1 - std::sqrt(0.05)));
  CHECK(near(violation_rate_upper(1000), 1 - std::pow(0.05, 1e-3)));
  // One of two: p^2 = 19/20.
  CHECK(near(violation_rate_upper(2, 1), std::sqrt(0.95)));
  // All: nothing is excluded.
  CHECK(violation_rate_upper(7, 7) == 1);
  CHECK(violation_rate_upper(0) == 1);
}

}  // namespace axiomark::tests
