// Symmetry of path methods: what the published proof proves.
#include "experiments/claims/plane_paths.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "methods/integrated_gradients.hpp"
#include "methods/path_integral.hpp"
#include "network/builder.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;
const Rational kHalf = Rational(1) / 2;

// Appendix A's function as it is printed: it jumps where the larger coordinate reaches b.
struct PublishedFunction {
  Rational a;
  Rational b;

  [[nodiscard]] static Index dimension() { return 2; }
  [[nodiscard]] Rational at(const Rational& xi, const Rational& xj) const {
    if (std::min(xi, xj) <= a) return 0;
    if (std::max(xi, xj) >= b) return (b - a) * (b - a);
    return (xi - a) * (xj - a);
  }
  [[nodiscard]] Result<Row<Rational>> evaluate(const Batch<Rational>& points) const {
    Row<Rational> values(points.cols());
    for (Index k = 0; k < points.cols(); ++k) values(k) = at(points(0, k), points(1, k));
    return values;
  }
  [[nodiscard]] Result<Gradients<Rational>> gradient(const Batch<Rational>& points) const {
    Gradients<Rational> all{Batch<Rational>::Zero(2, points.cols()), *evaluate(points),
                            std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
    for (Index k = 0; k < points.cols(); ++k) {
      const Rational& xi = points(0, k);
      const Rational& xj = points(1, k);
      if (std::min(xi, xj) <= a || std::max(xi, xj) >= b) continue;
      all.values(0, k) = xj - a;
      all.values(1, k) = xi - a;
    }
    return all;
  }
};

// (clip(x1, a, b) - a) (clip(x2, a, b) - a): what the published function should have been.
Network<Rational> repaired(const Rational& a, const Rational& b) {
  Builder n;
  const Tensor x = n.input({2});
  const Tensor clipped = n.apply(Operator<Rational>(Clip<Rational>{a, b}), {x});
  const Tensor u = n.shift(clipped, Vector<Rational>::Constant(2, -a));
  return n.build(n.product(n.feature(u, 0), n.feature(u, 1))).value();
}

const std::string kRetraced = "path:points=[[1,0],[1,1],[1,0],[0,0]],rule=midpoint,steps=1";

// Twice the signed area between the polyline of A09 and the diagonal: the shoelace formula.
Result<Values> twice_the_area(const Scene& scene) {
  Rational sum = 0;
  const std::vector<Vector<Rational>> vertices = {scene.point("x'", 2), scene.point("p", 2),
                                                  scene.point("q", 2), scene.point("x", 2)};
  for (std::size_t k = 0; k < vertices.size(); ++k) {
    const Vector<Rational>& from = vertices[k];
    const Vector<Rational>& to = vertices[(k + 1) % vertices.size()];
    sum += from(0) * to(1) - to(0) * from(1);
  }
  return exactly(sum);
}

Result<Values> published_attribution(const Scene& scene) {
  IntegratedGradients method;
  method.rule = QuadratureRule::midpoint;
  method.steps = 2;  // the gradient jumps half way, and is linear before and after
  auto answer = std::move(method
                              .attribute(Function<Rational>(PublishedFunction{0, kHalf}),
                                         Batch<Rational>(scene.point("y", 2)),
                                         Batch<Rational>(scene.point("x'", 2)))
                              .front());
  if (!answer) return tl::make_unexpected(answer.error());
  return exactly(answer->values);
}

// The path reaches x1 = b at x2 = a: there the published function jumps from 0 to its last value.
Result<Values> published_by_the_corner(const Scene&) {
  Polyline<Rational> path(2, 5);
  path << 0, Rational(1) / 4, Rational(3) / 4, Rational(3) / 4, 1,  //
      0, Rational(1) / 4, Rational(1) / 4, Rational(3) / 4, 1;
  const Function<Rational> f(PublishedFunction{Rational(1) / 4, Rational(3) / 4});
  const auto rule = make_quadrature<Rational>(QuadratureRule::midpoint, 1);
  auto answer = integral_by_quadrature(f, path, *rule);
  if (!answer) return tl::make_unexpected(answer.error());
  return exactly(answer->values);
}

// Points of the bent path, 64 steps to a leg, at which the published and the repaired function differ.
Result<Values> differences_on_the_bent_path(const Scene& scene) {
  const PublishedFunction published{Rational(1) / 4, Rational(3) / 4};
  const std::vector<std::pair<Rational, Rational>> vertices = {{0, 0},
                                                               {Rational(1) / 4, Rational(1) / 4},
                                                               {Rational(5) / 8, Rational(3) / 8},
                                                               {Rational(3) / 4, Rational(3) / 4},
                                                               {1, 1}};
  long differ = 0;
  for (std::size_t leg = 0; leg + 1 < vertices.size(); ++leg) {
    const auto& [x0, y0] = vertices[leg];
    const auto& [x1, y1] = vertices[leg + 1];
    for (int k = 0; k <= 64; ++k) {
      const Rational t = Rational(k) / 64;
      const Vector<Rational> at = exactly({x0 + t * (x1 - x0), y0 + t * (y1 - y0)}).numbers;
      const auto value = scene.evaluate(scene.network("inner"), at);
      if (!value) return value;
      if (value->numbers(0) != published.at(at(0), at(1))) ++differ;
    }
  }
  return exactly(Rational(differ));
}

PlotSeries parabola() {
  PlotSeries curve{"(t, t^2)", {}, {}, true};
  for (int k = 0; k <= 40; ++k) {
    const double t = k / 40.0;
    curve.x.push_back(t);
    curve.y.push_back(t * t);
  }
  return curve;
}

Claim a09() {
  Claim c;
  c.id = "A09";
  c.title = "Every other path breaks symmetry: the published proof";
  c.source = "Sundararajan et al. 2017, theorem 1 and appendix A";
  c.statement =
      "For a path that is not straight there are features i, j and numbers a < b with the path at "
      "x_i > x_j between its visits to (a, a) and (b, b). The function that is 0 if "
      "min(x_i, x_j) <= a, (b - a)^2 if max(x_i, x_j) >= b, and (x_i - a)(x_j - a) otherwise is "
      "symmetric, yet x_j gets more than x_i: the integrand of x_j is always strictly larger, and "
      "outside that stretch the function is constant.";
  c.says = "x_j always gets more than x_i";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"monotone paths, f made continuous"};
  c.why =
      "The conclusion stands for monotone paths, the proof does not: its integrands leave out "
      "dgamma/dt, so that x_i may get more on a stretch; its function jumps, so that completeness "
      "fails on it, and on a monotone path that reaches b early both features get nothing; and a "
      "path that turns back may return to where the function varies. A detour "
      "that is retraced cancels for every function. What the proof needs is that x_j gets more by "
      "twice the area between path and diagonal.";
  c.careful =
      "Let the path be monotone, and f = (clip(x_i, a, b) - a)(clip(x_j, a, b) - a). By Green's "
      "theorem the attribution of x_j exceeds that of x_i by twice the area between the path and "
      "the diagonal, which is not zero.";
  c.network("f", "x1 x2", product());
  c.network("repaired", "(clip(x1, 0, 1/2)) (clip(x2, 0, 1/2))", repaired(0, kHalf));
  c.network("inner", "(clip(x1, 1/4, 3/4) - 1/4) (clip(x2, 1/4, 3/4) - 1/4)",
            repaired(Rational(1) / 4, Rational(3) / 4));
  c.point("x", {1, 1});
  c.point("p", {kHalf, Rational(2) / 5});
  c.point("q", {Rational(9) / 10, Rational(2) / 5});
  c.point("y", {1, Rational(1) / 4});
  c.fact("f along (t, t^2)", attribution("f", kParabola)).is({"1/3", "2/3"});
  c.fact("f along the polyline", attribution("f", kPolyline)).is({"33/100", "67/100"});
  c.fact("x2 less x1 along (t, t^2)", second_less_first(attribution("f", kParabola)))
      .is({"1/3"})
      .claimed(Relation::not_zero);
  c.fact("x2 less x1 along the polyline", second_less_first(attribution("f", kPolyline)))
      .is({"17/50"})
      .claimed(Relation::not_zero);
  c.fact("twice the area between polyline and diagonal", Compute(twice_the_area))
      .is({"17/50"})
      .claimed_equal_to("x2 less x1 along the polyline")
      .once();
  c.fact("f on the straight path", attribution("f", kStraight)).is({"1/2", "1/2"});

  const std::string proof = "as proved";
  c.fact("second leg of the polyline", attribution("f", kStraight, "q", "p")).is({"4/25", "0"});
  c.fact("second leg, x2 less x1", second_less_first(attribution("f", kStraight, "q", "p")))
      .is({"-4/25"})
      .claimed(Relation::at_least, {"0"})
      .under(proof);
  const PublishedFunction published{0, kHalf};
  c.fact("published f (a = 0, b = 1/2) at (3/5, 0) and (3/5, 1e-9)",
         Compute([published](const Scene&) -> Result<Values> {
           return exactly({published.at(*parse_rational("3/5"), 0),
                           published.at(*parse_rational("3/5"), *parse_rational("1e-9"))});
         }))
      .is({"0", "1/4"})
      .once();
  c.fact("published f at (0.4999999, 1/4) and (1/2, 1/4)",
         Compute([published](const Scene&) -> Result<Values> {
           return exactly({published.at(*parse_rational("0.4999999"), *parse_rational("1/4")),
                           published.at(kHalf, *parse_rational("1/4"))});
         }))
      .is({"4999999/40000000", "1/4"})
      .once();
  c.fact("integrated gradients of published f at (1, 1/4)", Compute(published_attribution))
      .is({"1/32", "1/32"})
      .once();
  c.fact("published f at (1, 1/4)", Compute([published](const Scene& scene) -> Result<Values> {
           const Vector<Rational> y = scene.point("y", 2);
           return exactly(published.at(y(0), y(1)));
         }))
      .is({"1/4"})
      .once();
  c.fact("their sum", sum_of(Compute(published_attribution)))
      .is({"1/16"})
      .claimed_equal_to("published f at (1, 1/4)")
      .under(proof)
      .once();
  c.fact("published f (a = 1/4, b = 3/4) along the monotone path by (3/4, 1/4), x2 less x1",
         second_less_first(Compute(published_by_the_corner)))
      .is({"0"})
      .claimed(Relation::not_zero)
      .under(proof)
      .once();

  const std::string smooth = "any smooth path";
  c.fact("x2 less x1 along a retraced detour", second_less_first(attribution("f", kRetraced)))
      .is({"0"})
      .claimed(Relation::not_zero)
      .under(smooth);

  const std::string mended = "monotone paths, f made continuous";
  c.fact("repaired f at (3/5, 1e-9)", Compute([](const Scene& scene) {
           return scene.evaluate(scene.network("repaired"),
                                 exactly({Rational(3) / 5, *parse_rational("1e-9")}).numbers);
         }))
      .is({"1/2000000000"});
  c.fact("integrated gradients of repaired f at (1, 1/4)",
         attribution("repaired", "integrated-gradients:rule=midpoint,steps=2", "y"))
      .is({"1/32", "3/32"});
  c.fact("repaired f at (1, 1/4)", value("repaired", "y")).is({"1/8"});
  c.fact("the sum of its attributions",
         sum_of(attribution("repaired", "integrated-gradients:rule=midpoint,steps=2", "y")))
      .is({"1/8"})
      .claimed_equal_to("repaired f at (1, 1/4)")
      .under(mended);
  const std::string bent = "path:points=[[1/4,1/4],[5/8,3/8],[3/4,3/4]],rule=midpoint,steps=1";
  const std::string corner = "path:points=[[1/4,1/4],[3/4,1/4],[3/4,3/4]],rule=midpoint,steps=1";
  c.fact("points of a bent path where published and repaired f differ",
         Compute(differences_on_the_bent_path))
      .is({"0"})
      .once();
  c.fact("repaired f along the bent path", attribution("inner", bent)).is({"1/16", "3/16"});
  c.fact("x2 less x1 along the bent path", second_less_first(attribution("inner", bent)))
      .is({"1/8"})
      .claimed(Relation::not_zero)
      .under(mended);
  c.fact("x2 less x1 of the repaired function along the path by (3/4, 1/4)",
         second_less_first(attribution("inner", corner)))
      .is({"1/4"})
      .claimed(Relation::not_zero)
      .under(mended);
  c.plots = [](const Scene&) -> Result<std::vector<Plot>> {
    return std::vector<Plot>{
        plane("The paths of A09",
              "Twice the area between a path and the diagonal is what x2 gets more than x1 of "
              "x1 x2. On its level leg the polyline gives all to x1.",
              {line("straight", {0, 1}, {0, 1}), parabola(),
               line("polyline", {0, 0.5, 0.9, 1}, {0, 0.4, 0.4, 1}),
               line("bent", {0, 0.25, 0.625, 0.75, 1}, {0, 0.25, 0.375, 0.75, 1})})};
  };
  return c;
}

}  // namespace

std::vector<Claim> paths() {
  std::vector<Claim> all;
  all.push_back(a09());
  return all;
}

}  // namespace axiomark::claims
