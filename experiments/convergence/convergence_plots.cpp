#include "experiments/convergence/convergence_plots.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

namespace axiomark {
namespace {

// Below this an error is the rounding of a sum: a line through it would say nothing.
constexpr double kRounding = 1e-14;

using Measure = std::function<std::optional<double>(const AttributionErrors&)>;
using Place = std::function<double(const RuleAnswer&)>;

Plot by_rule(const ConvergenceStudy& study, const Place& place, const Measure& measure) {
  Plot plot;
  plot.log_x = true;
  plot.log_y = true;
  for (const RuleStudy& rule : study.rules) {
    PlotSeries series{rule.rule, {}, {}, true};
    for (const RuleAnswer& answer : rule.answers) {
      const auto value = measure(answer.errors);
      if (!value || !(*value > kRounding)) continue;
      series.x.push_back(place(answer));
      series.y.push_back(*value);
    }
    if (!series.x.empty()) plot.series.push_back(std::move(series));
  }
  return plot;
}

std::optional<double> relative_l1(const AttributionErrors& errors) { return errors.relative_l1; }

// Adaptive and exact: dots at what they cost. An exact answer stands at the error it cannot exclude.
void add_own_nodes(Plot& plot, const ConvergenceStudy& study,
                   const std::function<double(const MethodAnswer&)>& place) {
  const double size = study.truth.known.values.abs().sum();
  PlotSeries exact{"exact (at its bound on rounding)", {}, {}, false};
  PlotSeries adaptive{"adaptive", {}, {}, false};
  for (const MethodAnswer& answer : study.methods) {
    const bool is_exact = answer.name == "exact";
    const double error = is_exact && size > 0 ? study.truth.known.bound.sum() / size
                                              : answer.errors.relative_l1.value_or(0);
    if (!(error > 0)) continue;
    PlotSeries& series = is_exact ? exact : adaptive;
    series.x.push_back(place(answer));
    series.y.push_back(std::max(error, kRounding));
  }
  for (PlotSeries* series : {&exact, &adaptive}) {
    if (!series->x.empty()) plot.series.push_back(std::move(*series));
  }
}

double steps_of(const RuleAnswer& answer) { return static_cast<double>(answer.steps); }

Plot error_by_gradients(const ConvergenceStudy& study) {
  Plot plot = by_rule(
      study, [](const RuleAnswer& a) { return static_cast<double>(a.gradient_evaluations); },
      relative_l1);
  add_own_nodes(plot, study,
                [](const MethodAnswer& a) { return static_cast<double>(a.gradient_evaluations); });
  plot.title = "Error by gradients";
  plot.caption = "A straight line is an order; the dots are the rules that choose their own nodes.";
  plot.x_label = "gradient evaluations";
  plot.y_label = "relative L1 error";
  return plot;
}

Plot error_by_seconds(const ConvergenceStudy& study) {
  Plot plot = by_rule(
      study, [&](const RuleAnswer& a) { return study.cost.at(a.gradient_evaluations); },
      relative_l1);
  add_own_nodes(plot, study, [](const MethodAnswer& a) { return a.seconds; });
  plot.title = "Error by time";
  plot.caption =
      "Measured where this page was made; the rules' seconds are those of the midpoint rule with "
      "as "
      "many gradients.";
  plot.x_label = "seconds";
  plot.y_label = "relative L1 error";
  return plot;
}

Plot residual_by_steps(const ConvergenceStudy& study) {
  Plot plot =
      by_rule(study, steps_of, [](const AttributionErrors& e) { return e.relative_residual; });
  plot.title = "Completeness residual";
  plot.caption = "What a completeness check sees.";
  plot.x_label = "steps";
  plot.y_label = "|residual| / |F(x) - F(x')|";
  return plot;
}

Plot error_by_residual(const ConvergenceStudy& study) {
  Plot plot;
  plot.log_x = true;
  plot.log_y = true;
  for (const RuleStudy& rule : study.rules) {
    if (rule.rule == "random") continue;
    PlotSeries series{rule.rule, {}, {}, false};
    for (const RuleAnswer& answer : rule.answers) {
      const auto& residual = answer.errors.relative_residual;
      const auto& error = answer.errors.relative_l1;
      if (!residual || !error || !(*residual > kRounding) || !(*error > kRounding)) continue;
      series.x.push_back(*residual);
      series.y.push_back(*error);
    }
    if (!series.x.empty()) plot.series.push_back(std::move(series));
  }
  PlotSeries equal{"error = residual", {}, {}, true};
  double low = INFINITY;
  double high = 0;
  for (const PlotSeries& series : plot.series) {
    low = std::min({low, std::ranges::min(series.x), std::ranges::min(series.y)});
    high = std::max({high, std::ranges::max(series.x), std::ranges::max(series.y)});
  }
  if (high > 0) {
    equal.x = {low, high};
    equal.y = {low, high};
    plot.series.push_back(std::move(equal));
  }
  plot.title = "What the residual tells of the error";
  plot.caption = "Above the line the attributions are worse than completeness says.";
  plot.x_label = "completeness residual";
  plot.y_label = "relative L1 error";
  return plot;
}

Plot largest_by_steps(const ConvergenceStudy& study) {
  const double size = study.truth.known.values.abs().maxCoeff();
  Plot plot = by_rule(study, steps_of, [&](const AttributionErrors& e) -> std::optional<double> {
    if (size == 0) return {};
    return e.maximum / size;
  });
  plot.title = "Largest error of a feature";
  plot.caption = "Relative to the largest attribution.";
  plot.x_label = "steps";
  plot.y_label = "largest error / largest attribution";
  return plot;
}

Plot rank_by_steps(const ConvergenceStudy& study) {
  Plot plot = by_rule(study, steps_of, [](const AttributionErrors& e) -> std::optional<double> {
    if (!e.rank_correlation) return {};
    return 1 - *e.rank_correlation;
  });
  plot.title = "Order of the features";
  plot.caption = "One less Spearman's rank correlation with the true attributions.";
  plot.x_label = "steps";
  plot.y_label = "1 - rank correlation";
  return plot;
}

}  // namespace

std::vector<Plot> convergence_plots(const ConvergenceStudy& study) {
  std::vector<Plot> plots{error_by_gradients(study)};
  if (!study.cost.seconds.empty()) plots.push_back(error_by_seconds(study));
  for (const auto& make : {residual_by_steps, error_by_residual, largest_by_steps, rank_by_steps}) {
    Plot plot = make(study);
    if (!plot.series.empty()) plots.push_back(std::move(plot));
  }
  return plots;
}

}  // namespace axiomark
