// What functions have to be like: for completeness, for equal attributions.
#include <array>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "methods/integrated_gradients.hpp"
#include "network/builder.hpp"
#include "network/random_stream.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

Claim a11() {
  Claim c;
  c.id = "A11";
  c.title = "Symmetric features of a sigmoid";
  c.source = "Sundararajan et al. 2017, section 4.2";
  c.statement =
      "Of F = sigmoid(x1 + x2) at (1, 1), baseline 0, both features get the same, as they must for "
      "a "
      "method that preserves symmetry.";
  c.says = "equal attributions";
  c.why = "Each gets half of sigmoid(2) - 1/2, which is tanh(1) / 4.";
  c.careful = "Equal attributions are due to features that are symmetric and move together.";
  NetworkBuilder<double> b;
  const Tensor x = b.input({2});
  c.network("f", "sigmoid(x1 + x2)",
            b.build(b.apply(Operator<double>(Sigmoid{}), {b.dense(x, {{1, 1}}, {0})})).value());
  c.point("x", {1, 1});
  c.fact("integrated gradients, 50 Gauss-Legendre nodes",
         attribution("f", "integrated-gradients:rule=gauss-legendre,steps=50"))
      .is({"0.190398538988941", "0.190398538988941"})
      .as_claimed();
  c.fact("half of F(x) - F(x')", Compute([](const Scene& scene) -> Result<Values> {
           auto values = scene.compute(change("f"));
           if (values) values->numbers /= Rational(2);
           return values;
         }))
      .is({"0.190398538988941"});
  return c;
}

// The Cantor function, which has slope 0 wherever it has a finite slope.
struct CantorFunction {
  struct Place {
    Rational value;
    bool in_cantor_set;
  };

  [[nodiscard]] static Index dimension() { return 1; }

  // Ternary digits of z: c's binary digits are those, 2 as 1, up to the first 1, where z is in a gap.
  [[nodiscard]] static Place at(Rational z) {
    // Double-precision numbers meet a digit 1, or an end, well within these; 1/4 and 1/10 never do.
    constexpr int kDigits = 200;
    Rational value = 0;
    Rational unit = 1;
    if (z <= 0 || z >= 1) return {z <= 0 ? 0 : 1, z == 0 || z == 1};
    for (int digit = 0; digit < kDigits && z != 0; ++digit) {
      z *= 3;
      unit /= 2;
      if (z < 1) continue;
      value += unit;
      if (z <= 2) return {value, z == 1 || z == 2};  // the ends of a gap belong to the set
      z -= 2;
    }
    return {value, true};
  }

  [[nodiscard]] static Result<Row<Rational>> evaluate(const Batch<Rational>& points) {
    Row<Rational> values(points.cols());
    for (Index k = 0; k < points.cols(); ++k) values(k) = at(points(0, k)).value;
    return values;
  }
  [[nodiscard]] static Result<Gradients<Rational>> gradient(const Batch<Rational>& points) {
    for (Index k = 0; k < points.cols(); ++k) {
      if (!at(points(0, k)).in_cantor_set) continue;
      return fail(ErrorKind::numeric, "Cantor function",
                  to_text(points(0, k)) + " lies in the Cantor set, where it has no finite slope",
                  "a point in one of the gaps");
    }
    return Gradients<Rational>{Batch<Rational>::Zero(1, points.cols()), *evaluate(points),
                               std::vector<HangSet>(static_cast<std::size_t>(points.cols()))};
  }
};

Quantity cantor_attribution(QuadratureRule rule, long steps) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    IntegratedGradients method;
    method.rule = rule;
    method.steps = steps;
    method.seed = 12;
    auto answer = std::move(method
                                .attribute(Function<Rational>(CantorFunction{}),
                                           Batch<Rational>(scene.point("x", 1)),
                                           Batch<Rational>(scene.point("x'", 1)))
                                .front());
    if (!answer) return tl::make_unexpected(answer.error());
    return exactly(answer->values);
  });
}

// (c(1/4 + h) - c(1/4)) / h with h = 2 / 3^21. 1/4 is 0.0202... in ternary digits, 1/4 + h has a 2 more.
Result<Values> steep_quotient(const Scene&) {
  Rational h = 2;
  for (int k = 0; k < 21; ++k) h /= 3;
  const Rational quarter = Rational(1) / 4;
  return exactly((CantorFunction::at(quarter + h).value - CantorFunction::at(quarter).value) / h);
}

// The n-th step towards the Cantor function: c_0(z) = clip(z, 0, 1), then half of c(3 z) + c(3 z - 2).
Tensor cantor_step(Builder& b, Tensor z, int n) {
  if (n == 0) return b.apply(Operator<Rational>(Clip<Rational>{0, 1}), {z});
  const Rational half = Rational(1) / 2;
  return b.sum({cantor_step(b, b.dense(z, {{3}}, {0}), n - 1),
                cantor_step(b, b.dense(z, {{3}}, {-2}), n - 1)},
               {half, half});
}

Claim a12() {
  Claim c;
  c.id = "A12";
  c.title = "Differentiable almost everywhere is enough for completeness";
  c.source = "Sundararajan et al. 2017, proposition 1 and its footnote";
  c.statement =
      "If F is differentiable almost everywhere (continuous, with partial derivatives that are "
      "discontinuous on a set of measure zero only), integrated gradients add up to F(x) - F(x').";
  c.says = "complete for F differentiable a.e.";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "The Cantor function is continuous, rises from 0 to 1 and has slope 0 outside a set of "
      "measure zero: its integrated gradient is 0. (Random nodes lie in a gap. Regular ones such "
      "as "
      "1/4, 1/10 and 1/40 lie in the Cantor set, where the difference quotient has no bound.) Its "
      "piecewise linear approximations are complete, all of them.";
  c.careful = "Integrated gradients are complete if F is absolutely continuous along the segment.";
  Builder b;
  const Tensor z = b.input({1});
  c.network("c4", "c_n(z) = (c_(n-1)(3 z) + c_(n-1)(3 z - 2)) / 2, c_0 = clip(z, 0, 1), n = 4",
            b.build(cantor_step(b, z, 4)).value());
  c.point("x", {1});
  c.fact("c(1) - c(0)", Compute([](const Scene& scene) -> Result<Values> {
           return exactly(CantorFunction::at(scene.point("x", 1)(0)).value -
                          CantorFunction::at(scene.point("x'", 1)(0)).value);
         }))
      .is({"1"})
      .once();
  for (const long nodes : {20, 300, 2000}) {
    c.fact("integrated gradient of c, " + std::to_string(nodes) + " random nodes (seed 12)",
           cantor_attribution(QuadratureRule::random, nodes))
        .is({"0"})
        .claimed_equal_to("c(1) - c(0)")
        .once();
  }
  c.fact("2 midpoints (1/4, 3/4)", cantor_attribution(QuadratureRule::midpoint, 2))
      .is_refused("1/4 lies in the Cantor set")
      .once();
  c.fact("5 midpoints (1/10, ...)", cantor_attribution(QuadratureRule::midpoint, 5))
      .is_refused("1/10 lies in the Cantor set")
      .once();
  c.fact("20 midpoints (1/40, ...)", cantor_attribution(QuadratureRule::midpoint, 20))
      .is_refused("1/40 lies in the Cantor set")
      .once();
  c.fact("(c(1/4 + h) - c(1/4)) / h, h = 2 / 3^21: (3/2)^21 / 2", Compute(steep_quotient))
      .is({"10460353203/4194304"})
      .once();
  c.fact("integrated gradient of c4, exact", attribution("c4", "integrated-gradients:rule=exact"))
      .is({"1"});
  c.plots = [](const Scene&) -> Result<std::vector<Plot>> {
    PlotSeries curve{"c", {}, {}, true};
    constexpr int kPoints = 3 * 3 * 3 * 3 * 3 * 3;
    for (int k = 0; k <= kPoints; ++k) {
      const Rational at = Rational(k) / kPoints;
      curve.x.push_back(convert<double>(at));
      curve.y.push_back(convert<double>(CantorFunction::at(at).value));
    }
    Plot plot;
    plot.title = "The Cantor function";
    plot.caption = "It rises from 0 to 1, and wherever it has a finite slope the slope is 0.";
    plot.x_label = "x";
    plot.y_label = "c(x)";
    plot.series = {std::move(curve)};
    return std::vector<Plot>{plot};
  };
  return c;
}

// Four atoms of a chain N - C0 - C1 - O, in the order C0, C1, N, O, each one-hot in C, N, O.
// Atom v's unit: relu(own . type + neighbours . (sum of its neighbours' types) + 3/10 degree - 1/5).
using Weights = std::array<Rational, 3>;

Network<Rational> molecule(const Weights& own, const Weights& neighbours) {
  constexpr Index kAtoms = 4;
  constexpr std::array<std::array<int, 4>, 4> kBonds = {
      {{0, 1, 1, 0}, {1, 0, 0, 1}, {1, 0, 0, 0}, {0, 1, 0, 0}}};
  Matrix<Rational> weights = Matrix<Rational>::Zero(kAtoms, 3 * kAtoms);
  Vector<Rational> bias = Vector<Rational>::Constant(kAtoms, Rational(-1) / 5);
  for (Index v = 0; v < kAtoms; ++v) {
    for (Index u = 0; u < kAtoms; ++u) {
      const bool bond = kBonds[static_cast<std::size_t>(v)][static_cast<std::size_t>(u)] != 0;
      if (bond) bias(v) += Rational(3) / 10;
      for (Index type = 0; type < 3; ++type) {
        const auto t = static_cast<std::size_t>(type);
        weights(v, 3 * u + type) = u == v ? own[t] : bond ? neighbours[t] : Rational(0);
      }
    }
  }
  Builder b;
  const Tensor x = b.input({3 * kAtoms});
  return b.build(b.dense(b.relu(b.dense(x, weights, bias)), {{1, 1, 1, 1}}, {0})).value();
}

Quantity per_atom(const Quantity& attribution) {
  return Compute([attribution](const Scene& scene) -> Result<Values> {
    const auto values = scene.compute(attribution);
    if (!values) return values;
    Vector<Rational> atoms(4);
    for (Index v = 0; v < 4; ++v) atoms(v) = values->numbers.segment(3 * v, 3).sum();
    return Values{atoms, values->exact};
  });
}

// Of 100 molecules with random weights: those whose two carbon atoms get different attributions.
Quantity different_carbons(bool convolved) {
  return Compute([convolved](const Scene& scene) -> Result<Values> {
    RandomStream stream(13);
    long differ = 0;
    for (int k = 0; k < 100; ++k) {
      const auto weights = [&] {
        Weights w;
        // Odd fifteenths: no unit stays in its kink, for biases are whole tenths.
        for (Rational& weight : w) weight = Rational(2 * stream.between(-15, 14) + 1) / 15;
        return w;
      };
      const Weights own = weights();
      const Weights neighbours = convolved ? weights() : Weights{0, 0, 0};
      const ClaimNetwork f{"F", "", molecule(own, neighbours)};
      const auto a = scene.attribute(f, "integrated-gradients:rule=exact", scene.point("x", 12),
                                     scene.point("x'", 12));
      if (!a) return a;
      if (a->numbers.segment(0, 3).sum() != a->numbers.segment(3, 3).sum()) ++differ;
    }
    return exactly(Rational(differ));
  });
}

Claim a13() {
  Claim c;
  c.id = "A13";
  c.title = "Atoms that a network cannot tell apart";
  c.source = "Sundararajan et al. 2017, section 6.5 (network W1N2)";
  c.statement =
      "A molecular network without convolutions, which adds up functions of single atoms and their "
      "bonds, gives identical attributions to atoms of one type with the same bonds, whatever "
      "surrounds them; its features are degenerate.";
  c.says = "same type and bonds, same attribution";
  c.why =
      "The two units compute one function of their atoms alone. A convolution over the neighbours "
      "tells the carbon next to nitrogen from the one next to oxygen.";
  c.careful =
      "Without mixing between atoms, atoms of equal type and bonds are exchangeable, so that every "
      "symmetric method gives them the same.";
  const Weights own = {1, Rational(1) / 2, Rational(-7) / 10};
  c.network("F1", "sum over atoms of R(w type + 3/10 degree - 1/5), w = (1, 1/2, -7/10)",
            molecule(own, {0, 0, 0}));
  c.network("F2", "the same with + u (types of neighbours), u = (1/5, 1, -9/10)",
            molecule(own, {Rational(1) / 5, 1, Rational(-9) / 10}));
  c.point("x", {1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1});
  const std::string exact = "integrated-gradients:rule=exact";
  c.fact("F1, atoms C0, C1, N, O of the chain N-C0-C1-O", per_atom(attribution("F1", exact)))
      .is({"1", "1", "1/2", "-1/10"})
      .as_claimed();
  c.fact("F2, the same atoms", per_atom(attribution("F2", exact)))
      .is({"7/5", "31/25", "3/2", "-26/25"});
  c.fact("of 100 random F1 (seed 13): carbons differ", different_carbons(false))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  c.fact("of 100 random F2 (seed 13): carbons differ", different_carbons(true))
      .claimed(Relation::not_zero)
      .once();
  return c;
}

}  // namespace

std::vector<Claim> smoothness() {
  std::vector<Claim> all;
  all.push_back(a11());
  all.push_back(a12());
  all.push_back(a13());
  return all;
}

}  // namespace axiomark::claims
