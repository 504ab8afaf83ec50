// Two networks that compute one function: figure 7 of Sundararajan et al. 2017.
#include <optional>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"
#include "network/examples.hpp"
#include "network/function.hpp"

namespace axiomark::claims {
namespace {

using Builder = NetworkBuilder<Rational>;

void add_figure_7(Claim& c) {
  c.network("f", "R(R(x1) - 1 - R(x2))", examples::figure_7_f());
  c.network("g", "R(R(x1 - 1) - R(x2))", examples::figure_7_g());
  c.point("x", {3, 1});
}

// What stands inside the last relu of f and of g.
void add_operands(Claim& c) {
  Builder b;
  const Tensor x = b.input({2});
  const Tensor r = b.relu(b.dense(x, {{1, 0}, {0, 1}}, {0, 0}));
  c.network("h", "R(x1) - 1 - R(x2)", b.build(b.dense(r, {{1, -1}}, {-1})).value());
  Builder d;
  const Tensor y = d.input({2});
  const Tensor q = d.relu(d.dense(y, {{1, 0}, {0, 1}}, {-1, 0}));
  c.network("k", "R(x1 - 1) - R(x2)", d.build(d.dense(q, {{1, -1}}, {0})).value());
}

// Of the 65 x 65 points from (-4, -4) to (4, 4), an eighth apart, those with x1 on the given side
// of 1 at which the two networks are equal, or differ.
enum class Side { below_1, from_1, any };
Quantity grid_points(const std::string& one, const std::string& other, Side side, bool equal) {
  return Compute([=](const Scene& s) -> Result<Values> {
    Rational count = 0;
    for (int i = -32; i <= 32; ++i) {
      if (side != Side::any && (i < 8) != (side == Side::below_1)) continue;
      for (int j = -32; j <= 32; ++j) {
        const Vector<Rational> point = exactly({Rational(i, 8), Rational(j, 8)}).numbers;
        const auto a = s.evaluate(s.network(one), point);
        const auto b = s.evaluate(s.network(other), point);
        if (!a || !b) return a ? b : a;
        if ((a->numbers(0) == b->numbers(0)) == equal) count += 1;
      }
    }
    return exactly(count);
  });
}

Result<LinearPieces<Rational>> pieces_of(const Scene& s, const std::string& network) {
  const auto* f = std::get_if<Network<Rational>>(&s.network(network).network);
  if (f == nullptr) {
    return fail(ErrorKind::unsupported, network, "a network without rational values",
                "a piecewise linear one");
  }
  const Segment<Rational> segment{s.point("x'", 2), s.point("x", 2)};
  return linear_pieces<Rational>(*f, Vector<Rational>::Ones(1), segment);
}

// The t from 0 to 1 at which a unit of the network changes its piece.
Quantity unit_kinks(const std::string& network) {
  return Compute([network](const Scene& s) -> Result<Values> {
    const auto pieces = pieces_of(s, network);
    if (!pieces) return tl::make_unexpected(pieces.error());
    Vector<Rational> inner(pieces->count() - 1);
    for (Index k = 0; k < inner.size(); ++k) {
      inner(k) = pieces->breakpoints[static_cast<std::size_t>(k) + 1];
    }
    return exactly(inner);
  });
}

// Those at which the gradient of the network's output changes.
Quantity output_kinks(const std::string& network) {
  return Compute([network](const Scene& s) -> Result<Values> {
    const auto pieces = pieces_of(s, network);
    if (!pieces) return tl::make_unexpected(pieces.error());
    const Vector<Rational> baseline = s.point("x'", 2);
    const Vector<Rational> x = s.point("x", 2);
    const auto middles = pieces->midpoints();
    std::vector<Rational> kinks;
    std::optional<Vector<Rational>> before;
    for (std::size_t k = 0; k < middles.size(); ++k) {
      const Vector<Rational> middle = baseline + (x - baseline) * middles[k];
      auto gradient = s.attribute(s.network(network), "gradient", middle, baseline);
      if (!gradient) return gradient;
      if (before && (*before != gradient->numbers).any()) kinks.push_back(pieces->breakpoints[k]);
      before = gradient->numbers;
    }
    return exactly(Vector<Rational>(
        Eigen::Map<const Vector<Rational>>(kinks.data(), static_cast<Index>(kinks.size()))));
  });
}

// f along the segment, what its last relu and that of g are given, and where a unit has its kink.
Result<std::vector<Plot>> segment_plots(const Scene& s) {
  constexpr int kPoints = 60;  // a multiple of 6: the kinks at thirds and halves are among them
  const Vector<Rational> baseline = s.point("x'", 2);
  const Vector<Rational> x = s.point("x", 2);
  Plot plot;
  plot.title = "Figure 7 along the segment";
  plot.caption =
      "f = g rises from t = 1/2 on. Below 1/3 the two networks differ inside, before their last "
      "relu; g has a unit with a kink at 1/3 that f does not have.";
  plot.x_label = "t";
  plot.y_label = "value at t x";
  for (const auto& [name, words] : {std::pair{"f", "f = g"},
                                    {"h", "R(x1) - 1 - R(x2), inside f"},
                                    {"k", "R(x1 - 1) - R(x2), inside g"}}) {
    PlotSeries series{words, {}, {}};
    for (int k = 0; k <= kPoints; ++k) {
      const Rational t(k, kPoints);
      const auto value = s.evaluate(s.network(name), baseline + (x - baseline) * t);
      if (!value) return tl::make_unexpected(value.error());
      series.x.push_back(convert<double>(t));
      series.y.push_back(convert<double>(value->numbers(0)));
    }
    plot.series.push_back(std::move(series));
  }
  for (const std::string network : {"f", "g"}) {
    const auto kinks = s.compute(unit_kinks(network));
    if (!kinks) return tl::make_unexpected(kinks.error());
    PlotSeries series{"kinks of units of " + network, {}, {}, false};
    for (const Rational& t : kinks->numbers) {
      const auto value = s.evaluate(s.network(network), baseline + (x - baseline) * t);
      if (!value) return tl::make_unexpected(value.error());
      series.x.push_back(convert<double>(t));
      series.y.push_back(convert<double>(value->numbers(0)));
    }
    plot.series.push_back(std::move(series));
  }
  return std::vector<Plot>{plot};
}

Claim a03() {
  Claim c;
  c.id = "A03";
  c.title = "Two networks of one function, and integrated gradients";
  c.source = "Sundararajan et al. 2017, figure 7 and appendix B";
  c.statement =
      "The networks f and g of figure 7 are equal everywhere, although what their last relus are "
      "given differs wherever x1 < 1. Integrated gradients give (3/2, -1/2) at (3, 1) to both.";
  c.says = "f = g; IG (3/2, -1/2) for both";
  c.verdict = ClaimVerdict::holds;
  c.why =
      "R(x1) - 1 and R(x1 - 1) differ only where x1 < 1, and there both outputs are 0. The "
      "gradient is (1, -1) on the half of the segment where f is positive.";
  c.careful = "As stated; the integral needs no more than the function, kinks excepted.";
  add_figure_7(c);
  add_operands(c);
  c.fact("f", value("f")).is({"1"});
  c.fact("g", value("g")).is({"1"});
  c.fact("integrated gradients of f", attribution("f", "integrated-gradients:rule=exact"))
      .is({"3/2", "-1/2"})
      .as_claimed();
  c.fact("integrated gradients of g", attribution("g", "integrated-gradients:rule=exact"))
      .is({"3/2", "-1/2"})
      .as_claimed();
  c.fact("points of a 65 x 65 grid where f and g differ", grid_points("f", "g", Side::any, false))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  c.fact("points with x1 < 1 where the operands of the last relus are equal",
         grid_points("h", "k", Side::below_1, true))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  c.fact("points with x1 >= 1 where they differ", grid_points("h", "k", Side::from_1, false))
      .is({"0"})
      .once();
  c.fact("kinks of units of f on the segment", unit_kinks("f")).is({"1/2"});
  c.fact("kinks of units of g on the segment", unit_kinks("g")).is({"1/3", "1/2"});
  c.fact("kinks of f on the segment", output_kinks("f")).is({"1/2"});
  c.fact("kinks of g on the segment", output_kinks("g")).is({"1/2"});
  c.supports_cell("integrated-gradients:rule=exact", "implementation-invariance");
  c.plots = segment_plots;
  return c;
}

Claim a20() {
  Claim c;
  c.id = "A20";
  c.title = "Features of a function that is zero everywhere";
  c.source = "follows from Sundararajan et al. 2017, figure 7";
  c.statement =
      "f - g of figure 7 is zero everywhere, so that sensitivity(b) asks for zeros. DeepLIFT with "
      "the Rescale rule, guided backprop and DeConvNet give other numbers at (3, 1).";
  c.says = "DeepLIFT (-1/2, 1/2), guided backprop (1, 0)";
  c.verdict = ClaimVerdict::holds;
  c.derived = true;
  c.why =
      "Derived here: DeepLIFT gives each part what it gives it alone. Guided backprop and "
      "DeConvNet stop the negative signal that enters g and so see f alone.";
  c.careful =
      "Guided backprop and DeConvNet break implementation invariance as well as sensitivity(a): f "
      "- g and the constant 0 are one function.";
  c.network("f - g", "R(R(x1) - 1 - R(x2)) - R(R(x1 - 1) - R(x2))",
            examples::figure_7_difference());
  add_figure_7(c);
  c.fact("points of a 65 x 65 grid where f and g differ", grid_points("f", "g", Side::any, false))
      .is({"0"})
      .claimed(Relation::zero)
      .once();
  c.fact("integrated gradients", attribution("f - g", "integrated-gradients:rule=exact"))
      .is({"0", "0"});
  c.fact("gradient", attribution("f - g", "gradient")).is({"0", "0"});
  c.fact("DeepLIFT, Rescale", attribution("f - g", "deeplift:rule=rescale"))
      .is({"-1/2", "1/2"})
      .as_claimed();
  c.fact("DeepLIFT, RevealCancel", attribution("f - g", "deeplift:rule=revealcancel"))
      .is({"0", "0"});
  c.fact("guided backprop", attribution("f - g", "guided-backprop")).is({"1", "0"}).as_claimed();
  c.fact("DeConvNet", attribution("f - g", "deconvnet")).is({"1", "0"}).as_claimed();
  for (const char* method : {"deeplift:rule=rescale", "guided-backprop", "deconvnet"}) {
    c.supports_cell(method, "sensitivity-b");
  }
  c.supports_cell("guided-backprop", "implementation-invariance");
  c.supports_cell("deconvnet", "implementation-invariance");
  return c;
}

}  // namespace

std::vector<Claim> figure_7() {
  std::vector<Claim> all;
  all.push_back(a03());
  all.push_back(a20());
  return all;
}

}  // namespace axiomark::claims
