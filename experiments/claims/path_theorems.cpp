// What the paper says of all path methods: complete, the only ones, one of them symmetric.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <bit>

#include "experiments/claims/plane_paths.hpp"
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/random_stream.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

// Polylines of three random vertices in the square from -1 to 2, of which the sum over x1 x2 is off.
Result<Values> incomplete_polylines(const Scene& scene) {
  RandomStream stream(10);
  long incomplete = 0;
  const auto asked_for = scene.compute(change("f"));
  if (!asked_for) return asked_for;
  for (int path = 0; path < 100; ++path) {
    std::vector<std::string> vertices;
    for (int vertex = 0; vertex < 3; ++vertex) {
      vertices.push_back(
          fmt::format("[{}/8,{}/8]", stream.between(-8, 16), stream.between(-8, 16)));
    }
    const std::string method =
        fmt::format("path:points=[{}],rule=midpoint,steps=1", fmt::join(vertices, ","));
    const auto values =
        scene.attribute(scene.network("f"), method, scene.point("x", 2), scene.point("x'", 2));
    if (!values) return values;
    if (values->numbers.sum() != asked_for->numbers(0)) ++incomplete;
  }
  return exactly(Rational(incomplete));
}

Claim a10() {
  Claim c;
  c.id = "A10";
  c.title = "All path methods are complete";
  c.source = "Sundararajan et al. 2017, remark 3 and figure 1";
  c.statement =
      "Whatever the path from x' to x, the attributions of its path method add up to "
      "F(x) - F(x').";
  c.says = "sum of A = F(x) - F(x') for every path";
  c.why =
      "The gradient along a path integrates to the difference of F at its ends, also where the "
      "path turns back: single attributions may then be negative although F increases.";
  c.careful =
      "Path methods are complete for functions that are absolutely continuous along the path.";
  c.network("f", "x1 x2", product());
  c.point("x", {1, 1});
  c.fact("F(x) - F(x')", change("f")).is({"1"});
  const auto add = [&](const std::string& name, const std::string& method,
                       std::vector<std::string> values) {
    c.fact(name, attribution("f", method)).is(std::move(values));
    c.fact(name + ", sum", sum_of(attribution("f", method)))
        .is({"1"})
        .claimed_equal_to("F(x) - F(x')");
  };
  add("P1: x1 first", "path:order=[0,1]", {"0", "1"});
  add("P2: straight", kStraight, {"1/2", "1/2"});
  add("P3: x2 first", "path:order=[1,0]", {"1", "0"});
  add("P1, back along P3, P1 again", "path:points=[[1,0],[1,1],[0,1],[0,0],[1,0]],rule=exact",
      {"-1", "2"});
  c.fact("of 100 random polylines (seed 10): incomplete", Compute(incomplete_polylines))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  c.plots = [](const Scene&) -> Result<std::vector<Plot>> {
    return std::vector<Plot>{
        plane("The paths of figure 1",
              "x1 x2 from (0, 0) to (1, 1): the sum is 1 along each; P1 gives (0, 1), P2 "
              "(1/2, 1/2), P3 (1, 0), and P1, back along P3, P1 again gives (-1, 2).",
              {line("P1", {0, 1, 1}, {0, 0, 1}), line("P2", {0, 1}, {0, 1}),
               line("P3", {0, 0, 1}, {0, 1, 1})})};
  };
  return c;
}

// p (x1 + x2) + q x1 x2 + r (x1 + x2) x3 + s x1 x2 x3
Network<Rational> symmetric_in_two(RandomStream& stream) {
  const auto coefficient = [&] { return Rational(stream.between(-4, 4)); };
  Builder b;
  const Tensor x = b.input({3});
  const Tensor both = b.dense(x, {{1, 1, 0}}, {0});
  const Tensor third = b.feature(x, 2);
  const Tensor pair = b.product(b.feature(x, 0), b.feature(x, 1));
  const Tensor sum = b.sum({both, pair, b.product(both, third), b.product(pair, third)},
                           {coefficient(), coefficient(), coefficient(), coefficient()});
  return b.build(sum).value();
}

Result<Values> asymmetric_answers(const Scene& scene) {
  RandomStream stream(15);
  long asymmetric = 0;
  for (int k = 0; k < 50; ++k) {
    const ClaimNetwork f{"F", "", symmetric_in_two(stream)};
    const Rational both = stream.between(1, 4);
    const Vector<Rational> x = exactly({both, both, Rational(stream.between(1, 6))}).numbers;
    // Gradients of degree two along each leg: Simpson's rule is exact.
    const auto values =
        scene.attribute(f, "serial-cost:rule=simpson,steps=2", x, Vector<Rational>::Zero(3));
    if (!values) return values;
    if (values->numbers(0) != values->numbers(1)) ++asymmetric;
  }
  return exactly(Rational(asymmetric));
}

Claim a15() {
  Claim c;
  c.id = "A15";
  c.title = "The only path method that keeps symmetry";
  c.source = "Sundararajan et al. 2017, theorem 1";
  c.statement = "Integrated gradients is the unique path method that is symmetry preserving.";
  c.says = "no other path method is symmetric";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"one monotone curve, scaled to every x and x'"};
  c.why =
      "Appendix A looks at x' = 0, x = 1 only. If the path may depend on the end points, serial "
      "cost sharing, gamma_i(t) = min(x_i, t), moves equal features together, so it preserves "
      "symmetry, and it is not the straight path. What it lacks is invariance to the units of x.";
  c.careful =
      "Among methods that take one monotone curve and scale it to x' and x (or: among path methods "
      "that are affine scale invariant), integrated gradients alone is symmetry preserving.";
  c.network("f", "x1 x2", product());
  c.network("g", "3 y1 y2 (f in units y2 = x2 / 3)", product(3));
  c.point("x", {1, 3});
  c.point("diagonal", {1, 1});
  const std::string serial = "serial-cost:rule=midpoint,steps=1";
  c.fact("integrated gradients of f at x", attribution("f", kStraight)).is({"3/2", "3/2"});
  c.fact("serial cost of f at (1, 1)", attribution("f", serial, "diagonal")).is({"1/2", "1/2"});
  c.fact("integrated gradients of f at (1, 1)", attribution("f", kStraight, "diagonal"))
      .is({"1/2", "1/2"});
  const std::string scaled = "one monotone curve, scaled to every x and x'";
  c.fact("(t, t^2) at (1, 1), x2 less x1",
         second_less_first(attribution("f", kParabola, "diagonal")))
      .is({"1/3"})
      .claimed(Relation::not_zero)
      .under(scaled);
  c.fact("polyline at (1, 1), x2 less x1",
         second_less_first(attribution("f", kPolyline, "diagonal")))
      .is({"17/50"})
      .claimed(Relation::not_zero)
      .under(scaled);
  const std::string depends = "the path may depend on x and x'";
  c.fact("of 50 functions symmetric in x1, x2 (seed 15): serial cost breaks symmetry",
         Compute(asymmetric_answers))
      .is({"0"})
      .once();
  c.fact("serial cost of f at x", attribution("f", serial))
      .is({"1/2", "5/2"})
      .claimed_equal_to("integrated gradients of f at x")
      .under(depends);
  c.fact("serial cost of g at (1, 1)", attribution("g", serial, "diagonal")).is({"3/2", "3/2"});
  c.fact("integrated gradients of g at (1, 1)", attribution("g", kStraight, "diagonal"))
      .is({"3/2", "3/2"});
  c.supports_cell("serial-cost:rule=exact", "affine-scale-invariance");
  c.plots = [](const Scene&) -> Result<std::vector<Plot>> {
    return std::vector<Plot>{
        plane("Serial cost and straight path to (1, 3)",
              "All features move at one speed until each arrives: equal features move together, "
              "and still the path is not straight.",
              {line("straight", {0, 1}, {0, 3}), line("serial cost", {0, 1, 1}, {0, 1, 3})})};
  };
  return c;
}

// height * tent over [low, high], as a tensor of one feature of x.
Tensor tent(Builder& b, Tensor x, Index feature, const Rational& low, const Rational& high) {
  const Rational middle = (low + high) / 2;
  const Rational slope = 1 / (middle - low);
  const Tensor z = b.feature(x, feature);
  const Tensor h = b.relu(b.dense(z, {{1}, {1}, {1}}, {-low, -middle, -high}));
  return b.dense(h, {{slope, -2 * slope, slope}}, {0});
}

Network<Rational> tent_times_feature(Index tent_feature) {
  Builder b;
  const Tensor x = b.input({2});
  const Tensor y = b.feature(x, 1 - tent_feature);
  return b.build(b.product(tent(b, x, tent_feature, 0, 1), y)).value();
}

Network<Rational> bump() {
  Builder b;
  const Tensor x = b.input({2});
  const Rational low = Rational(1) / 4;
  const Rational high = Rational(3) / 4;
  return b.build(b.product(tent(b, x, 0, low, high), tent(b, x, 1, low, high))).value();
}

// The 70 monotone paths along the lines of a 4 x 4 grid: bit k of `steps` is set where step k is in x1.
std::string lattice_path(unsigned steps) {
  std::vector<std::string> vertices;
  int x1 = 0;
  int x2 = 0;
  for (unsigned k = 0; k < 7; ++k) {
    ((steps >> k & 1) != 0 ? x1 : x2) += 1;
    vertices.push_back(fmt::format("[{}/4,{}/4]", x1, x2));
  }
  return fmt::format("path:points=[{}],rule=exact", fmt::join(vertices, ","));
}

// How many lattice paths give the Shapley values of all the networks.
Quantity lattice_paths_like_shapley(std::vector<std::string> networks) {
  return Compute([networks = std::move(networks)](const Scene& scene) -> Result<Values> {
    const Vector<Rational> x = scene.point("x", 2);
    const Vector<Rational> zero = scene.point("x'", 2);
    long agree = 0;
    for (unsigned steps = 0; steps < 256; ++steps) {
      if (std::popcount(steps) != 4) continue;
      bool all = true;
      for (const std::string& name : networks) {
        const auto along = scene.attribute(scene.network(name), lattice_path(steps), x, zero);
        if (!along) return along;
        const auto shapley = scene.attribute(scene.network(name), "shapley", x, zero);
        if (!shapley) return shapley;
        all = all && (along->numbers == shapley->numbers).all();
      }
      if (all) ++agree;
    }
    return exactly(Rational(agree));
  });
}

Claim a16() {
  Claim c;
  c.id = "A16";
  c.title = "Path methods are the only ones";
  c.source = "Sundararajan et al. 2017, proposition 2 (after Friedman 2004) and remark 5";
  c.statement =
      "Path methods, each of one path, are the only attribution methods that always satisfy "
      "implementation invariance, sensitivity(b), linearity and completeness.";
  c.says = "path methods alone have four axioms";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Remark 5 of the same paper names Shapley-Shubik, an average over paths, which has all four. "
      "It is no path: of g(x1) h(x2) with g(0) = g(1) = 0 it gives x2 nothing, so x2 could move "
      "only where x1 is 0 or 1, and likewise x1. The path would stay on the edges, where x1 x2 "
      "gets (0, 1) or (1, 0), not (1/2, 1/2).";
  c.careful =
      "Friedman's theorem gives averages of paths, for functions that are non-decreasing; "
      "integrated gradients and Shapley-Shubik are two of them.";
  c.network("f", "x1 x2", product());
  c.network("g", "T(x1) x2, T(z) = 2 R(z) - 4 R(z - 1/2) + 2 R(z - 1)", tent_times_feature(0));
  c.network("h", "x1 T(x2)", tent_times_feature(1));
  c.network("bump", "T'(x1) T'(x2), T' the tent over [1/4, 3/4]", bump());
  c.point("x", {1, 1});
  c.fact("Shapley values of f", attribution("f", "shapley")).is({"1/2", "1/2"});
  c.fact("mean over both orders, of f", attribution("f", "path:order=all")).is({"1/2", "1/2"});
  c.fact("their sum", sum_of(attribution("f", "shapley"))).is({"1"});
  c.fact("Shapley values of g", attribution("g", "shapley")).is({"0", "0"});
  c.fact("Shapley values of the bump", attribution("bump", "shapley")).is({"0", "0"});
  const std::string middle = "path:points=[[1/2,0],[1/2,1]],rule=exact";
  c.fact("path through (1/2, 0) and (1/2, 1), of f", attribution("f", middle)).is({"1/2", "1/2"});
  c.fact("the same path, of the bump", attribution("bump", middle)).is({"0", "0"});
  c.fact("the same path, of g", attribution("g", middle)).is({"-1", "1"});
  c.fact("of 70 lattice paths: those with the Shapley values of f",
         lattice_paths_like_shapley({"f"}))
      .is({"8"})
      .once();
  c.fact("of 70 lattice paths: those with the Shapley values of f, g and h",
         lattice_paths_like_shapley({"f", "g", "h"}))
      .is({"0"})
      .claimed(Relation::at_least, {"1"})
      .once();
  return c;
}

}  // namespace

std::vector<Claim> path_theorems() {
  std::vector<Claim> all;
  all.push_back(a10());
  all.push_back(a15());
  all.push_back(a16());
  return all;
}

}  // namespace axiomark::claims
