// How integrated gradients change with the input.
#include <algorithm>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

// |A(x) - A(y)| / |x - y| in the largest coordinate.
Result<Rational> quotient(const Scene& scene, const std::string& network, const std::string& method,
                          const Vector<Rational>& x, const Vector<Rational>& y) {
  const Vector<Rational> zero = Vector<Rational>::Zero(x.size());
  const auto at_x = scene.attribute(scene.network(network), method, x, zero);
  if (!at_x) return tl::make_unexpected(at_x.error());
  const auto at_y = scene.attribute(scene.network(network), method, y, zero);
  if (!at_y) return tl::make_unexpected(at_y.error());
  const auto largest = [](const Vector<Rational>& v) {
    Rational most = 0;
    for (const Rational& a : v) most = std::max(most, absolute_value(a));
    return most;
  };
  return largest(at_x->numbers - at_y->numbers) / largest(x - y);
}

// Over all pairs of neighbours of the grid of eighths in the unit square.
Result<Values> steepest_of_smooth(const Scene& scene) {
  Rational most = 0;
  for (int i = 0; i < 8; ++i) {
    for (int j = 0; j < 8; ++j) {
      const Vector<Rational> x = exactly({Rational(i) / 8, Rational(j) / 8}).numbers;
      for (const auto& [di, dj] : {std::pair{1, 0}, std::pair{0, 1}, std::pair{1, 1}}) {
        const Vector<Rational> y = exactly({Rational(i + di) / 8, Rational(j + dj) / 8}).numbers;
        const auto steepness =
            quotient(scene, "g", "integrated-gradients:rule=simpson,steps=2", x, y);
        if (!steepness) return tl::make_unexpected(steepness.error());
        most = std::max(most, *steepness);
      }
    }
  }
  return exactly(most);
}

Quantity steepness_across(const Rational& e) {
  return Compute([e](const Scene& scene) -> Result<Values> {
    const auto steepness = quotient(scene, "f", "integrated-gradients:rule=exact",
                                    exactly({3 - e, 3}).numbers, exactly({3 + e, 3}).numbers);
    if (!steepness) return tl::make_unexpected(steepness.error());
    return Values{Vector<Rational>::Constant(1, *steepness), scene.exact()};
  });
}

Claim l03() {
  Claim c;
  c.id = "L03";
  c.title = "When integrated gradients are Lipschitz in the input";
  c.source = "Lundstrom, Huang & Razaviyayn 2022, abstract";
  c.statement =
      "For some classes of functions integrated gradients are Lipschitz continuous in the input, "
      "for others they are not.";
  c.says = "Lipschitz for some functions only";
  c.derived = true;
  c.why =
      "Derived here. If |dF| <= M and dF has Lipschitz constant L on a box in which |x_i - x'_i| "
      "<= "
      "D, then A has the constant M + D L / 2 there: write A(x) - A(y) as (x_i - y_i) times a mean "
      "slope, and (y_i - x'_i) times a mean of slope differences at t x and t y, which carry the "
      "factor t. A minimum has bounded slopes that jump, and A jumps with them (L04).";
  c.careful =
      "Integrated gradients are Lipschitz on bounded sets if the gradient is; networks of relus "
      "have no such gradient.";
  Builder b;
  const Tensor x = b.input({2});
  const Tensor square = b.apply(Operator<Rational>(Power{2}), {b.feature(x, 0)});
  c.network("g", "x1^2 x2", b.build(b.product(square, b.feature(x, 1))).value());
  c.network("f", "min(x1, x2) = x1 - R(x1 - x2)", examples::minimum());
  // |dg| = |(2 x1 x2, x1^2)| <= 2; in the largest coordinate dg changes by at most 4 |x - y|.
  c.fact("largest quotient of g between neighbours in the unit square", Compute(steepest_of_smooth))
      .claimed(Relation::at_most, {"4"})
      .once();
  c.fact("quotient of f across x1 = x2 = 3, e = 1/10", steepness_across(Rational(1) / 10))
      .is({"15"});
  c.fact("e = 1/1000", steepness_across(Rational(1) / 1000))
      .is({"1500"})
      .claimed(Relation::at_least, {"1000"});
  c.fact("e = 1/100000", steepness_across(Rational(1) / 100000))
      .is({"150000"})
      .claimed(Relation::at_least, {"100000"});
  return c;
}

Claim l04() {
  Claim c;
  c.id = "L04";
  c.title = "Integrated gradients jump where F does not";
  c.source = "Lundstrom, Huang & Razaviyayn 2022 (for which functions it is Lipschitz)";
  c.statement =
      "Integrated gradients need not even be continuous in the input where F is Lipschitz: those "
      "of "
      "min(x1, x2) jump by 3 where x1 passes x2 = 3.";
  c.says = "jumps by 3 although F is 1-Lipschitz";
  c.derived = true;
  c.why =
      "The witness is derived here: on the way to x the smaller feature is the minimum all along, "
      "so "
      "it gets all, and which one it is changes.";
  c.careful =
      "Integrated gradients of a piecewise linear F are continuous except where the segment from "
      "the baseline comes to lie in a kink.";
  c.network("f", "x1 - R(x1 - x2)", examples::minimum());
  const Rational e = Rational(1) / 1000;
  c.point("below", {3 - e, 3});
  c.point("above", {3 + e, 3});
  const std::string exact = "integrated-gradients:rule=exact";
  c.fact("F at (2999/1000, 3)", value("f", "below")).is({"2999/1000"});
  c.fact("F at (3001/1000, 3)", value("f", "above")).is({"3"});
  c.fact("integrated gradients at (2999/1000, 3)", attribution("f", exact, "below"))
      .is({"2999/1000", "0"})
      .as_claimed();
  c.fact("integrated gradients at (3001/1000, 3)", attribution("f", exact, "above"))
      .is({"0", "3"})
      .as_claimed();
  c.supports_cell("integrated-gradients:rule=exact", "continuity");
  return c;
}

}  // namespace

std::vector<Claim> continuity() {
  std::vector<Claim> all;
  all.push_back(l03());
  all.push_back(l04());
  return all;
}

}  // namespace axiomark::claims
