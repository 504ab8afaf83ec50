// Axioms of cost sharing: monotonicity, proportionality, units; integrated gradients against Shapley.
#include <algorithm>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "methods/integrated_gradients.hpp"
#include "methods/shapley.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;
const std::string kExact = "integrated-gradients:rule=exact";
// Exact for polynomials of degree three and less along the path.
const std::string kSimpson = "integrated-gradients:rule=simpson,steps=2";

Network<Rational> cube_of_sum() {
  Builder b;
  const Tensor x = b.input({2});
  return b.build(b.apply(Operator<Rational>(Power{3}), {b.dense(x, {{1, 1}}, {0})})).value();
}

Network<Rational> thresholded_sum() {
  Builder b;
  const Tensor x = b.input({2});
  return b.build(b.relu(b.dense(x, {{1, 1}}, {-1}))).value();
}

// The first feature's attribution as it grows, the second staying at x2.
Quantity first_as_it_grows(const std::string& network, const std::string& method,
                           std::vector<Rational> first, const Rational& second) {
  return Compute([=, first = std::move(first)](const Scene& scene) -> Result<Values> {
    Vector<Rational> all(static_cast<Index>(first.size()));
    for (std::size_t k = 0; k < first.size(); ++k) {
      const auto a =
          scene.attribute(scene.network(network), method, exactly({first[k], second}).numbers,
                          Vector<Rational>::Zero(2));
      if (!a) return a;
      all(static_cast<Index>(k)) = a->numbers(0);
    }
    return Values{all, scene.exact()};
  });
}

// What each number falls below the one before it, if it does.
Quantity largest_fall(const Quantity& quantity) {
  return Compute([quantity](const Scene& scene) -> Result<Values> {
    const auto values = scene.compute(quantity);
    if (!values) return values;
    Rational most = 0;
    for (Index k = 1; k < values->numbers.size(); ++k) {
      most = std::max(most, Rational(values->numbers(k - 1) - values->numbers(k)));
    }
    return Values{Vector<Rational>::Constant(1, most), values->exact};
  });
}

Result<std::vector<Plot>> plot_against_first(const Scene& scene) {
  Plot plot;
  plot.title = "min(x1, 3): what x1 gets as it grows";
  plot.caption =
      "Integrated gradients give x1 all up to 3 and nothing beyond; its Shapley value grows to 3/2 "
      "and stays.";
  plot.x_label = "x1";
  plot.y_label = "attribution of x1";
  for (const auto& [name, method] :
       {std::pair{"integrated gradients", kExact}, std::pair{"Shapley", std::string("shapley")}}) {
    PlotSeries series{name, {}, {}, true};
    for (int k = 1; k <= 48; ++k) {
      if (k == 24) continue;  // x1 = 3: the segment lies in the kink
      const auto a =
          scene.attribute(scene.network("f"), method, exactly({Rational(k) / 8, 3}).numbers,
                          Vector<Rational>::Zero(2));
      if (!a) return tl::make_unexpected(a.error());
      series.x.push_back(k / 8.0);
      series.y.push_back(convert<double>(a->numbers(0)));
    }
    plot.series.push_back(std::move(series));
  }
  return std::vector<Plot>{plot};
}

Claim b01() {
  Claim c;
  c.id = "B01";
  c.title = "Demand monotonicity";
  c.source = "Friedman & Moulin 1999; Sundararajan & Najmi 2020";
  c.statement =
      "Where F is non-decreasing in x_i, the attribution of x_i should not fall as x_i grows. "
      "Baseline Shapley values have this property, integrated gradients do not.";
  c.says = "Shapley monotone, integrated gradients not";
  c.why =
      "While x1 is the smaller feature it gets the whole minimum, beyond x2 it gets nothing; its "
      "Shapley value is half the minimum.";
  c.careful = "As stated, for functions that are non-decreasing in x_i everywhere.";
  c.network("f", "min(x1, x2) = x1 - R(x1 - x2)", examples::minimum());
  const std::vector<Rational> growing = {1, 2, Rational(5) / 2, 4};
  const Quantity by_gradients = first_as_it_grows("f", kExact, growing, 3);
  const Quantity by_shapley = first_as_it_grows("f", "shapley", growing, 3);
  c.fact("integrated gradient of x1, x1 = 1, 2, 5/2, 4, x2 = 3", by_gradients)
      .is({"1", "2", "5/2", "0"});
  c.fact("Shapley value of x1 at the same points", by_shapley).is({"1/2", "1", "5/4", "3/2"});
  c.fact("largest fall of the integrated gradient", largest_fall(by_gradients))
      .is({"5/2"})
      .claimed(Relation::not_zero);
  c.fact("largest fall of the Shapley value", largest_fall(by_shapley))
      .is({"0"})
      .claimed(Relation::zero);
  c.supports_cell(kExact, "demand-monotonicity");
  c.plots = plot_against_first;
  return c;
}

// x1 x2 / (x1 + x2), and 0 at 0.
struct Harmonic {
  [[nodiscard]] static Index dimension() { return 2; }
  [[nodiscard]] static Result<Row<Rational>> evaluate(const Batch<Rational>& points) {
    Row<Rational> values(points.cols());
    for (Index k = 0; k < points.cols(); ++k) {
      const Rational sum = points(0, k) + points(1, k);
      values(k) = sum == 0 ? Rational(0) : Rational(points(0, k) * points(1, k) / sum);
    }
    return values;
  }
  [[nodiscard]] static Result<Gradients<Rational>> gradient(const Batch<Rational>& points) {
    Gradients<Rational> all{Batch<Rational>(2, points.cols()), *evaluate(points),
                            std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
    for (Index k = 0; k < points.cols(); ++k) {
      const Rational sum = points(0, k) + points(1, k);
      if (sum == 0) return fail(ErrorKind::numeric, "x1 x2 / (x1 + x2)", "no gradient at 0");
      all.values(0, k) = points(1, k) * points(1, k) / (sum * sum);
      all.values(1, k) = points(0, k) * points(0, k) / (sum * sum);
    }
    return all;
  }
};

// The first feature's attribution of the function above at x1 = 1, 2, 3 and x2 = 1.
template <class Method>
Quantity harmonic_attributions(const Method& method) {
  return Compute([method](const Scene&) -> Result<Values> {
    Batch<Rational> points(2, 3);
    points << 1, 2, 3, 1, 1, 1;
    Vector<Rational> first(3);
    const auto answers = method.attribute(Function<Rational>(Harmonic{}), points,
                                          Batch<Rational>(Batch<Rational>::Zero(2, 3)));
    for (Index k = 0; k < 3; ++k) {
      const auto& answer = answers[static_cast<std::size_t>(k)];
      if (!answer) return tl::make_unexpected(answer.error());
      first(k) = answer->values(0);
    }
    return exactly(first);
  });
}

Claim b02() {
  Claim c;
  c.id = "B02";
  c.title = "Demand monotonicity, smooth witness";
  c.source = "Friedman & Moulin 1999; Sundararajan & Najmi 2020";
  c.statement =
      "Integrated gradients break demand monotonicity on smooth functions, too: of "
      "F = x1 x2 / (x1 + x2) x1 gets less and less as it grows, while F grows.";
  c.says = "x1 grows, its attribution falls";
  c.why =
      "The gradient of F is the same all along a ray, (x2^2, x1^2) / (x1 + x2)^2, so that x1 gets "
      "x1 x2^2 / (x1 + x2)^2. Shapley values: half of F, because F is 0 without either feature.";
  c.careful = "As stated; F is smooth away from 0.";
  IntegratedGradients gradients;
  gradients.rule = QuadratureRule::midpoint;
  gradients.steps = 1;  // the integrand is constant
  const Quantity by_gradients = harmonic_attributions(gradients);
  const Quantity by_shapley = harmonic_attributions(Shapley{});
  c.fact("F at x1 = 1, 2, 3, x2 = 1", Compute([](const Scene&) -> Result<Values> {
           Batch<Rational> points(2, 3);
           points << 1, 2, 3, 1, 1, 1;
           return exactly(Vector<Rational>(Harmonic::evaluate(points)->transpose()));
         }))
      .is({"1/2", "2/3", "3/4"})
      .once();
  c.fact("integrated gradient of x1", by_gradients).is({"1/4", "2/9", "3/16"}).once();
  c.fact("Shapley value of x1", by_shapley).is({"1/4", "1/3", "3/8"}).once();
  c.fact("largest fall of the integrated gradient", largest_fall(by_gradients))
      .is({"5/144"})
      .claimed(Relation::not_zero)
      .once();
  c.fact("largest fall of the Shapley value", largest_fall(by_shapley))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  return c;
}

// A_1 x_2 - A_2 x_1: zero where the attributions are proportional to x.
Quantity disproportion(const Quantity& attribution, const std::string& point) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto values = scene.compute(attribution);
    if (!values) return values;
    const Vector<Rational> x = scene.point(point, 2);
    const Rational cross = values->numbers(0) * x(1) - values->numbers(1) * x(0);
    return Values{Vector<Rational>::Constant(1, cross), values->exact};
  });
}

Claim b03() {
  Claim c;
  c.id = "B03";
  c.title = "Proportionality";
  c.source = "Friedman & Moulin 1999; Sundararajan & Najmi 2020";
  c.statement =
      "Where F depends on the sum of the features alone and the baseline is 0, attributions should "
      "be proportional to the features. Those of integrated gradients are, Shapley values are not.";
  c.says = "integrated gradients proportional, Shapley not";
  c.why =
      "All partial derivatives are one function along the straight path, so that x_i stands before "
      "one integral.";
  c.careful = "As stated.";
  c.network("f", "(x1 + x2)^3", cube_of_sum());
  c.network("g", "R(x1 + x2 - 1)", thresholded_sum());
  c.point("x", {1, 2});
  c.point("y", {2, 1});
  c.fact("integrated gradients of f at (1, 2)", attribution("f", kSimpson)).is({"9", "18"});
  c.fact("Shapley values of f at (1, 2)", attribution("f", "shapley")).is({"10", "17"});
  c.fact("integrated gradients of g at (2, 1)", attribution("g", kExact, "y")).is({"4/3", "2/3"});
  c.fact("Shapley values of g at (2, 1)", attribution("g", "shapley", "y")).is({"3/2", "1/2"});
  const auto judge = [&](const std::string& name, const Quantity& of, const std::string& point,
                         const std::string& expected, Relation relation) {
    c.fact("A_1 x_2 - A_2 x_1: " + name, disproportion(of, point)).is({expected}).claimed(relation);
  };
  judge("integrated gradients of f", attribution("f", kSimpson), "x", "0", Relation::zero);
  judge("Shapley values of f", attribution("f", "shapley"), "x", "3", Relation::not_zero);
  judge("integrated gradients of g", attribution("g", kExact, "y"), "y", "0", Relation::zero);
  judge("Shapley values of g", attribution("g", "shapley", "y"), "y", "1/2", Relation::not_zero);
  c.supports_cell("shapley", "proportionality");
  return c;
}

// factor (y1 - shift) y2
Network<Rational> shifted_product(const Rational& factor, const Rational& shift) {
  Builder b;
  const Tensor x = b.input({2});
  const Tensor y = b.dense(x, {{factor, 0}, {0, 1}}, {-factor * shift, 0});
  return b.build(b.product(b.feature(y, 0), b.feature(y, 1))).value();
}

Claim b04() {
  Claim c;
  c.id = "B04";
  c.title = "Change of units";
  c.source = "Friedman & Moulin 1999; Sundararajan & Najmi 2020";
  c.statement =
      "Integrated gradients and baseline Shapley values do not depend on the units of the "
      "features: "
      "where G is F in other units (scaled, shifted), G at the converted point gets what F gets at "
      "the point.";
  c.says = "invariant to units and zero points";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"the baseline is converted as well"};
  c.why =
      "A shift moves the baseline: where it stays at 0 in the new units, another path is "
      "integrated "
      "along. The serial path is not invariant even to a change of scale.";
  c.careful = "Affine scale invariance: x and x' are both converted.";
  const std::string serial = "serial-cost:rule=midpoint,steps=1";
  c.network("f", "x1 x2", shifted_product(1, 0));
  c.network("g", "3 y1 y2 (y2 = x2 / 3)", shifted_product(3, 0));
  c.network("h", "(y1 - 1) y2 (y1 = x1 + 1)", shifted_product(1, 1));
  c.point("x", {1, 3});
  c.point("scaled", {1, 1});
  c.point("shifted", {2, 3});
  c.point("shifted zero", {1, 0});
  const std::string converted = "the baseline is converted as well";
  const std::string fixed = "the baseline stays at 0";
  for (const auto& [name, method] : {std::pair{std::string("integrated gradients"), kSimpson},
                                     std::pair{std::string("Shapley"), std::string("shapley")}}) {
    c.fact(name + " of f", attribution("f", method)).is({"3/2", "3/2"});
    c.fact(name + " of g", attribution("g", method, "scaled"))
        .is({"3/2", "3/2"})
        .claimed_equal_to(name + " of f");
    c.fact(name + " of h, baseline (1, 0)", attribution("h", method, "shifted", "shifted zero"))
        .is({"3/2", "3/2"})
        .claimed_equal_to(name + " of f")
        .under(converted);
  }
  c.fact("integrated gradients of h, baseline 0", attribution("h", kSimpson, "shifted"))
      .is({"3", "0"})
      .claimed_equal_to("integrated gradients of f")
      .under(fixed);
  c.fact("Shapley of h, baseline 0", attribution("h", "shapley", "shifted"))
      .is({"3", "0"})
      .claimed_equal_to("Shapley of f")
      .under(fixed);
  c.fact("serial cost of f", attribution("f", serial)).is({"1/2", "5/2"});
  c.fact("serial cost of g", attribution("g", serial, "scaled")).is({"3/2", "3/2"});
  c.supports_cell("serial-cost:rule=exact", "affine-scale-invariance");
  return c;
}

}  // namespace

std::vector<Claim> cost_sharing() {
  std::vector<Claim> all;
  all.push_back(b01());
  all.push_back(b02());
  all.push_back(b03());
  all.push_back(b04());
  return all;
}

}  // namespace axiomark::claims
