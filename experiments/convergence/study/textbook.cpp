// Functions whose errors textbooks know: smooth, steep, with one kink.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "experiments/convergence/rule_sums.hpp"
#include "experiments/convergence/study/finding.hpp"
#include "methods/options.hpp"
#include "network/builder.hpp"

namespace axiomark::study {
namespace {

Network<double> step(double steepness, double offset) {
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  return b.build(b.apply(Operator<double>(Sigmoid{}), {b.dense(x, {{steepness}}, {offset})}))
      .value();
}

Vector<double> one(double value) { return Vector<double>::Constant(1, value); }

Result<ConvergenceStudy> studied(const Setting& setting, const Network<double>& network,
                                 double from, double to, Rational kink = 0) {
  const auto function = bind_target<double>(
      network, one(1), ConventionOptions{kink, true, Tie::first}.as<double>(), setting.pool);
  ConvergenceOptions options;
  options.most_steps = 1000;
  options.time = false;
  options.network = {network, one(1)};
  return convergence_study(function, {one(from), one(to)}, options, &setting.few_rules);
}

PlotSeries error_line(const RuleStudy& rule, std::string name, long most = 1000) {
  PlotSeries series{std::move(name), {}, {}, true};
  for (const RuleAnswer& answer : rule.answers) {
    const double error = answer.errors.relative_l1.value_or(0);
    if (answer.steps > most || !(error > 1e-14)) continue;
    series.x.push_back(static_cast<double>(answer.steps));
    series.y.push_back(error);
  }
  return series;
}

Plot error_plot(std::string title, std::string caption) {
  Plot plot;
  plot.title = std::move(title);
  plot.caption = std::move(caption);
  plot.x_label = "steps";
  plot.y_label = "relative L1 error";
  plot.log_x = true;
  plot.log_y = true;
  return plot;
}

Result<Finding> smooth(const Setting& setting) {
  const auto study = studied(setting, step(3, -1), 0, 1);
  if (!study) return tl::make_unexpected(study.error());
  Finding finding{
      "smooth",
      "A smooth function",
      {},
      error_plot("sigma(3 x - 1) from 0 to 1", "The slope of a line is the order of its rule."),
      {}};
  std::vector<std::string> orders;
  for (const RuleStudy& rule : study->rules) {
    if (rule.rule == "random") continue;
    finding.figure.series.push_back(error_line(rule, rule.rule));
    if (rule.order && rule.rule != "gauss-legendre") {
      orders.push_back(fmt::format("{} {:.2f}", rule.rule, rule.order->order));
      finding.data["orders"][rule.rule] = rule.order->order;
    }
  }
  std::vector<std::string> gauss;
  for (const long nodes : {4, 10}) {
    const double error =
        answer_with(rule_of(*study, "gauss-legendre"), nodes)->errors.relative_l1.value_or(0);
    finding.data["gauss-legendre"][fmt::format("{} nodes", nodes)] = error;
    gauss.push_back(fmt::format("{:.1e} with {} nodes", error, nodes));
  }
  finding.text = fmt::format(
      "On sigma(3 x - 1) the fitted orders are {}; Gauss-Legendre has an error of {}. (Truth: {}.)",
      fmt::join(orders, ", "), fmt::join(gauss, " and "), study->truth.words);
  return finding;
}

// R(x) from -c to 1 - c: the kink is c of the way along.
Result<Finding> one_kink(const Setting& setting) {
  constexpr int kPlaces = 500;
  NetworkBuilder<double> b;
  const auto relu = b.build(b.relu(b.input({1}))).value();
  const auto function = bind_target<double>(relu, one(1), {}, setting.pool);
  RandomStream stream(setting.seed);
  const auto& rules = setting.few_rules;
  std::vector<double> mean(rules.quadratures.size(), 0);
  std::vector<double> largest(rules.quadratures.size(), 0);
  for (int k = 0; k < kPlaces; ++k) {
    const double c = stream.unit_interval();
    const Segment<double> segment{one(-c), one(1 - c)};
    const auto pieces = function.linear_pieces(segment);
    if (!pieces) return tl::make_unexpected(pieces.error());
    const auto sums = rule_sums(function, segment, rules.quadratures, &*pieces);
    if (!sums) return tl::make_unexpected(sums.error());
    for (std::size_t r = 0; r < mean.size(); ++r) {
      const double error = std::abs(sums->gradients(0, static_cast<Index>(r)) - (1 - c));
      mean[r] += error / kPlaces;
      largest[r] = std::max(largest[r], error);
    }
  }
  Finding finding{"one-kink",
                  "One kink",
                  {},
                  error_plot("One kink at a random place",
                             "Mean error over 500 places: parallel lines, all of first order."),
                  {}};
  finding.figure.y_label = "mean error of the attribution";
  std::vector<std::string> orders;
  std::vector<std::string> worst;
  std::size_t column = 0;
  for (std::size_t r = 0; r < rules.steps.size(); ++r) {
    const std::string& name = quadrature_rule_names()[r];
    const auto& steps = rules.steps[r];
    if (name == "random") break;  // the last
    PlotSeries series{name, {}, {}, true};
    for (std::size_t k = 0; k < steps.size(); ++k) {
      series.x.push_back(static_cast<double>(steps[k]));
      series.y.push_back(mean[column + k]);
      if (steps[k] != 50) continue;
      const double scaled = 50 * largest[column + k];
      worst.push_back(fmt::format("{} {:.2f}", name, scaled));
      finding.data["largest error times 50, 50 steps"][name] = scaled;
    }
    if (const auto fit = fit_order(steps, series.y, 1e-12)) {
      orders.push_back(fmt::format("{} {:.2f}", name, fit->order));
      finding.data["orders"][name] = fit->order;
    }
    finding.figure.series.push_back(std::move(series));
    column += steps.size();
  }
  finding.text = fmt::format(
      "With one kink at one of {} random places every rule is of first order (fitted: {}). With 50 "
      "steps "
      "the largest error times 50 is {}.",
      kPlaces, fmt::join(orders, ", "), fmt::join(worst, ", "));
  return finding;
}

// 1 - R(1 - x) from 0 to 2: the kink lies on a node of every even number of steps.
Result<Finding> parity(const Setting& setting) {
  NetworkBuilder<double> b;
  const Tensor x = b.input({1});
  const Tensor off = b.relu(b.dense(x, {{-1}}, {1}));
  const auto saturation = b.build(b.dense(off, {{-1}}, {1})).value();
  const auto zero = studied(setting, saturation, 0, 2, 0);
  const auto full = studied(setting, saturation, 0, 2, 1);
  if (!zero) return tl::make_unexpected(zero.error());
  if (!full) return tl::make_unexpected(full.error());
  Finding finding{
      "parity",
      "A kink on a node",
      {},
      error_plot("1 - R(1 - x) from 0 to 2",
                 "Even and odd numbers of steps are two lines; a line that is missing is exact."),
      {}};
  const auto add = [&](const ConvergenceStudy& study, std::string_view rule, bool even,
                       const std::string& kink) {
    RuleStudy some = rule_of(study, rule);
    std::erase_if(some.answers,
                  [&](const RuleAnswer& a) { return (a.steps % 2 == 0) != even || a.steps > 100; });
    auto series =
        error_line(some, fmt::format("{}, {}, relu'(0) = {}", rule, even ? "even" : "odd", kink));
    if (series.x.size() > 5) finding.figure.series.push_back(std::move(series));
  };
  for (const std::string_view rule : {"right", "midpoint"}) {
    for (const bool even : {true, false}) add(*zero, rule, even, "0");
  }
  add(*full, "right", true, "1");
  const auto right = [&](const ConvergenceStudy& study, long m) {
    const double error = answer_with(rule_of(study, "right"), m)->errors.relative_l1.value_or(0);
    finding.data["right"][fmt::format("{} steps, relu'(0) = {}", m, &study == &*zero ? 0 : 1)] =
        error;
    return 100 * error;
  };
  const double at_20 = right(*zero, 20);
  const double at_21 = right(*zero, 21);
  const double with_one = right(*full, 20);
  finding.text = fmt::format(
      "On the paper's own example, 1 - R(1 - x) from 0 to 2, its right rule with 20 steps is off "
      "by "
      "{:.3g}%, with 21 steps by {:.3g}%, and with 20 steps and relu'(0) = 1 by {:.3g}%.",
      at_20, at_21, std::round(1e9 * with_one) / 1e9);
  return finding;
}

Result<Finding> steep(const Setting& setting) {
  Finding finding{"steep",
                  "A steep function",
                  {},
                  error_plot("sigma(k (x - 1/2)) from 0 to 1",
                             "Steps that a rule needs to stay within 5 per cent; a missing point "
                             "needs more than 1000."),
                  {}};
  finding.figure.x_label = "steepness k";
  finding.figure.y_label = "steps";
  std::vector<std::string> words;
  const std::vector<double> steepness = {10, 20, 50, 100, 200, 500, 1000};
  for (const std::string name : {"right", "midpoint", "trapezoid", "simpson", "gauss-legendre"}) {
    finding.figure.series.push_back({name, {}, {}, true});
  }
  for (const double k : steepness) {
    const auto study = studied(setting, step(k, -k / 2), 0, 1);
    if (!study) return tl::make_unexpected(study.error());
    std::string here;
    for (PlotSeries& series : finding.figure.series) {
      const auto steps = rule_of(*study, series.name).steps_for_good[0];
      finding.data[fmt::format("k = {}", k)][series.name] =
          steps ? nlohmann::ordered_json(*steps) : nlohmann::ordered_json(nullptr);
      here += fmt::format("{}{} {}", here.empty() ? "" : ", ", series.name,
                          steps ? fmt::format("{}", *steps) : "more than 1000");
      if (!steps) continue;
      series.x.push_back(k);
      series.y.push_back(static_cast<double>(*steps));
    }
    if (k == 10 || k == 100 || k == 1000) words.push_back(fmt::format("k = {}: {}", k, here));
  }
  finding.text =
      fmt::format("Steps to stay within 5% on sigma(k (x - 1/2)): {}.", fmt::join(words, "; "));
  return finding;
}

}  // namespace

Result<std::vector<Finding>> textbook_findings(const Setting& setting) {
  std::vector<Finding> all;
  for (const auto& make : {smooth, one_kink, parity, steep}) {
    auto finding = make(setting);
    if (!finding) return tl::make_unexpected(finding.error());
    all.push_back(std::move(*finding));
  }
  return all;
}

}  // namespace axiomark::study
