// DeepLIFT library by library: thresholds under quotients, and the softmax.
#include <cmath>

#include "experiments/claims/themes.hpp"
#include "experiments/scene.hpp"
#include "network/builder.hpp"

namespace axiomark::claims {
namespace {

// sigmoid in single precision: every operation rounded correctly.
float sigmoid(float z) {
  const auto e = static_cast<float>(std::exp(-static_cast<double>(z)));
  return 1.0F / (1.0F + e);
}

// |quotient - slope| / slope for sigmoid at 0.3 and a difference of `step`; `units` in the last
// place are added to the larger value, as by an exponential that is not rounded correctly.
double quotient_error(double step, int units = 0) {
  const float z = 0.3F;
  const float moved = z + static_cast<float>(step);
  float y = sigmoid(moved);
  for (int k = 0; k < units; ++k) y = std::nextafter(y, 1.0F);
  const float quotient = (y - sigmoid(z)) / (moved - z);
  const double s = 1 / (1 + std::exp(-static_cast<double>(z)));
  return std::abs(static_cast<double>(quotient) / (s * (1 - s)) - 1);
}

Quantity error_at(std::vector<double> steps, int units = 0) {
  return Compute([=](const Scene&) -> Result<Values> {
    std::vector<double> errors;
    for (const double step : steps) errors.push_back(quotient_error(step, units));
    return in_floating_point(errors);
  });
}

// The largest relative error of our DeepLIFT in single precision over these differences, by its own
// threshold.
Result<Values> our_error(const Scene& scene) {
  const auto method = scene.method("deeplift:rule=rescale");
  if (!method) return tl::make_unexpected(method.error());
  const auto network = convert<float>(scene.network_in_double("s"));
  if (!network) return tl::make_unexpected(network.error());
  double most = 0;
  for (const double step : {1e-3, 1e-4, 1e-5, 1e-6, 1e-7}) {
    const float z = 0.3F + static_cast<float>(step);
    const Queries<float> query{Batch<float>::Constant(1, 1, z), Batch<float>::Constant(1, 1, 0.3F),
                               Batch<float>::Constant(1, 1, 1.0F)};
    const auto answer = method->attribute(*network, query, ThreadPool(1)).front();
    if (!answer) return tl::make_unexpected(answer.error());
    const auto value = [](float v) { return 1 / (1 + std::exp(-static_cast<double>(v))); };
    const double exact = value(z) - value(0.3F);
    most = std::max(most, std::abs(static_cast<double>(answer->values(0)) / exact - 1));
  }
  return in_floating_point(most);
}

Plot quotient_errors() {
  Plot plot;
  plot.title = "Difference quotient of a sigmoid at 0.3, single precision";
  plot.caption =
      "Below a difference of 1e-5 the quotient is rounding noise; libraries use it down to 1e-6, "
      "1e-7 or 1e-10.";
  plot.x_label = "difference of the operand";
  plot.y_label = "relative error of the quotient";
  plot.log_x = true;
  plot.log_y = true;
  PlotSeries series{"quotient", {}, {}, false};
  for (int k = 0; k <= 60; ++k) {
    const double step = std::pow(10.0, -1 - k / 10.0);
    const double error = quotient_error(step);
    if (!(error > 0) || !std::isfinite(error)) continue;
    series.x.push_back(step);
    series.y.push_back(error);
  }
  plot.series = {series};
  return plot;
}

Claim d06() {
  Claim c;
  c.id = "D06";
  c.title = "Thresholds under DeepLIFT's quotients";
  c.source =
      "Shrikumar et al. 2017, section 3.5.2, with the code of kundajelab/deeplift (1e-7), Captum "
      "(1e-10), shap for PyTorch (1e-6) and DeepExplain (1e-5)";
  c.statement =
      "Replacing the quotient by a gradient where the operand's difference is below a threshold "
      "keeps DeepLIFT numerically stable, with the thresholds that libraries use.";
  c.says = "thresholds of 1e-5 to 1e-10 keep quotients stable";
  const std::string coarse = "1e-5 (DeepExplain)";
  const std::string fine = "1e-6, 1e-7 and 1e-10 (shap, the authors' code, Captum)";
  c.verdict = ClaimVerdict::holds_only_if;
  c.holds_under = {coarse};
  c.why =
      "In single precision a value near 1/2 is known to 6e-8, so the quotient's error is about "
      "6e-8 / difference. Stable is read as within 1 %. At 1e-6 it is 4 % with a correctly "
      "rounded sigmoid, 20 % with one that is off by a unit in the last place, as numpy's. The "
      "gradients differ as well: the authors take it at the reference, Captum at the input, "
      "DeepExplain at the middle.";
  c.careful =
      "Use the slope where the difference is below about the square root of the precision: 5e-4 "
      "in single, 2e-8 in double precision.";
  NetworkBuilder<double> b;
  c.network("s", "sigmoid(x)",
            b.build(b.apply(Operator<double>(Sigmoid{}), {b.input({1})})).value());
  c.fact("relative error at 1e-5", error_at({1e-5}))
      .is({"1.7e-3"})
      .claimed(Relation::at_most, {"1/100"})
      .under(coarse)
      .once();
  c.fact("relative error at 1e-6", error_at({1e-6}))
      .is({"3.7e-2"})
      .claimed(Relation::at_most, {"1/100"})
      .under(fine)
      .once();
  c.fact("relative error at 1e-6, sigmoid off by one unit", error_at({1e-6}, 1))
      .is({"0.20"})
      .claimed(Relation::at_most, {"1/100"})
      .under(fine)
      .once();
  c.fact("relative error at 1e-7", error_at({1e-7}))
      .is({"1.7"})
      .claimed(Relation::at_most, {"1/100"})
      .under(fine)
      .once();
  c.fact("relative error at one unit in the last place, 3e-8", error_at({3e-8}))
      .is({"1"})
      .claimed(Relation::at_most, {"1/100"})
      .under(fine)
      .once();
  c.fact("largest of ours from 1e-3 to 1e-7", our_error)
      .is_between("0", "1/1000", "sqrt(u) = 2.44e-4 per quotient, of a slope of 0.2445")
      .once();
  c.plots = [](const Scene&) -> Result<std::vector<Plot>> {
    return std::vector<Plot>{quotient_errors()};
  };
  return c;
}

// Captum's rule for softmax, for the target's logit: the quotients of the logits (zero but for the
// target's), minus their mean over all samples and classes of the batch; times the differences.
Quantity captum_softmax(std::vector<std::string> batch) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const ClaimNetwork& p = scene.network("p");
    Rational total = 0;
    Rational own = 0;
    for (const std::string& name : batch) {
      const Vector<Rational> x = scene.point(name, 2);
      const auto rise = scene.compute(change("p", name, "x'"));
      if (!rise) return rise;
      const Rational difference = x(0) - scene.point("x'", 2)(0);
      if (difference == 0)
        return fail(ErrorKind::unsupported, name, "logit at its baseline", "not");
      const Rational quotient = rise->numbers(0) / difference;
      if (name == batch.front()) own = quotient;
      total += quotient;
    }
    const Rational mean = total / Rational(output_features(p) * static_cast<Index>(batch.size()));
    Vector<Rational> result = scene.point(batch.front(), 2) - scene.point("x'", 2);
    result(0) *= own - mean;
    result(1) *= -mean;
    return Values{result, false};
  });
}

// shap's: the softmax element by element. Where the logit's difference is below 1e-6 the gradient
// stands for its quotient, and the other logits get the target's signal, zero, in any case.
Quantity shap_softmax(std::string point) {
  return Compute([=](const Scene& scene) -> Result<Values> {
    const auto rise = scene.compute(change("p", point, "x'"));
    if (!rise) return rise;
    const Rational difference = scene.point(point, 2)(0) - scene.point("x'", 2)(0);
    const bool moved = absolute_value(difference) >= Rational(1, 1000000);
    // Without a difference the gradient is multiplied by (nearly) nothing.
    return Values{exactly({moved ? rise->numbers(0) : Rational(0), 0}).numbers, false};
  });
}

Claim d07() {
  Claim c;
  c.id = "D07";
  c.title = "DeepLIFT through a softmax";
  c.source =
      "Captum, DeepLift, softmax; shap, DeepExplainer for PyTorch; Shrikumar et al. 2017, eq. 1";
  c.statement =
      "DeepLIFT of a softmax's output sums to its difference, and a sample's attributions do not "
      "depend on the other samples of the batch.";
  c.says = "sums to the difference, whatever the batch";
  c.verdict = ClaimVerdict::is_false;
  c.why =
      "Captum subtracts the mean of the quotients over classes and batch; shap treats a softmax "
      "element by element, which is complete unless the target's logit does not move. Both by "
      "their formulas, on a network of our own. We have no rule for a softmax and refuse.";
  c.careful =
      "There is no published Rescale rule for a softmax: attribute its logits, or write it with "
      "exp, sum and quotient.";
  NetworkBuilder<double> b;
  c.network("p", "softmax(x1, x2)", b.build(b.softmax(b.input({2}), 0)).value());
  c.point("x", {2, 1});
  c.point("other", {3, 0});
  c.point("still", {0, 2});
  c.fact("difference", change("p")).is({"0.231058578630005"});
  c.fact("IG, 50 Gauss-Legendre nodes",
         attribution("p", "integrated-gradients:rule=gauss-legendre,steps=50"))
      .is({"0.462117157260010", "-0.231058578630005"});
  c.fact("ours", attribution("p", "deeplift:rule=rescale")).is_refused("softmax");
  const Quantity alone = captum_softmax({"x"});
  const Quantity with_another = captum_softmax({"x", "other"});
  c.fact("Captum, alone", alone).is({"0.115529289315002", "-0.057764644657501"});
  c.fact("Captum, alone, sum", sum_of(alone))
      .is({"0.057764644657501"})
      .claimed_equal_to("difference");
  c.fact("Captum, with a second sample", with_another)
      .is({"0.097864912835431", "-0.066596832897287"})
      .claimed_equal_to("Captum, alone");
  c.fact("shap, sum", sum_of(shap_softmax("x")))
      .is({"0.231058578630005"})
      .claimed_equal_to("difference");
  c.fact("difference from (0, 0) to (0, 2)", change("p", "still")).is({"-0.381"});
  c.fact("shap, sum at (0, 2)", sum_of(shap_softmax("still")))
      .is({"0"})
      .claimed_equal_to("difference from (0, 0) to (0, 2)");
  return c;
}

}  // namespace

std::vector<Claim> deeplift_libraries() {
  std::vector<Claim> all;
  all.push_back(d06());
  all.push_back(d07());
  return all;
}

}  // namespace axiomark::claims
