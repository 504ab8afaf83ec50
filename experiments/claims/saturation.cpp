// Functions that have gone flat where they are asked: Sundararajan et al. 2017, section 2.1, and
// figures 1 and 2 of Shrikumar et al. 2017.
#include <fmt/format.h>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/examples.hpp"

namespace axiomark::claims {
namespace {

// f, and how the right rule adds up what f does, with the gradient that it adds.
Result<std::vector<Plot>> saturation_plots(const Scene& s) {
  constexpr Index kSteps = 10;    // as many as one can tell apart
  constexpr Index kPoints = 100;  // a multiple of the steps, so that they lie on the curve
  const ClaimNetwork& f = s.network("f");
  const Vector<Rational> x = s.point("x", 1);
  const Vector<Rational> baseline = s.point("x'", 1);
  const auto at = [&](Index k, Index count) -> Vector<Rational> {
    return baseline + (x - baseline) * Rational(k, count);
  };
  const auto start = s.evaluate(f, baseline);
  if (!start) return tl::make_unexpected(start.error());
  PlotSeries curve{"f(x) - f(x')", {}, {}};
  PlotSeries slope{"gradient", {}, {}};
  PlotSeries sum{fmt::format("sum of {} steps of the right rule", kSteps), {}, {}, false};
  for (Index k = 0; k <= kPoints; ++k) {
    const auto value = s.evaluate(f, at(k, kPoints));
    const auto gradient = s.attribute(f, "gradient", at(k, kPoints), baseline);
    if (!value) return tl::make_unexpected(value.error());
    if (!gradient) return tl::make_unexpected(gradient.error());
    const double where = convert<double>(at(k, kPoints)(0));
    curve.x.push_back(where);
    curve.y.push_back(convert<double>(Rational(value->numbers(0) - start->numbers(0))));
    slope.x.push_back(where);
    slope.y.push_back(convert<double>(gradient->numbers(0)));
  }
  Rational total = 0;
  for (Index k = 1; k <= kSteps; ++k) {
    const auto gradient = s.attribute(f, "gradient", at(k, kSteps), baseline);
    if (!gradient) return tl::make_unexpected(gradient.error());
    total += gradient->numbers(0) * (x(0) - baseline(0)) / kSteps;
    sum.x.push_back(convert<double>(at(k, kSteps)(0)));
    sum.y.push_back(convert<double>(total));
  }
  Plot plot;
  plot.title = "A saturated function, its gradient, and the sum of gradients";
  plot.caption =
      "The gradient at the input is zero; summed up from the baseline it sees the rise. The right "
      "rule loses the step that ends on the kink.";
  plot.x_label = "x";
  plot.y_label = "value";
  plot.series = {curve, slope, sum};
  return std::vector<Plot>{plot};
}

Claim a01() {
  Claim c;
  c.id = "A01";
  c.title = "Saturation hides a feature from gradients";
  c.source = "Sundararajan et al. 2017, section 2.1";
  c.statement =
      "On f = 1 - R(1 - x) from 0 to 2 gradients, guided backprop and DeConvNet give nothing to "
      "the one feature that matters; DeepLIFT and LRP avoid this by employing a baseline.";
  c.says = "gradient 0; DeepLIFT and LRP not 0";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {"said of DeepLIFT"};
  c.why =
      "LRP has no baseline: at a unit that is off it has no relevance to pass on, whether biases "
      "count or not.";
  c.careful =
      "DeepLIFT compares with a baseline and gives 1. LRP distributes f(x), without a baseline, "
      "and gives 0 here: it breaks sensitivity(a) as gradients do.";
  c.network("f", "1 - R(1 - x)", examples::saturation());
  c.point("x", {2});
  c.fact("f(x) - f(x')", change("f")).is({"1"}).claimed(Relation::not_zero);
  c.fact("gradient", attribution("f", "gradient")).is({"0"}).as_claimed();
  c.fact("gradient x input", attribution("f", "gradient-x-input")).is({"0"}).as_claimed();
  c.fact("guided backprop", attribution("f", "guided-backprop")).is({"0"}).as_claimed();
  c.fact("DeConvNet", attribution("f", "deconvnet")).is({"0"}).as_claimed();
  c.fact("integrated gradients", attribution("f", "integrated-gradients:rule=exact"))
      .is({"1"})
      .claimed_equal_to("f(x) - f(x')");
  c.fact("DeepLIFT, Rescale", attribution("f", "deeplift:rule=rescale"))
      .is({"1"})
      .claimed(Relation::not_zero)
      .under("said of DeepLIFT");
  c.fact("DeepLIFT, RevealCancel", attribution("f", "deeplift:rule=revealcancel"))
      .is({"1"})
      .claimed(Relation::not_zero)
      .under("said of DeepLIFT");
  c.fact("LRP-0, biases in the denominator", attribution("f", "lrp:rule=0,bias=include"))
      .is({"0"})
      .claimed(Relation::not_zero)
      .under("said of LRP");
  c.fact("LRP-0, biases ignored", attribution("f", "lrp:rule=0,bias=ignore"))
      .is({"0"})
      .claimed(Relation::not_zero)
      .under("said of LRP");
  for (const char* method : {"gradient", "gradient-x-input", "guided-backprop", "deconvnet",
                             "lrp:rule=0,bias=include", "lrp:rule=0,bias=ignore"}) {
    c.supports_cell(method, "sensitivity-a");
  }
  c.plots = saturation_plots;
  return c;
}

// The slope of the line that fits f best at seven equally spaced points within `radius` of x.
Quantity local_slope(const Rational& radius) {
  return Compute([radius](const Scene& s) -> Result<Values> {
    const Vector<Rational> x = s.point("x", 1);
    Rational together = 0;
    Rational spread = 0;
    bool exact = true;
    for (int k = -3; k <= 3; ++k) {
      const Rational offset = radius * k / 3;
      auto value = s.evaluate(s.network("f"), x + offset);
      if (!value) return value;
      together += offset * value->numbers(0);
      spread += offset * offset;
      exact = exact && value->exact;
    }
    return Values{exactly(Rational(together / spread)).numbers, exact};
  });
}

Claim a22() {
  Claim c;
  c.id = "A22";
  c.title = "A local fit need not be sensitive";
  c.source = "Sundararajan et al. 2017, section 7";
  c.statement =
      "LIME, which fits a simple model to F near the input, need not satisfy sensitivity: on f = 1 "
      "- R(1 - x) at x = 2 the fit is flat.";
  c.says = "slope 0 near x";
  c.verdict = ClaimVerdict::holds;
  c.why = "f is constant from 1 on; any fit to points less than 1 away has slope 0.";
  c.careful =
      "It depends on where LIME draws its points: within a distance of 1 of the input every fit is "
      "flat, farther away it is not, and if features are switched off to a baseline it sees f(x) - "
      "f(x').";
  c.network("f", "1 - R(1 - x)", examples::saturation());
  c.point("x", {2});
  c.fact("f(x) - f(x')", change("f")).is({"1"}).claimed(Relation::not_zero);
  c.fact("slope of the fit, radius 1/2", local_slope(Rational(1, 2))).is({"0"}).as_claimed();
  c.fact("slope of the fit, radius 9/10", local_slope(Rational(9, 10))).is({"0"}).as_claimed();
  c.fact("slope of the fit, radius 1", local_slope(1)).is({"0"});
  c.fact("slope of the fit, radius 3/2", local_slope(Rational(3, 2))).is({"3/28"});
  c.fact("fit to the feature switched on and off (kernel SHAP's points)",
         attribution("f", "kernel-shap"))
      .is({"1"});
  return c;
}

Claim d01() {
  Claim c;
  c.id = "D01";
  c.title = "Saturation of a sum of two features";
  c.source = "Shrikumar et al. 2017, figure 1";
  c.statement =
      "On y = 1 - R(1 - (i1 + i2)) at (1, 1) gradients, perturbation of one feature and LRP give "
      "both features nothing; differences from a reference do not.";
  c.says = "gradient, occlusion, LRP 0; DeepLIFT (1/2, 1/2)";
  c.verdict = ClaimVerdict::holds;
  c.why =
      "With either feature alone y is 1 already, so that neither the slope nor the loss of one "
      "feature shows anything.";
  c.careful =
      "At (1, 1) against (0, 0) integrated gradients, both rules of DeepLIFT and Shapley values "
      "give (1/2, 1/2); gradient, occlusion and LRP-0 give zero.";
  c.network("y", "1 - R(1 - (i1 + i2))", examples::saturated_sum());
  c.point("x", {1, 1});
  c.fact("y(x) - y(x')", change("y")).is({"1"});
  c.fact("gradient", attribution("y", "gradient")).is({"0", "0"}).as_claimed();
  c.fact("occlusion", attribution("y", "occlusion")).is({"0", "0"}).as_claimed();
  c.fact("LRP-0, biases in the denominator", attribution("y", "lrp:rule=0,bias=include"))
      .is({"0", "0"})
      .as_claimed();
  c.fact("LRP-0, biases ignored", attribution("y", "lrp:rule=0,bias=ignore"))
      .is({"0", "0"})
      .as_claimed();
  c.fact("DeepLIFT, Rescale", attribution("y", "deeplift:rule=rescale"))
      .is({"1/2", "1/2"})
      .as_claimed();
  c.fact("DeepLIFT, RevealCancel", attribution("y", "deeplift:rule=revealcancel"))
      .is({"1/2", "1/2"})
      .as_claimed();
  c.fact("integrated gradients", attribution("y", "integrated-gradients:rule=exact"))
      .is({"1/2", "1/2"});
  c.fact("Shapley values", attribution("y", "shapley")).is({"1/2", "1/2"});
  c.supports_cell("lrp:rule=0,bias=include", "completeness");
  c.supports_cell("occlusion", "completeness");
  return c;
}

Claim d02() {
  Claim c;
  c.id = "D02";
  c.title = "A threshold makes gradient x input jump";
  c.source = "Shrikumar et al. 2017, figure 2";
  c.statement =
      "On y = R(x - 10) gradient x input jumps from 0 to 10 as x passes 10, while differences from "
      "the reference 0 grow from 0 as y does.";
  c.says = "10.1 against 0.1 at x = 10.1";
  c.verdict = ClaimVerdict::holds;
  c.why =
      "Gradient x input, and LRP with the bias in the denominator, leave the bias -10 out of the "
      "account; the other methods see y alone.";
  c.careful =
      "At x = 10 exactly gradient x input is 0 or 10, by what is taken for the derivative of the "
      "relu at 0.";
  c.network("y", "R(x - 10)", examples::thresholded());
  c.point("above", {Rational(101, 10)});
  c.point("below", {Rational(99, 10)});
  c.point("at", {10});
  const auto methods = std::vector<std::pair<std::string, std::string>>{
      {"gradient x input", "gradient-x-input"},
      {"LRP-0, bias in the denominator", "lrp:rule=0,bias=include"},
      {"LRP-0, bias ignored", "lrp:rule=0,bias=ignore"},
      {"integrated gradients", "integrated-gradients:rule=exact"},
      {"DeepLIFT, Rescale", "deeplift:rule=rescale"}};
  const std::vector<std::string> above = {"101/10", "101/10", "1/10", "1/10", "1/10"};
  for (std::size_t k = 0; k < methods.size(); ++k) {
    const auto& [name, method] = methods[k];
    c.fact(name + " at 10.1", attribution("y", method, "above")).is({above[k]}).as_claimed();
    c.fact(name + " at 9.9", attribution("y", method, "below")).is({"0"}).as_claimed();
  }
  c.fact("gradient x input at 10, relu'(0) = 0", attribution("y", "gradient-x-input:kink=0", "at"))
      .is({"0"});
  c.fact("gradient x input at 10, relu'(0) = 1", attribution("y", "gradient-x-input:kink=1", "at"))
      .is({"10"});
  c.supports_cell("gradient-x-input", "continuity");
  return c;
}

}  // namespace

std::vector<Claim> saturation() {
  std::vector<Claim> all;
  all.push_back(a01());
  all.push_back(a22());
  all.push_back(d01());
  all.push_back(d02());
  return all;
}

}  // namespace axiomark::claims
