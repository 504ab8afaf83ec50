// What programs for integrated gradients sum up: Captum, DeepExplain, PAIR saliency, the authors'.
#include <fmt/format.h>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "methods/quadrature.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

// Captum, approximation_methods.py, riemann_trapezoid: n nodes from 0 to 1, weights 1/n, and at the
// ends 1/(2n).
Quadrature<Rational> captum_trapezoid(long n) {
  Quadrature<Rational> rule;
  for (long k = 0; k < n; ++k) {
    rule.nodes.push_back(Rational(k, n - 1));
    rule.weights.push_back(k == 0 || k == n - 1 ? Rational(1, 2 * n) : Rational(1, n));
  }
  return rule;
}

// DeepExplain: n nodes from 1/n to 1, weights 1/n.
Quadrature<Rational> deepexplain_sum(long n) {
  Quadrature<Rational> rule;
  for (long k = 1; k <= n; ++k) {
    rule.nodes.push_back(Rational(k, n));
    rule.weights.push_back(Rational(1, n));
  }
  return rule;
}

// PAIR saliency, integrated_gradients.py: n nodes from 0 to 1, weights 1/n.
Quadrature<Rational> pair_sum(long n) {
  Quadrature<Rational> rule;
  for (long k = 0; k < n; ++k) {
    rule.nodes.push_back(Rational(k, n - 1));
    rule.weights.push_back(Rational(1, n));
  }
  return rule;
}

// (x_i - x'_i) sum of weight times gradient.
Result<Values> integrate(const Scene& s, const std::string& network,
                         const Quadrature<Rational>& rule, const std::string& input) {
  const ClaimNetwork& f = s.network(network);
  const Vector<Rational> x = s.point(input, input_features(f));
  const Vector<Rational> baseline = s.point("x'", input_features(f));
  Values sum{Vector<Rational>::Zero(x.size()), true};
  for (std::size_t k = 0; k < rule.nodes.size(); ++k) {
    const Vector<Rational> node = baseline + (x - baseline) * rule.nodes[k];
    auto gradient = s.attribute(f, "gradient", node, baseline);
    if (!gradient) return gradient;
    sum.numbers += gradient->numbers * rule.weights[k];
    sum.exact = sum.exact && gradient->exact;
  }
  sum.numbers *= x - baseline;
  return sum;
}

Quantity integral(const std::string& network, const Quadrature<Rational>& rule,
                  const std::string& input = "x") {
  return Compute([=](const Scene& s) { return integrate(s, network, rule, input); });
}

Network<Rational> cube() {
  Builder b;
  const Tensor x = b.input({1});
  return b.build(b.product(b.product(x, x), x)).value();
}

Quantity numbers(const std::vector<Rational>& all) {
  return Compute([all](const Scene&) -> Result<Values> {
    return exactly(Vector<Rational>(
        Eigen::Map<const Vector<Rational>>(all.data(), static_cast<Index>(all.size()))));
  });
}

Claim h03() {
  Claim c;
  c.id = "H03";
  c.title = "One method, five sums";
  c.source = "Captum; DeepExplain; PAIR saliency; the program of the authors of the paper";
  c.statement =
      "Programs for integrated gradients with their default settings compute the sum of equation 3 "
      "of Sundararajan et al. 2017.";
  c.says = "as equation 3";
  c.verdict = ClaimVerdict::is_false;
  c.derived = true;
  c.why =
      "Asked here. Equation 3 is the right rule: DeepExplain has it, with 100 steps; Captum has "
      "Gauss-Legendre with 50, the authors' program the trapezoid with 50 (before, the left rule), "
      "PAIR a sum of its own with 25.";
  c.careful =
      "A result of integrated gradients can be reproduced if rule, number of steps and library are "
      "stated.";
  c.network("f", "1 - R(1 - x)", examples::saturation());
  c.network("cube", "x^3", cube());
  c.point("x", {2});
  c.point("1", {1});
  const auto integrated = [](const std::string& network, const std::string& input,
                             const std::string& rule) {
    return attribution(network, "integrated-gradients:kink=0,rule=" + rule, input);
  };
  c.fact("equation 3 on f, 50 steps", integrated("f", "x", "right,steps=50")).is({"24/25"});
  c.fact("authors' program on f: trapezoid, 50 steps", integrated("f", "x", "trapezoid,steps=50"))
      .is({"49/50"})
      .claimed_equal_to("equation 3 on f, 50 steps");
  c.fact("authors' program before, on f: left rule, 50 steps",
         integrated("f", "x", "left,steps=50"))
      .is({"1"})
      .claimed_equal_to("equation 3 on f, 50 steps");
  c.fact("Captum on f: Gauss-Legendre, 50 nodes", integrated("f", "x", "gauss-legendre,steps=50"))
      .is({"1"})
      .claimed_equal_to("equation 3 on f, 50 steps");
  c.fact("equation 3 on f, 100 steps", integrated("f", "x", "right,steps=100")).is({"49/50"});
  c.fact("DeepExplain on f: 100 steps", integral("f", deepexplain_sum(100), "x"))
      .is({"49/50"})
      .claimed_equal_to("equation 3 on f, 100 steps");
  c.fact("equation 3 on x^3, 25 steps", integrated("cube", "1", "right,steps=25")).is({"663/625"});
  c.fact("PAIR saliency on x^3: 25 nodes", integral("cube", pair_sum(25), "1"))
      .is({"49/48"})
      .claimed_equal_to("equation 3 on x^3, 25 steps");
  // Captum makes a float32 tensor of the weights, for models in double as well.
  c.fact("sum of Captum's 50 weights, rounded to float32, less 1",
         Compute([](const Scene&) -> Result<Values> {
           const auto rule = make_quadrature<double>(QuadratureRule::gauss_legendre, 50);
           if (!rule) return tl::make_unexpected(rule.error());
           Rational sum = -1;
           for (const double weight : rule->weights) {
             sum += convert<Rational>(static_cast<double>(static_cast<float>(weight)));
           }
           return in_floating_point(convert<double>(sum));
         }))
      .is({"7e-10"})
      .once();
  return c;
}

Claim h04() {
  Claim c;
  c.id = "H04";
  c.title = "A trapezoid whose weights do not sum to 1";
  c.source = "Captum, approximation_methods.py, riemann_trapezoid";
  c.statement =
      "Captum's riemann_trapezoid is the trapezoidal rule: on a linear function it is exact with "
      "any number of nodes.";
  c.says = "(2, -3) on 2 x1 - 3 x2";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "n nodes have n - 1 intervals between them, but the weights are 1/n, half of it at the ends: "
      "they sum to (n - 1)/n.";
  c.careful =
      "Every attribution of riemann_trapezoid is too small by the factor (n - 1)/n: by half for n "
      "= 2, by 2% for n = 50. The error is of the first order, on a linear function too.";
  Builder b;
  c.network("f", "2 x1 - 3 x2", b.build(b.dense(b.input({2}), {{2, -3}}, {0})).value());
  c.point("x", {1, 1});
  c.fact("trapezoidal rule, 1 step: 2 nodes",
         attribution("f", "integrated-gradients:rule=trapezoid,steps=1"))
      .is({"2", "-3"});
  c.fact("weights of 2 nodes, which its tests expect", numbers(captum_trapezoid(2).weights))
      .is({"1/4", "1/4"})
      .claimed(Relation::equal, {"1/2", "1/2"});
  struct Row {
    long nodes;
    std::vector<std::string> values;
  };
  std::vector<Row> rows;
  rows.push_back({2, {"1", "-3/2"}});
  rows.push_back({10, {"9/5", "-27/10"}});
  rows.push_back({50, {"49/25", "-147/50"}});
  for (const Row& row : rows) {
    c.fact(fmt::format("riemann_trapezoid, {} nodes", row.nodes),
           integral("f", captum_trapezoid(row.nodes)))
        .is(row.values)
        .claimed(Relation::equal, {"2", "-3"});
  }
  for (const long nodes : {10L, 100L, 1000L}) {
    // The same for every n: an error of order 1.
    c.fact(fmt::format("(2, -3) less riemann_trapezoid, times n = {}", nodes),
           Compute([nodes](const Scene& s) -> Result<Values> {
             auto values = integrate(s, "f", captum_trapezoid(nodes), "x");
             const auto exact = s.compute(attribution("f", "integrated-gradients:rule=exact"));
             if (!values || !exact) return values ? exact : values;
             return Values{(exact->numbers - values->numbers) * Rational(nodes), values->exact};
           }))
        .is({"2", "-3"})
        .once();
  }
  return c;
}

// The error of the first sum by that of the second, which has ten times as many intervals.
Quantity shrinks_by(const Quantity& coarse, const Quantity& fine) {
  return Compute([=](const Scene& s) -> Result<Values> {
    const auto whole = s.compute(change("f"));
    const auto a = s.compute(coarse);
    const auto b = s.compute(fine);
    for (const auto* one : {&whole, &a, &b}) {
      if (!*one) return *one;
    }
    return Values{(a->numbers - whole->numbers) / (b->numbers - whole->numbers), a->exact};
  });
}

Claim h05() {
  Claim c;
  c.id = "H05";
  c.title = "Both ends in full";
  c.source = "PAIR saliency, integrated_gradients.py";
  c.statement =
      "The sum of PAIR's library, with nodes at both ends of the segment, converges as the "
      "trapezoidal rule does: ten times the intervals, a hundredth of the error.";
  c.says = "second order";
  c.verdict = ClaimVerdict::is_false;
  c.derived = true;
  c.why =
      "Asked here. All n nodes have the weight 1/n, the two ends too, which should have half of "
      "it: on x^3 the error is 1/(2 (n - 1)), of the first order.";
  c.careful =
      "The weights sum to 1, so that linear functions are exact; elsewhere the error shrinks as "
      "1/n, as that of the left and the right rule does, though the sum costs a trapezoid.";
  c.network("f", "x^3", cube());
  Builder d;
  c.network("g", "2 x", d.build(d.dense(d.input({1}), {{2}}, {0})).value());
  c.point("x", {1});
  c.fact("PAIR on g, 25 nodes", integral("g", pair_sum(25))).is({"2"});
  c.fact("PAIR on f, 2 nodes", integral("f", pair_sum(2))).is({"3/2"});
  c.fact("PAIR on f, 11 nodes", integral("f", pair_sum(11))).is({"21/20"});
  c.fact("PAIR on f, 101 nodes", integral("f", pair_sum(101))).is({"201/200"});
  const auto trapezoid = [](long steps) {
    return attribution("f", fmt::format("integrated-gradients:rule=trapezoid,steps={}", steps));
  };
  c.fact("trapezoid on f, 10 steps: 11 nodes", trapezoid(10)).is({"201/200"});
  c.fact("trapezoid on f, 100 steps: 101 nodes", trapezoid(100)).is({"20001/20000"});
  c.fact("trapezoid: error with 10 intervals / error with 100",
         shrinks_by(trapezoid(10), trapezoid(100)))
      .is({"100"})
      .once();
  c.fact("PAIR: error with 10 intervals / error with 100",
         shrinks_by(integral("f", pair_sum(11)), integral("f", pair_sum(101))))
      .is({"10"})
      .claimed(Relation::equal, {"100"})
      .once();
  return c;
}

}  // namespace

std::vector<Claim> libraries() {
  std::vector<Claim> all;
  all.push_back(h03());
  all.push_back(h04());
  all.push_back(h05());
  return all;
}

}  // namespace axiomark::claims
