#include "methods/quadrature.hpp"

#include <boost/math/special_functions/legendre.hpp>
#include <cmath>
#include <numeric>

#include "tests/catch.hpp"

namespace axiomark::tests {
namespace {

Rational q(int numerator, int denominator) { return Rational(numerator, denominator); }

template <Scalar S = Rational>
Quadrature<S> rule_of(QuadratureRule rule, long steps, std::uint64_t seed = 0) {
  return make_quadrature<S>(rule, steps, RandomStream(seed)).value();
}

/// sum_k w_k t_k^power, in S.
template <Scalar S>
S moment(const Quadrature<S>& rule, int power) {
  S sum(0);
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    S term = rule.weights[k];
    for (int j = 0; j < power; ++j) term *= rule.nodes[k];
    sum += term;
  }
  return sum;
}

/// A moment of n terms, each node and weight within a unit in the last place, against 1 / (p + 1).
double moment_error(const Quadrature<double>& rule, int power) {
  long double sum = 0;
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    sum += static_cast<long double>(rule.weights[k]) *
           std::pow(static_cast<long double>(rule.nodes[k]), static_cast<long double>(power));
  }
  return static_cast<double>(std::fabs(sum - 1 / static_cast<long double>(power + 1)));
}

/// Rounding of nodes and weights to double: nodes by 2^-54, which moves t^p by p 2^-54 relative to
/// a moment of 1 / (p + 1), and weights by 2^-53 of themselves; both are below 4e-16 in sum.
constexpr double kMoments = 1e-14;

constexpr std::array kEveryRule = {QuadratureRule::left,     QuadratureRule::right,
                                   QuadratureRule::midpoint, QuadratureRule::trapezoid,
                                   QuadratureRule::simpson,  QuadratureRule::gauss_legendre,
                                   QuadratureRule::random};

}  // namespace

TEST_CASE("nodes and weights of the rules of equal intervals are these") {
  const auto left = rule_of(QuadratureRule::left, 4);
  CHECK(left.nodes == std::vector<Rational>{0, q(1, 4), q(1, 2), q(3, 4)});
  CHECK(left.weights == std::vector<Rational>(4, q(1, 4)));
  const auto right = rule_of(QuadratureRule::right, 3);
  CHECK(right.nodes == std::vector<Rational>{q(1, 3), q(2, 3), 1});
  CHECK(right.weights == std::vector<Rational>(3, q(1, 3)));
  const auto midpoint = rule_of(QuadratureRule::midpoint, 3);
  CHECK(midpoint.nodes == std::vector<Rational>{q(1, 6), q(1, 2), q(5, 6)});
  CHECK(midpoint.weights == std::vector<Rational>(3, q(1, 3)));
  const auto trapezoid = rule_of(QuadratureRule::trapezoid, 2);
  CHECK(trapezoid.nodes == std::vector<Rational>{0, q(1, 2), 1});
  CHECK(trapezoid.weights == std::vector<Rational>{q(1, 4), q(1, 2), q(1, 4)});
  const auto simpson = rule_of(QuadratureRule::simpson, 4);
  CHECK(simpson.nodes == std::vector<Rational>{0, q(1, 4), q(1, 2), q(3, 4), 1});
  CHECK(simpson.weights == std::vector<Rational>{q(1, 12), q(1, 3), q(1, 6), q(1, 3), q(1, 12)});
}

TEST_CASE("in floating point the nodes are the rational ones correctly rounded") {
  const auto exact = rule_of(QuadratureRule::right, 7);
  const auto rounded = rule_of<double>(QuadratureRule::right, 7);
  const auto single = rule_of<float>(QuadratureRule::right, 7);
  for (std::size_t k = 0; k < 7; ++k) {
    CHECK(rounded.nodes[k] == convert<double>(exact.nodes[k]));
    CHECK(single.nodes[k] == convert<float>(exact.nodes[k]));
    CHECK(rounded.weights[k] == convert<double>(exact.weights[k]));
  }
}

TEST_CASE("the weights of every rule are positive and sum to exactly 1 in Rational") {
  for (const QuadratureRule rule : kEveryRule) {
    for (const long steps : {1L, 2L, 3L, 5L, 10L, 50L}) {
      if (rule == QuadratureRule::simpson && steps % 2 != 0) continue;
      INFO(quadrature_rule_names()[static_cast<std::size_t>(rule)] << ", " << steps);
      const auto made = rule_of(rule, steps);
      Rational sum = 0;
      for (const Rational& w : made.weights) {
        CHECK(w > 0);
        sum += w;
      }
      CHECK(sum == 1);
      CHECK(made.nodes.size() == made.weights.size());
      for (const Rational& t : made.nodes) CHECK((t >= 0 && t <= 1));
    }
  }
}

TEST_CASE("Simpson's rule integrates cubics exactly and needs an even number of steps") {
  for (const long steps : {2L, 6L}) {
    const auto made = rule_of(QuadratureRule::simpson, steps);
    for (const int power : {1, 2, 3}) CHECK(moment(made, power) == q(1, power + 1));
    CHECK(moment(made, 4) != q(1, 5));
  }
  const auto odd = make_quadrature<Rational>(QuadratureRule::simpson, 5);
  REQUIRE_FALSE(odd.has_value());
  CHECK(message(odd.error()).find("an even number") != std::string::npos);
}

TEST_CASE("a rule of no steps is refused and so is Gauss-Legendre beyond 10000 nodes") {
  for (const QuadratureRule rule : kEveryRule) {
    CHECK_FALSE(make_quadrature<double>(rule, 0).has_value());
    CHECK_FALSE(make_quadrature<double>(rule, -2).has_value());
  }
  CHECK_FALSE(make_quadrature<double>(QuadratureRule::gauss_legendre, 10001).has_value());
}

TEST_CASE("n Gauss-Legendre nodes integrate every power up to 2n - 1 and not the next") {
  for (const long n : {1L, 2L, 3L, 4L, 5L, 10L, 20L, 49L, 50L}) {
    const auto made = rule_of<double>(QuadratureRule::gauss_legendre, n);
    REQUIRE(made.nodes.size() == static_cast<std::size_t>(n));
    for (int power = 0; power <= 2 * n - 1; ++power) {
      INFO(n << " nodes, power " << power);
      CHECK(moment_error(made, power) <= kMoments);
    }
    // The error of power 2n is n!^4 / ((2n + 1) (2n)!^2): above the rounding up to 10 nodes.
    if (n <= 10) CHECK(moment_error(made, static_cast<int>(2 * n)) > kMoments);
  }
}

TEST_CASE("Gauss-Legendre nodes increase and mirror each other about the middle") {
  for (const long n : {1L, 2L, 7L, 50L, 301L, 10000L}) {
    INFO(n << " nodes");
    const auto made = rule_of<double>(QuadratureRule::gauss_legendre, n);
    bool good = true;
    long double sum = 0;
    for (std::size_t k = 0; k < made.nodes.size(); ++k) {
      const std::size_t mirror = made.nodes.size() - 1 - k;
      good = good && made.weights[k] > 0 && made.weights[k] == made.weights[mirror];
      good = good && std::fabs(made.nodes[k] + made.nodes[mirror] - 1) <= 0x1p-53;
      good = good && (k == 0 || made.nodes[k - 1] < made.nodes[k]);
      sum += static_cast<long double>(made.weights[k]);
    }
    CHECK(good);
    CHECK(std::fabs(sum - 1) <= static_cast<long double>(kMoments));
  }
}

TEST_CASE("Gauss-Legendre nodes are the zeros of the Legendre polynomial as Boost finds them") {
  // Boost's zeros, by its own bracketing from Tricomi's estimate, for a few hundred nodes; beyond,
  // where they would take minutes, its recurrence must change sign around each node.
  for (const unsigned n : {2U, 5U, 50U, 101U}) {
    INFO(n << " nodes");
    const auto made = rule_of<double>(QuadratureRule::gauss_legendre, n);
    // In increasing order, those from 0 to 1: the upper half of the nodes.
    const std::vector<long double> zeros =
        boost::math::legendre_p_zeros<long double>(static_cast<int>(n));
    REQUIRE(zeros.size() == (n + 1) / 2);
    for (std::size_t j = 0; j < zeros.size(); ++j) {
      const double expected = static_cast<double>((1 + zeros[j]) / 2);
      const double slope = static_cast<double>(
          boost::math::legendre_p_prime<long double>(static_cast<int>(n), zeros[j]));
      const double weight = static_cast<double>(
          1 / ((1 - zeros[j] * zeros[j]) * static_cast<long double>(slope) * slope));
      CHECK(std::fabs(made.nodes[n / 2 + j] - expected) <= 0x1p-53);
      CHECK(std::fabs(made.weights[n / 2 + j] - weight) <= 1e-14 * weight);
    }
  }
}

TEST_CASE("Gauss-Legendre nodes of large rules are within 2^-53 of zeros") {
  for (const int n : {9999, 10000}) {
    const auto made = rule_of<double>(QuadratureRule::gauss_legendre, n);
    for (const std::size_t k :
         {std::size_t{0}, std::size_t{1}, std::size_t{100}, std::size_t{2500}, std::size_t{4998}}) {
      INFO(n << " nodes, number " << k);
      // 1 - 2t is rounded at 2^-64, far below the step to either side.
      const auto p = [&](double t) {
        return boost::math::legendre_p(n, 1 - 2 * static_cast<long double>(t));
      };
      const double t = made.nodes[k];
      CHECK(p(t - 0x1p-53) * p(t + 0x1p-53) < 0);
    }
  }
}

TEST_CASE("random nodes are uniform and dyadic and a function of the seed alone") {
  const auto made = rule_of<double>(QuadratureRule::random, 1000, 2026);
  CHECK(made.nodes == rule_of<double>(QuadratureRule::random, 1000, 2026).nodes);
  CHECK(made.nodes != rule_of<double>(QuadratureRule::random, 1000, 2027).nodes);
  CHECK(rule_of<double>(QuadratureRule::random, 3, 2026).nodes[2] == made.nodes[2]);
  const auto exact = rule_of(QuadratureRule::random, 3, 2026);
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(convert<Rational>(made.nodes[k]) == exact.nodes[k]);
    CHECK(exact.weights[k] == q(1, 3));
  }
  // Six standard deviations of the mean of 1000 uniform numbers: 6 / sqrt(12000).
  const double mean = std::accumulate(made.nodes.begin(), made.nodes.end(), 0.0) / 1000;
  CHECK(std::fabs(mean - 0.5) < 0.055);
}

TEST_CASE("the first random nodes of seed 0 are these") {
  const auto made = rule_of<double>(QuadratureRule::random, 3, 0);
  CHECK(made.nodes ==
        std::vector<double>{0x1.4e0dba5e9a32fp-1, 0x1.6705460be8829p-1, 0x1.8c6a4553eeafcp-2});
}

}  // namespace axiomark::tests
