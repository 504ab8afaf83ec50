// The chain rule for discrete gradients, and the smallest networks that break it.
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"

namespace axiomark::claims {
namespace {

constexpr double kTolerance = 1e-9;  // quotients here have denominators below 100

// Two relus at most, two inputs: outer R(u x + u0 + inner R(b x + b0)) + direct R(b x + b0), all
// numbers -1, 0 or 1. Affine functions may be added to it: no rule for relus sees them.
struct TwoRelus {
  std::array<int, 3> b;
  std::array<int, 3> u;
  int inner;
  int direct;
  int outer;

  [[nodiscard]] bool one_relu() const { return inner == 0 && direct == 0; }
};

double affine(const std::array<int, 3>& weights, const std::array<double, 2>& x) {
  return weights[0] * x[0] + weights[1] * x[1] + weights[2];
}

double relu(double z) { return std::max(z, 0.0); }

double value_of(const TwoRelus& f, const std::array<double, 2>& x) {
  const double h = relu(affine(f.b, x));
  return f.outer * relu(affine(f.u, x) + f.inner * h) + f.direct * h;
}

// (R(z) - R(z')) / (z - z'); NaN where the difference is zero.
double quotient(double z, double at_baseline) {
  return z == at_baseline ? std::numeric_limits<double>::quiet_NaN()
                          : (relu(z) - relu(at_baseline)) / (z - at_baseline);
}

std::array<double, 2> rescale(const TwoRelus& f, const std::array<double, 2>& x,
                              const std::array<double, 2>& baseline) {
  const bool constant_b = f.b[0] == 0 && f.b[1] == 0;
  const bool constant_z = f.u[0] == 0 && f.u[1] == 0 && f.inner == 0;
  const double b1 = affine(f.b, x);
  const double b0 = affine(f.b, baseline);
  const double mh = constant_b ? 0 : quotient(b1, b0);
  const double mz = constant_z ? 0
                               : quotient(affine(f.u, x) + f.inner * relu(b1),
                                          affine(f.u, baseline) + f.inner * relu(b0));
  std::array<double, 2> result{};
  for (std::size_t i = 0; i < 2; ++i) {
    result[i] = (f.outer * mz * (f.u[i] + f.inner * mh * f.b[i]) + f.direct * mh * f.b[i]) *
                (x[i] - baseline[i]);
  }
  return result;
}

std::vector<TwoRelus> all_networks() {
  std::vector<TwoRelus> all;
  const auto three = [](int k) { return std::array<int, 3>{k / 9 - 1, k / 3 % 3 - 1, k % 3 - 1}; };
  for (int b = 0; b < 27; ++b) {
    for (int u = 0; u < 27; ++u) {
      for (int k = 0; k < 9; ++k) {
        for (const int outer : {-1, 1}) {
          all.push_back({three(b), three(u), k / 3 - 1, k % 3 - 1, outer});
        }
      }
    }
  }
  return all;
}

struct Written {
  TwoRelus network;
  std::array<double, 2> slope;  ///< of the affine part that is left out
};

// Networks by their function, up to an affine one: values at 17 x 17 points, less the affine
// function through those at (0, 0), (1, 0) and (0, 1).
std::map<std::vector<float>, std::vector<Written>> by_function() {
  std::map<std::vector<float>, std::vector<Written>> functions;
  for (const TwoRelus& f : all_networks()) {
    const double at_zero = value_of(f, {0, 0});
    const std::array<double, 2> slope = {value_of(f, {1, 0}) - at_zero,
                                         value_of(f, {0, 1}) - at_zero};
    std::vector<float> values;
    for (int i = -8; i <= 8; ++i) {
      for (int j = -8; j <= 8; ++j) {
        const std::array<double, 2> x = {i / 2.0, j / 2.0};
        values.push_back(
            static_cast<float>(value_of(f, x) - at_zero - slope[0] * x[0] - slope[1] * x[1]));
      }
    }
    functions[values].push_back({f, slope});
  }
  return functions;
}

// Whether two of the networks get different answers somewhere where no difference is zero.
bool answers_differ(const std::vector<Written>& networks) {
  constexpr std::array<double, 4> kSteps = {-2, -0.5, 1, 2.5};
  for (int k = 0; k < 256; ++k) {
    const auto step = [&](int place) { return kSteps[static_cast<std::size_t>(k >> place & 3)]; };
    const std::array<double, 2> x = {step(0), step(2)};
    const std::array<double, 2> baseline = {step(4), step(6)};
    std::array<double, 2> low = {INFINITY, INFINITY};
    std::array<double, 2> high = {-INFINITY, -INFINITY};
    for (const Written& w : networks) {
      const auto a = rescale(w.network, x, baseline);
      for (std::size_t i = 0; i < 2; ++i) {
        const double rest = a[i] - w.slope[i] * (x[i] - baseline[i]);
        if (std::isnan(rest)) continue;
        low[i] = std::min(low[i], rest);
        high[i] = std::max(high[i], rest);
      }
    }
    if (high[0] - low[0] > kTolerance || high[1] - low[1] > kTolerance) return true;
  }
  return false;
}

// Functions, those of one relu among them, and of each how many have networks with different
// answers.
Result<Values> enumerated(const Scene& /*scene*/) {
  std::array<int, 4> counts{};
  for (const auto& [values, networks] : by_function()) {
    const bool differ = answers_differ(networks);
    const bool one =
        std::ranges::any_of(networks, [](const Written& w) { return w.network.one_relu(); });
    counts[0] += 1;
    counts[1] += differ ? 1 : 0;
    counts[2] += one ? 1 : 0;
    counts[3] += one && differ ? 1 : 0;
  }
  return exactly({counts[0], counts[1], counts[2], counts[3]});
}

// (f1 - f0) / (h1 - h0) times (h1 - h0) / (g1 - g0), of F(h(g)).
Quantity product_of_quotients(std::string outer, std::string inner) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const Vector<Rational> g1 = scene.point("g1", 1);
    const Vector<Rational> g0 = scene.point("g0", 1);
    const auto h1 = scene.evaluate(scene.network(inner), g1);
    const auto h0 = scene.evaluate(scene.network(inner), g0);
    if (!h1) return h1;
    if (!h0) return h0;
    if (h1->numbers(0) == h0->numbers(0) || g1(0) == g0(0)) {
      return fail(ErrorKind::unsupported, "quotient", "0/0", "differences that are not zero");
    }
    const auto f1 = scene.evaluate(scene.network(outer), h1->numbers);
    const auto f0 = scene.evaluate(scene.network(outer), h0->numbers);
    if (!f1) return f1;
    if (!f0) return f0;
    const Rational dh = h1->numbers(0) - h0->numbers(0);
    const Rational df = f1->numbers(0) - f0->numbers(0);
    return Values{exactly(df / dh * (dh / (g1(0) - g0(0)))).numbers, f1->exact};
  });
}

// sum_j (F(h with h_j alone moved) - F(h0)) / (h_j1 - h_j0) * (h_j1 - h_j0) / (g1 - g0), h_j = g.
Result<Values> sum_over_intermediates(const Scene& scene) {
  const Rational g1 = scene.point("g1", 1)(0);
  const Rational g0 = scene.point("g0", 1)(0);
  Rational sum = 0;
  bool exact = true;
  for (Index j = 0; j < 2; ++j) {
    Vector<Rational> h = Vector<Rational>::Constant(2, g0);
    const auto before = scene.evaluate(scene.network("k"), h);
    h(j) = g1;
    const auto after = scene.evaluate(scene.network("k"), h);
    if (!before) return before;
    if (!after) return after;
    sum += (after->numbers(0) - before->numbers(0)) / (g1 - g0);
    exact = after->exact;
  }
  return Values{exactly(sum).numbers, exact};
}

Network<Rational> one_relu(std::initializer_list<Rational> weights, const Rational& bias) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({static_cast<Index>(weights.size())});
  return b.build(b.relu(b.dense(x, {weights}, {bias}))).value();
}

// R(first) + R(second - R(first)) with first, second = (x1 - 1, x2) or the other way round.
Network<Rational> nested(bool x1_first) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor x1 = b.dense(x, {{1, 0}}, {-1});
  const Tensor x2 = b.feature(x, 1);
  const Tensor h = b.relu(x1_first ? x1 : x2);
  return b.build(b.add(h, b.relu(b.subtract(x1_first ? x2 : x1, h)))).value();
}

// x_i - R(x_i - x_j)
Network<Rational> minimum_of_two(Index i) {
  NetworkBuilder<Rational> b;
  const Tensor x = b.input({2});
  const Tensor a = b.feature(x, i);
  return b.build(b.subtract(a, b.relu(b.subtract(a, b.feature(x, 1 - i))))).value();
}

Claim s10() {
  Claim c;
  c.id = "S10";
  c.title = "The chain rule for discrete gradients";
  c.source = "Sundararajan et al. 2017, section 2.2, and reading notes of it";
  c.statement =
      "(f1 - f0)/(g1 - g0) is not (f1 - f0)/(h1 - h0) times (h1 - h0)/(g1 - g0), so that discrete "
      "gradients break the chain rule.";
  c.says = "df/dg is not df/dh dh/dg for differences";
  const std::string one = "one scalar intermediate, no difference zero";
  const std::string several = "several intermediates";
  const std::string zero = "a difference of zero";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {several, zero};
  c.why =
      "As written it is an identity of fractions. It takes several intermediates (the smallest: "
      "one relu of one input read twice; for Rescale two relus in each network, R(a) + R(b - "
      "R(a)) = max(0, a, b)) or a zero difference (one relu in each). Enumerated: all networks of "
      "two inputs and at most two relus with numbers -1, 0, 1, compared at 256 pairs of points.";
  c.careful =
      "Quotients of differences obey the chain rule along one chain of numbers. Where several "
      "units carry the signal on, multipliers of parts do not determine that of the whole.";
  c.network("h", "R(2 - g)", one_relu({-1}, 2));
  c.network("f", "R(3 - 2 h)", one_relu({-2}, 3));
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({1}), {{-1}}, {2}));
  c.network("f(h)", "R(3 - 2 R(2 - g))", b.build(b.relu(b.dense(h, {{-2}}, {3}))).value());
  c.network("flat", "R(g - 5)", one_relu({1}, -5));
  c.network("k", "R(h1 + h2 - 1)", one_relu({1, 1}, -1));
  NetworkBuilder<Rational> d;
  const Tensor twice = d.dense(d.input({1}), {{1}, {1}}, {0, 0});
  c.network("k(h)", "R(g + g - 1)", d.build(d.relu(d.dense(twice, {{1, 1}}, {-1}))).value());
  c.network("p", "R(x1 - 1) + R(x2 - R(x1 - 1))", nested(true));
  c.network("q", "R(x2) + R(x1 - 1 - R(x2))", nested(false));
  c.network("u", "x1 - R(x1 - x2)", minimum_of_two(0));
  c.network("v", "x2 - R(x2 - x1)", minimum_of_two(1));
  c.point("g0", {0});
  c.point("g1", {1});
  c.point("x", {3, 1});
  c.point("ones", {1, 1});
  c.fact("quotient of f(h) from 0 to 1", change("f(h)", "g1", "g0")).is({"1"});
  c.fact("product of quotients through h", product_of_quotients("f", "h"))
      .is({"1"})
      .claimed_different_from("quotient of f(h) from 0 to 1")
      .under(one);
  c.fact("product of quotients through R(g - 5)", product_of_quotients("f", "flat"))
      .is_refused("0/0");
  c.fact("quotient of k(h) from 0 to 1", change("k(h)", "g1", "g0")).is({"1"});
  c.fact("sum over h1 and h2, each moved alone", sum_over_intermediates)
      .is({"0"})
      .claimed_different_from("quotient of k(h) from 0 to 1")
      .under(several);
  const std::string deeplift = "deeplift:rule=rescale";
  c.fact("IG of p", attribution("p", "integrated-gradients:rule=exact")).is({"3/2", "1/2"});
  c.fact("IG of q", attribution("q", "integrated-gradients:rule=exact")).is({"3/2", "1/2"});
  c.fact("DeepLIFT of p", attribution("p", deeplift)).is({"2", "0"});
  c.fact("DeepLIFT of q", attribution("q", deeplift))
      .is({"3/2", "1/2"})
      .claimed_different_from("DeepLIFT of p")
      .under(several);
  c.fact("DeepLIFT of u at (1, 1)", attribution("u", deeplift + ",kink=0", "ones")).is({"1", "0"});
  c.fact("DeepLIFT of v at (1, 1)", attribution("v", deeplift + ",kink=0", "ones"))
      .is({"0", "1"})
      .claimed_different_from("DeepLIFT of u at (1, 1)")
      .under(zero);
  c.fact("functions of up to two relus, with different answers; of one, with different answers",
         enumerated)
      .is({"3033", "320", "25", "0"})
      .once();
  c.supports_cell(deeplift, "implementation-invariance");
  return c;
}

}  // namespace

std::vector<Claim> chain_rule() {
  std::vector<Claim> all;
  all.push_back(s10());
  return all;
}

}  // namespace axiomark::claims
