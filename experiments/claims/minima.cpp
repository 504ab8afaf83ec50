// Minima: what the smaller feature gets, and what both get when they tie.
#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

const std::string kExact = "integrated-gradients:rule=exact";

void add_minima(Claim& c) {
  c.network("f", "x1 - R(x1 - x2), x1 as R(x1) - R(-x1)", examples::minimum());
  c.network("g", "x2 - R(x2 - x1), x2 as R(x2) - R(-x2)", examples::minimum_mirrored());
}

// The minimum along the path from the baseline, and what each feature has been given so far.
Result<std::vector<Plot>> minimum_plots(const Scene& s) {
  constexpr int kPoints = 20;
  const ClaimNetwork& f = s.network("f");
  const Vector<Rational> x = s.point("x", 2);
  const Vector<Rational> baseline = s.point("x'", 2);
  Plot plot;
  plot.title = "The minimum along the straight path";
  plot.caption = "The smaller feature is the minimum all the way and gets all of it.";
  plot.x_label = "t";
  plot.y_label = "value at t x";
  PlotSeries value{"min(x1, x2)", {}, {}};
  PlotSeries first{"given to x1", {}, {}, false};
  PlotSeries second{"given to x2", {}, {}, false};
  for (int k = 0; k <= kPoints; ++k) {
    const Rational t(k, kPoints);
    const Vector<Rational> point = baseline + (x - baseline) * t;
    const auto at = s.evaluate(f, point);
    const auto given = s.attribute(f, kExact, point, baseline);
    if (!at) return tl::make_unexpected(at.error());
    if (!given) return tl::make_unexpected(given.error());
    for (PlotSeries* series : {&value, &first, &second}) series->x.push_back(convert<double>(t));
    value.y.push_back(convert<double>(at->numbers(0)));
    first.y.push_back(convert<double>(given->numbers(0)));
    second.y.push_back(convert<double>(given->numbers(1)));
  }
  plot.series = {value, first, second};
  return std::vector<Plot>{plot};
}

Claim a08() {
  Claim c;
  c.id = "A08";
  c.title = "The minimum: all to the smaller, or half to each";
  c.source = "Sundararajan et al. 2017, remark 5";
  c.statement =
      "For min(x1, x2) at (1, 3) integrated gradients give everything to x1, the Shapley-Shubik "
      "value half to each.";
  c.says = "IG (1, 0), Shapley (1/2, 1/2)";
  c.verdict = ClaimVerdict::holds;
  c.why =
      "On the straight path x1 is the smaller all the way; of the two orders, each credits the "
      "feature that comes last.";
  c.careful =
      "As stated for the integral. A quadrature with a node at the baseline, where both features "
      "tie, gives other numbers that depend on what is taken for relu'(0).";
  add_minima(c);
  c.point("x", {1, 3});
  c.fact("f", value("f")).is({"1"});
  c.fact("integrated gradients of f", attribution("f", kExact)).is({"1", "0"}).as_claimed();
  c.fact("integrated gradients of g", attribution("g", kExact)).is({"1", "0"}).as_claimed();
  c.fact("Shapley values of f", attribution("f", "shapley")).is({"1/2", "1/2"}).as_claimed();
  c.fact("Shapley values of g", attribution("g", "shapley")).is({"1/2", "1/2"}).as_claimed();
  c.fact("left rule of f, 10 steps, relu'(0) = 0",
         attribution("f", "integrated-gradients:rule=left,steps=10,kink=0"))
      .is({"9/10", "0"});
  c.fact("left rule of f, 10 steps, relu'(0) = 1",
         attribution("f", "integrated-gradients:rule=left,steps=10,kink=1"))
      .is({"1", "3/10"});
  c.fact("trapezoid of f, 10 steps, relu'(0) = 0",
         attribution("f", "integrated-gradients:rule=trapezoid,steps=10,kink=0"))
      .is({"19/20", "0"});
  c.fact("right rule of f, 10 steps", attribution("f", "integrated-gradients:rule=right,steps=10"))
      .is({"1", "0"});
  c.fact("midpoint rule of f, 10 steps",
         attribution("f", "integrated-gradients:rule=midpoint,steps=10"))
      .is({"1", "0"});
  c.plots = minimum_plots;
  return c;
}

// The midpoint rule has no node at the baseline, where further units of the minimum have a kink.
std::string inside(const std::string& kink) {
  return "integrated-gradients:rule=midpoint,steps=10,kink=" + kink;
}

Claim a18() {
  Claim c;
  c.id = "A18";
  c.title = "A path inside a kink";
  c.source = "Sundararajan et al. 2017, sections 3 and 4, of programs that use gradients";
  c.statement = "Integrated gradients are invariant to implementation and preserve symmetry.";
  c.says = "IG of min(x1, x2) at (1, 1): (1/2, 1/2)";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"the path crosses kinks at points only"};
  c.why =
      "On the diagonal both features tie all the way: no gradient is defined there, and what "
      "programs take for it depends on how the minimum is written and on relu'(0).";
  c.careful =
      "On a path along which F is differentiable almost everywhere. From (0, 0) to (1, 1) the "
      "minimum is nowhere differentiable; (1/2, 1/2), which symmetry asks for, comes of relu'(0) = "
      "1/2 alone.";
  add_minima(c);
  c.point("tie", {1, 1});
  c.point("1, 3", {1, 3});
  c.point("3, 1", {3, 1});
  const std::string points = "the path crosses kinks at points only";
  const std::string along = "the path runs inside a kink";
  c.fact("f at (1, 3), exact", attribution("f", kExact, "1, 3")).is({"1", "0"});
  c.fact("g at (1, 3), exact", attribution("g", kExact, "1, 3"))
      .is({"1", "0"})
      .claimed_equal_to("f at (1, 3), exact")
      .under(points);
  c.fact("f at (3, 1), exact", attribution("f", kExact, "3, 1"))
      .is({"0", "1"})
      .claimed(Relation::equal, {"0", "1"})
      .under(points);
  c.fact("f at (1, 1), exact", attribution("f", kExact, "tie")).is_refused("inside its kink");
  c.fact("g at (1, 1), exact", attribution("g", kExact, "tie")).is_refused("inside its kink");
  struct Row {
    std::string kink;
    std::vector<std::string> f;
    std::vector<std::string> g;
  };
  std::vector<Row> rows;
  rows.push_back({"0", {"1", "0"}, {"0", "1"}});
  rows.push_back({"1", {"0", "1"}, {"1", "0"}});
  rows.push_back({"1/2", {"1/2", "1/2"}, {"1/2", "1/2"}});
  for (const Row& row : rows) {
    const std::string words = " at (1, 1), relu'(0) = " + row.kink;
    c.fact("f" + words, attribution("f", inside(row.kink), "tie"))
        .is(row.f)
        .claimed(Relation::equal, {"1/2", "1/2"})
        .under(along);
    c.fact("g" + words, attribution("g", inside(row.kink), "tie"))
        .is(row.g)
        .claimed_equal_to("f" + words)
        .under(along);
  }
  c.supports_cell("integrated-gradients:rule=midpoint,steps=20", "implementation-invariance");
  c.supports_cell("integrated-gradients:rule=midpoint,steps=20", "symmetry");
  return c;
}

Claim d03() {
  Claim c;
  c.id = "D03";
  c.title = "The minimum, by the rules of DeepLIFT";
  c.source = "Shrikumar et al. 2017, section 3.5.3";
  c.statement =
      "For min(i1, i2) = i1 - R(i1 - i2) the Rescale rule and integrated gradients give everything "
      "to the smaller input, RevealCancel half of the minimum to each.";
  c.says = "Rescale, IG (1, 0); RevealCancel (1/2, 1/2)";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"positive inputs"};
  c.why =
      "RevealCancel halves where i1 and -i2 have different signs. At (-1, 2) both pull the relu "
      "down, and it never opens.";
  c.careful = "For positive inputs and the reference 0. At (-1, 2) all three give (-1, 0).";
  Builder b;
  const Tensor i = b.input({2});
  c.network("y", "i1 - R(i1 - i2)",
            b.build(b.subtract(b.feature(i, 0), b.relu(b.dense(i, {{1, -1}}, {0})))).value());
  c.point("1, 3", {1, 3});
  c.point("3, 1", {3, 1});
  c.point("-1, 2", {-1, 2});
  struct Row {
    std::string point;
    std::string reading;
    std::vector<std::string> all_to_smaller;
    std::vector<std::string> reveal_cancel;
    std::vector<std::string> halves;
  };
  std::vector<Row> rows;
  rows.push_back({"1, 3", "positive inputs", {"1", "0"}, {"1/2", "1/2"}, {"1/2", "1/2"}});
  rows.push_back({"3, 1", "positive inputs", {"0", "1"}, {"1/2", "1/2"}, {"1/2", "1/2"}});
  rows.push_back({"-1, 2", "inputs of either sign", {"-1", "0"}, {"-1", "0"}, {"-1/2", "-1/2"}});
  for (const Row& row : rows) {
    const std::string at = " at (" + row.point + ")";
    c.fact("Rescale" + at, attribution("y", "deeplift:rule=rescale", row.point))
        .is(row.all_to_smaller)
        .as_claimed();
    c.fact("integrated gradients" + at, attribution("y", kExact, row.point))
        .is(row.all_to_smaller)
        .as_claimed();
    c.fact("RevealCancel" + at, attribution("y", "deeplift:rule=revealcancel", row.point))
        .is(row.reveal_cancel)
        .claimed(Relation::equal, row.halves)
        .under(row.reading);
  }
  return c;
}

}  // namespace

std::vector<Claim> minima() {
  std::vector<Claim> all;
  all.push_back(a08());
  all.push_back(a18());
  all.push_back(d03());
  return all;
}

}  // namespace axiomark::claims
