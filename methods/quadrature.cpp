#include "methods/quadrature.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/math/constants/constants.hpp>
#include <cfenv>
#include <cmath>
#include <limits>

namespace axiomark {
namespace {

const std::array<std::string, 7> kNames = {"left",    "right",          "midpoint", "trapezoid",
                                           "simpson", "gauss-legendre", "random"};

// P_n and its derivative at x, by the three-term recurrence.
struct Legendre {
  long double value;
  long double derivative;
};

Legendre legendre(long n, long double x) {
  long double before = 1;
  long double value = x;
  for (long k = 2; k <= n; ++k) {
    const long double next = (static_cast<long double>(2 * k - 1) * x * value -
                              static_cast<long double>(k - 1) * before) /
                             static_cast<long double>(k);
    before = value;
    value = next;
  }
  if (n == 0) return {1, 0};
  return {value, static_cast<long double>(n) * (x * value - before) / (x * x - 1)};
}

// Newton's method from Tricomi's starting value, in 64-bit mantissas: the recurrence loses about
// n roundings, 10^4 2^-64 = 2^-50.7 at worst in relative terms of P_n', and the node itself is
// far better conditioned (the error is divided by P_n').
Quadrature<double> gauss_legendre(long n) {
  Quadrature<double> rule{std::vector<double>(static_cast<std::size_t>(n)),
                          std::vector<double>(static_cast<std::size_t>(n))};
  const long double count = static_cast<long double>(n);
  for (long k = 0; k < (n + 1) / 2; ++k) {
    const long double angle = boost::math::constants::pi<long double>() *
                              (static_cast<long double>(k) + 0.75L) / (count + 0.5L);
    long double x = (1 - (count - 1) / (8 * count * count * count)) * std::cos(angle);
    if (2 * k + 1 == n) x = 0;
    // Quadratic convergence from about 1 / n^4: four steps are always enough.
    for (int step = 0; step < 4 && x != 0; ++step) {
      const Legendre p = legendre(n, x);
      x -= p.value / p.derivative;
    }
    const long double slope = legendre(n, x).derivative;
    const auto weight = static_cast<double>(1 / ((1 - x * x) * slope * slope));
    const auto low = static_cast<std::size_t>(k);
    const auto high = static_cast<std::size_t>(n - 1 - k);
    rule.nodes[low] = static_cast<double>((1 - x) / 2);
    rule.nodes[high] = static_cast<double>((1 + x) / 2);
    rule.weights[low] = weight;
    rule.weights[high] = weight;
  }
  return rule;
}

template <Scalar S>
Quadrature<S> converted(const Quadrature<double>& rule) {
  Quadrature<S> result;
  for (const double t : rule.nodes) result.nodes.push_back(convert<S>(t));
  for (const double w : rule.weights) result.weights.push_back(convert<S>(w));
  if constexpr (is_exact<S>) {
    S sum(0);
    for (const S& w : result.weights) sum += w;
    for (S& w : result.weights) w /= sum;
  }
  return result;
}

// A hunt asks for the same rule for every case: the last one is kept, in each thread. Its numbers are
// rounded, and whoever watches the flag learns that every time, not only when they are worked out.
template <Scalar S>
const Quadrature<S>& gauss_legendre_rule(long n) {
  thread_local long last = 0;
  thread_local Quadrature<S> rule;
  if (last != n) {
    rule = converted<S>(gauss_legendre(n));
    last = n;
  }
  if constexpr (!is_exact<S>) std::feraiseexcept(FE_INEXACT);
  return rule;
}

// a / b, rounded once: both are whole numbers that float holds exactly, or S is exact.
template <Scalar S>
S quotient(long a, long b) {
  constexpr long kMostExact = 1L << std::numeric_limits<float>::digits;
  if (!is_exact<S> && a <= kMostExact && b <= kMostExact) {
    return static_cast<S>(a) / static_cast<S>(b);
  }
  return convert<S>(Rational(a) / b);
}

// Nodes (numerator + k) / denominator with weights shares[k] / total.
template <Scalar S>
void add(Quadrature<S>& rule, long numerator, long denominator, long share, long total) {
  rule.nodes.push_back(quotient<S>(numerator, denominator));
  rule.weights.push_back(quotient<S>(share, total));
}

}  // namespace

std::span<const std::string> quadrature_rule_names() { return kNames; }

template <Scalar S>
Result<Quadrature<S>> make_quadrature(QuadratureRule rule, long steps, const RandomStream& stream) {
  const auto refuse = [&](std::string expected) {
    return fail(ErrorKind::usage, fmt::format("rule {}", kNames[static_cast<std::size_t>(rule)]),
                fmt::format("{} steps", steps), std::move(expected));
  };
  if (steps < 1) return refuse("at least 1");
  Quadrature<S> q;
  if (rule != QuadratureRule::gauss_legendre) {
    q.nodes.reserve(static_cast<std::size_t>(steps) + 1);
    q.weights.reserve(static_cast<std::size_t>(steps) + 1);
  }
  switch (rule) {
    case QuadratureRule::left:
      for (long k = 0; k < steps; ++k) add(q, k, steps, 1, steps);
      break;
    case QuadratureRule::right:
      for (long k = 1; k <= steps; ++k) add(q, k, steps, 1, steps);
      break;
    case QuadratureRule::midpoint:
      for (long k = 0; k < steps; ++k) add(q, 2 * k + 1, 2 * steps, 1, steps);
      break;
    case QuadratureRule::trapezoid:
      for (long k = 0; k <= steps; ++k) {
        add(q, k, steps, k == 0 || k == steps ? 1 : 2, 2 * steps);
      }
      break;
    case QuadratureRule::simpson:
      if (steps % 2 != 0) return refuse("an even number for simpson");
      for (long k = 0; k <= steps; ++k) {
        add(q, k, steps, k == 0 || k == steps ? 1 : (k % 2 == 1 ? 4 : 2), 3 * steps);
      }
      break;
    case QuadratureRule::gauss_legendre:
      if (steps > kMostGaussLegendreNodes) {
        return refuse(fmt::format("at most {} nodes", kMostGaussLegendreNodes));
      }
      q = gauss_legendre_rule<S>(steps);
      break;
    case QuadratureRule::random: {
      RandomStream draws = stream;
      for (long k = 0; k < steps; ++k) {
        q.nodes.push_back(convert<S>(draws.unit_interval()));
        q.weights.push_back(quotient<S>(1, steps));
      }
      break;
    }
  }
  return q;
}

template Result<Quadrature<float>> make_quadrature(QuadratureRule, long, const RandomStream&);
template Result<Quadrature<double>> make_quadrature(QuadratureRule, long, const RandomStream&);
template Result<Quadrature<Rational>> make_quadrature(QuadratureRule, long, const RandomStream&);

}  // namespace axiomark
