#include <algorithm>
#include <cmath>

#include "methods/quadrature.hpp"
#include "network/builder.hpp"
#include "tests/methods/layered_draws.hpp"
#include "tests/methods/one_answer.hpp"

/// How fast the quadratures converge, as theorems on their remainders and not as fitted slopes.
namespace axiomark::tests {
namespace {

/// The attribution of sigmoid(3 x - 1) at 1 from 0: the integral of g(t) = 3 sigma'(3 t - 1).
double smooth(const std::string& rule, int steps) {
  NetworkBuilder<double> b;
  const auto network =
      b.build(b.apply(Operator<double>(Sigmoid{}), {b.dense(b.input({1}), {{3}}, {-1})})).value();
  const Vector<double> one = Vector<double>::Ones(1);
  const std::string text = "integrated-gradients:rule=" + rule + ",steps=" + std::to_string(steps);
  return ask(method(text), network, one, Vector<double>(Vector<double>::Zero(1)), one)
      .value()
      .values(0);
}

double sigma(double z) { return 1 / (1 + std::exp(-z)); }
double g(double t) {
  const double s = sigma(3 * t - 1);
  return 3 * s * (1 - s);
}
double g_slope(double t) {
  const double s = sigma(3 * t - 1);
  return 9 * s * (1 - s) * (1 - 2 * s);
}
const double kIntegral = sigma(2) - sigma(-1);
/// |sigma'''| <= 1/8 and |sigma'''''| <= 1/4, both attained at 0; g'' = 27 sigma''' and g'''' =
/// 243 sigma'''''.
constexpr double kSecond = 27.0 / 8;
constexpr double kFourth = 243.0 / 4;
/// A sum of up to a thousand terms below 1, each rounded some ten times.
constexpr double kRounding = 1100 * 0x1p-53;

/// relu(x - c) at 1 from 0 has the integrand [t > c]: the exact attribution is 1 - c.
Rational kinked_error(const std::string& rule, int steps, const Rational& c) {
  NetworkBuilder<Rational> b;
  const auto network = b.build(b.relu(b.dense(b.input({1}), {{1}}, {Rational(-c)}))).value();
  const std::string text = "integrated-gradients:rule=" + rule + ",steps=" + std::to_string(steps);
  return abs(attributions(text, network, {1}).at(0) - (1 - c));
}

struct FirstOrder {
  std::string rule;
  Rational constant;  ///< sup of error * steps over kinks
};
const std::vector<FirstOrder> kFirstOrder = {{"left", 1},
                                             {"right", 1},
                                             {"midpoint", Rational(1, 2)},
                                             {"trapezoid", Rational(1, 2)},
                                             {"simpson", Rational(2, 3)}};

}  // namespace

TEST_CASE("A11 by Gauss-Legendre each input of sigmoid(x1 + x2) gets tanh(1)/4") {
  NetworkBuilder<double> b;
  const auto network =
      b.build(b.apply(Operator<double>(Sigmoid{}), {b.dense(b.input({2}), {{1, 1}}, {0})})).value();
  const auto answer =
      ask(method("integrated-gradients"), network, Vector<double>(Vector<double>::Ones(2)),
          Vector<double>(Vector<double>::Zero(2)), Vector<double>(Vector<double>::Ones(1)));
  for (const double v : answer->values) CHECK(std::fabs(v - std::tanh(1.0) / 4) < 1e-15);
}

TEST_CASE("H01 on a smooth function the rules have orders 1, 1, 2, 2 and 4 with known constants") {
  // The Euler-Maclaurin formula: T = I + (g'(1) - g'(0)) / 12m^2 + R, |R| <= max|g''''| / 720 m^4; the
  // midpoint rule has -1/24 and 7/5760; left and right differ from T by (g(0) - g(1)) / 2m exactly.
  for (const int m : {4, 10, 50, 200, 1000}) {
    INFO(m << " steps");
    const double steps = m;
    const double ends = (g(0) - g(1)) / (2 * steps);
    const double slopes = (g_slope(1) - g_slope(0)) / (12 * steps * steps);
    const double fourth = kFourth / std::pow(steps, 4);
    CHECK(std::fabs(smooth("left", m) - kIntegral - ends) <=
          kSecond / (12 * steps * steps) + kRounding);
    CHECK(std::fabs(smooth("right", m) - kIntegral + ends) <=
          kSecond / (12 * steps * steps) + kRounding);
    CHECK(std::fabs(smooth("trapezoid", m) - kIntegral - slopes) <= fourth / 720 + kRounding);
    CHECK(std::fabs(smooth("midpoint", m) - kIntegral + slopes / 2) <=
          fourth * 7 / 5760 + kRounding);
    CHECK(std::fabs(smooth("simpson", m) - kIntegral) <= fourth / 180 + kRounding);
  }
  // The leading terms are not zero, so the orders are no higher.
  CHECK(std::fabs(g(0) - g(1)) > 0.2);
  CHECK(std::fabs(g_slope(1) - g_slope(0)) > 0.5);
}

TEST_CASE("H01 Gauss-Legendre converges geometrically on a smooth function") {
  // Inside the ellipse with foci 0 and 1 and sum of semi-axes 4/2, z = 3 t - 1 has |Im z| <= 45/16
  // and |g| <= M = 3 / (4 cos^2(45/32)); n nodes are off by at most 32/15 M 4^-2n / (1 - 4^-2)
  // (Trefethen 2008, theorem 4.5, on an interval of length 1).
  const double bound = 3 / (4 * std::pow(std::cos(45.0 / 32), 2));
  for (const int n : {2, 5, 8, 10, 12}) {
    INFO(n << " nodes");
    const double limit = 32.0 / 15 * bound * std::pow(4.0, -2 * n) / (1 - 1.0 / 16);
    CHECK(std::fabs(smooth("gauss-legendre", n) - kIntegral) <= limit + kRounding);
  }
  CHECK(std::fabs(smooth("gauss-legendre", 12) - kIntegral) < 1e-14);
}

TEST_CASE("H02 with one kink every rule is of first order, with these constants") {
  property("error * steps <= constant for any kink", [] {
    const int steps = 2 * draw(1, 25);
    const Rational c(draw(1, 996), 997);
    for (const FirstOrder& known : kFirstOrder) {
      RC_ASSERT(kinked_error(known.rule, steps, c) * steps <= known.constant);
    }
  });
  // Approached by a kink next to a node, or to the point at which a rule is worst.
  const Rational tiny(1, 1'000'000);
  for (const int m : {2, 10, 40}) {
    INFO(m << " steps");
    for (const FirstOrder& known : kFirstOrder) {
      INFO(known.rule);
      Rational worst = 0;
      for (int node = 0; node <= 2 * m; ++node) {
        for (const Rational& c :
             {Rational(Rational(node, 2 * m) + tiny), Rational(Rational(node, 2 * m) - tiny)}) {
          if (c > 0 && c < 1) worst = std::max<Rational>(worst, kinked_error(known.rule, m, c) * m);
        }
      }
      CHECK(worst <= known.constant);
      CHECK(worst >= known.constant - 2 * m * tiny);
    }
  }
}

TEST_CASE("H02 Gauss-Legendre with one kink is of first order, its weights the constant") {
  // Every node lies between the sum of the weights before it and that sum with its own (Chebyshev,
  // Markov & Stieltjes), so a kink costs at most one weight; and the errors just before and just
  // after a node differ by its weight, so that one of them is at least half of it. The largest
  // weight is about pi / 2n.
  const Rational tiny(1, 1'000'000);
  for (const int n : {10, 50}) {
    INFO(n << " nodes");
    const auto rule = make_quadrature<Rational>(QuadratureRule::gauss_legendre, n).value();
    const Rational largest = *std::ranges::max_element(rule.weights);
    Rational worst = 0;
    for (const Rational& node : rule.nodes) {
      for (const Rational& c : {Rational(node - tiny), Rational(node + tiny)}) {
        worst = std::max<Rational>(worst, kinked_error("gauss-legendre", n, c));
      }
    }
    CHECK(worst <= largest);
    CHECK(worst >= largest / 2 - tiny);
    CHECK(largest * n > Rational(3, 2) - Rational(1, n));
    CHECK(largest * n < Rational(8, 5));
  }
}

}  // namespace axiomark::tests
