// What notes about the papers repeat of paths and integrals.
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

const std::string kExact = "integrated-gradients:rule=exact";

Claim s05() {
  Claim c;
  c.id = "S05";
  c.title = "What all path methods satisfy";
  c.source = "Sundararajan et al. 2017, remark 3 and proposition 2, and reading notes of them";
  c.statement =
      "All path methods satisfy implementation invariance, completeness and sensitivity(a).";
  c.says = "path methods: invariant, complete, sensitive";
  const std::string exact = "exact integrals along a path that does not look at F";
  const std::string sums = "sums with a node on a kink";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {exact};
  c.why =
      "An integral does not see single points, a sum does: at a kink automatic differentiation "
      "gives what its convention and the network's writing make of it.";
  c.careful =
      "Exact path integrals do. Sums over steps do so up to their error, and at kinks only up to "
      "the library's derivative of relu at 0.";
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.network("g", "R(R(x1 - 1) - R(x2))", examples::figure_7_g());
  c.network("s", "1 - R(1 - x)", examples::saturation());
  NetworkBuilder<Rational> b;
  const Tensor h = b.relu(b.dense(b.input({1}), {{1}, {-1}}, {0, 0}));
  c.network("i", "R(x) - R(-x)", b.build(b.dense(h, {{1, -1}}, {0})).value());
  NetworkBuilder<Rational> d;
  c.network("j", "x", d.build(d.dense(d.input({1}), {{1}}, {0})).value());
  c.point("x", {3, 1});
  c.point("one", {1});
  c.point("two", {2});
  c.fact("f(x) - f(0)", change("f")).is({"1"});
  c.fact("F(2) - F(0) of s", change("s", "two")).is({"1"});
  const auto path = [&](const std::string& name, const std::string& method,
                        const std::vector<std::string>& values) {
    c.fact(name + " of f", attribution("f", method)).is(values);
    c.fact(name + " of g", attribution("g", method))
        .is(values)
        .claimed_equal_to(name + " of f")
        .under(exact);
    c.fact("sum of " + name + " of f", sum_of(attribution("f", method)))
        .is({"1"})
        .claimed_equal_to("f(x) - f(0)")
        .under(exact);
    c.fact(name + " of s", attribution("s", method, "two"))
        .is({"1"})
        .claimed(Relation::not_zero)
        .under(exact);
  };
  path("straight path", kExact, {"3/2", "-1/2"});
  path("last feature first", "path:order=reverse", {"1", "0"});
  path("serial cost path", "serial-cost:rule=exact", {"1", "0"});
  c.fact("s, right sums of 10 steps",
         attribution("s", "integrated-gradients:rule=right,steps=10,kink=0", "two"))
      .is({"4/5"})
      .claimed_equal_to("F(2) - F(0) of s")
      .under(sums);
  const std::string left = "integrated-gradients:rule=left,steps=10,kink=0";
  c.fact("j, left sums of 10 steps", attribution("j", left, "one")).is({"1"});
  c.fact("i = j, left sums of 10 steps", attribution("i", left, "one"))
      .is({"9/10"})
      .claimed_equal_to("j, left sums of 10 steps")
      .under(sums);
  c.supports_cell(kExact, "completeness");
  c.supports_cell(kExact, "implementation-invariance");
  c.supports_cell(kExact, "sensitivity-a");
  c.supports_cell("path:order=reverse", "implementation-invariance");
  c.supports_cell("serial-cost:rule=exact", "implementation-invariance");
  return c;
}

// How many points of an n by n grid on [0, 1]^2 are no points of differentiability: a step to
// either side along x1 or x2, shorter than the grid's, is not symmetric.
Quantity kinks_on_grid(int n) {
  return Compute([n](const Scene& scene) -> Result<Values> {
    const Rational step(1, 1000);
    int kinks = 0;
    for (int k = 0; k < n * n; ++k) {
      const Vector<Rational> z = exactly({Rational(k / n, n - 1), Rational(k % n, n - 1)}).numbers;
      const auto at = scene.evaluate(scene.network("F"), z);
      if (!at) return at;
      bool kink = false;
      for (Index i = 0; i < 2; ++i) {
        Vector<Rational> up = z;
        Vector<Rational> down = z;
        up(i) += step;
        down(i) -= step;
        const auto above = scene.evaluate(scene.network("F"), up);
        const auto below = scene.evaluate(scene.network("F"), down);
        if (!above) return above;
        if (!below) return below;
        const Rational bend = above->numbers(0) + below->numbers(0) - 2 * at->numbers(0);
        // Rounding bends by less than 1e-15, a kink by the step.
        kink = kink || absolute_value(bend) > step / 2;
      }
      kinks += kink ? 1 : 0;
    }
    return exactly(kinks);
  });
}

Claim s07() {
  Claim c;
  c.id = "S07";
  c.title = "Finitely many points without a derivative";
  c.source = "Reading notes of Sundararajan et al. 2017, section 3";
  c.statement =
      "Integrated gradients exist for networks because these are differentiable but for finitely "
      "many points.";
  c.says = "finitely many kinks";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "The kinks of R(x1 - x2) are a line: each finer grid meets more of them. A path may run "
      "inside such a line, where no gradient exists at any of its points. What is needed is that "
      "F is absolutely continuous along the path and its partial derivatives exist almost "
      "everywhere on it (claim A12).";
  c.careful =
      "Relu networks have kinks along pieces of hyperplanes; integrated gradients exist along "
      "paths that cross them, and not along those that stay inside one.";
  NetworkBuilder<Rational> b;
  c.network("F", "R(x1 - x2)", b.build(b.relu(b.dense(b.input({2}), {{1, -1}}, {0}))).value());
  c.point("ones", {1, 1});
  c.fact("kinks of F on a grid of 5 x 5", kinks_on_grid(5)).is({"5"});
  c.fact("kinks of F on a grid of 11 x 11", kinks_on_grid(11))
      .is({"11"})
      .claimed_equal_to("kinks of F on a grid of 5 x 5");
  c.fact("kinks of F on a grid of 21 x 21", kinks_on_grid(21))
      .is({"21"})
      .claimed_equal_to("kinks of F on a grid of 5 x 5");
  c.fact("exact IG from (0, 0) to (1, 1)", attribution("F", kExact, "ones"))
      .is_refused("t from 0 to 1");
  const std::string steps = "integrated-gradients:rule=midpoint,steps=10,kink=";
  c.fact("10 midpoints, relu'(0) = 0", attribution("F", steps + "0", "ones")).is({"0", "0"});
  c.fact("10 midpoints, relu'(0) = 1", attribution("F", steps + "1", "ones")).is({"1", "-1"});
  return c;
}

// The mean of the gradients at 20 midpoints between x' and x; exact here, as no kink falls inside a
// step.
Quantity mean_gradient(std::string network, std::string input) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const ClaimNetwork& f = scene.network(network);
    const Index n = input_features(f);
    const Vector<Rational> x = scene.point(input, n);
    const Vector<Rational> baseline = scene.point("x'", n);
    Values mean{Vector<Rational>::Zero(n)};
    for (int k = 0; k < 20; ++k) {
      const Rational t(2 * k + 1, 40);
      const auto gradient = scene.attribute(f, "gradient", baseline + (x - baseline) * t, baseline);
      if (!gradient) return gradient;
      mean.numbers += gradient->numbers / Rational(20);
      mean.exact = gradient->exact;
    }
    return mean;
  });
}

Claim s15() {
  Claim c;
  c.id = "S15";
  c.title = "The average of the gradients";
  c.source =
      "Reading notes of Sundararajan et al. 2017, section 3; Captum's multiply_by_inputs=False";
  c.statement = "Integrated gradients are the average of the gradients along the path.";
  c.says = "IG = mean gradient";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "The factor x - x' is missing: completeness convicts the average at once. It is right where "
      "x - x' is 1 in each feature.";
  c.careful = "(x_i - x'_i) times the average of dF/dx_i along the straight path.";
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.network("s", "1 - R(1 - x)", examples::saturation());
  c.point("x", {3, 1});
  c.point("two", {2});
  c.fact("f(x) - f(0)", change("f")).is({"1"});
  c.fact("IG of f", attribution("f", kExact)).is({"3/2", "-1/2"});
  c.fact("mean gradient of f", mean_gradient("f", "x"))
      .is({"1/2", "-1/2"})
      .claimed_equal_to("IG of f");
  c.fact("sum of the mean gradient of f", sum_of(mean_gradient("f", "x")))
      .is({"0"})
      .claimed_equal_to("f(x) - f(0)");
  c.fact("IG of s", attribution("s", kExact, "two")).is({"1"});
  c.fact("mean gradient of s", mean_gradient("s", "two")).is({"1/2"}).claimed_equal_to("IG of s");
  c.supports_cell(kExact, "completeness");
  return c;
}

}  // namespace

std::vector<Claim> notes_on_integrals() {
  std::vector<Claim> all;
  all.push_back(s05());
  all.push_back(s07());
  all.push_back(s15());
  return all;
}

}  // namespace axiomark::claims
