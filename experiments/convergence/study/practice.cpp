// What people do: 50 steps, a look at completeness, two steps instead of ten thousand.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "experiments/convergence/convergence_text.hpp"
#include "experiments/convergence/study/finding.hpp"
#include "experiments/statistics.hpp"

namespace axiomark::study {
namespace {

// One line per question would hide the others: a stochastic rule is left out, Simpson's has odd steps
// missing.
const std::vector<std::string> kRules = {"left",      "right",   "midpoint",
                                         "trapezoid", "simpson", "gauss-legendre"};

double share(std::size_t part, std::size_t all) {
  return all == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(all);
}

// The part of sorted values that is at most each of them.
PlotSeries distribution(std::string name, std::vector<double> values) {
  std::ranges::sort(values);
  PlotSeries series{std::move(name), {}, {}, true};
  for (std::size_t k = 0; k < values.size(); ++k) {
    series.x.push_back(std::max(values[k], 1e-6));
    series.y.push_back(static_cast<double>(k + 1) / static_cast<double>(values.size()));
  }
  return series;
}

// G05: stop where the residual is small. From `least` steps on: with few, luck alone is enough.
Finding completeness_then_stop(const std::vector<Question>& questions) {
  Finding finding{"completeness-then-stop", "Check completeness, then stop", {}, {}, {}};
  Plot& plot = finding.figure;
  plot.title = "True error where the residual first falls below a level";
  plot.caption = "Every question by six rules; to the right of the level the check has deceived.";
  plot.x_label = "true relative L1 error";
  plot.y_label = "part of the cases with at most this error";
  plot.log_x = true;
  std::vector<std::string> words;
  for (std::size_t level = 0; level < kStopLevels.size(); ++level) {
    std::vector<double> errors;
    std::vector<double> steps;
    std::size_t deceived = 0;
    std::size_t much = 0;
    for (const Question& question : questions) {
      for (const std::string& rule : kRules) {
        const auto& stop = rule_of(question.study, rule).stops[level];
        if (!stop || !stop->errors.relative_l1) continue;
        errors.push_back(*stop->errors.relative_l1);
        steps.push_back(static_cast<double>(stop->steps));
        deceived += errors.back() > kStopLevels[level] ? 1 : 0;
        much += errors.back() > 0.2 ? 1 : 0;
      }
    }
    if (errors.empty()) continue;
    words.push_back(
        fmt::format("{:g}% residual: median {:g} steps, median true error {:.2g}%, above the level "
                    "in {:.0f}% of {} "
                    "cases, above 20% in {:.0f}%, at worst {:.0f}%",
                    100 * kStopLevels[level], median_of(steps), 100 * median_of(errors),
                    share(deceived, errors.size()), errors.size(), share(much, errors.size()),
                    100 * std::ranges::max(errors)));
    finding.data[fmt::format("{}", kStopLevels[level])] = {
        {"cases", errors.size()},
        {"median steps", median_of(steps)},
        {"median true error", median_of(errors)},
        {"share with a larger true error", share(deceived, errors.size()) / 100},
        {"share with more than 20 per cent", share(much, errors.size()) / 100},
        {"largest true error", std::ranges::max(errors)}};
    plot.series.push_back(
        distribution(fmt::format("residual at most {:g}%", 100 * kStopLevels[level]), errors));
  }
  finding.text = fmt::format("True errors where the residual first falls below a level: {}.",
                             fmt::join(words, "; "));
  return finding;
}

// S03: 2, 10, ... against the exact answer.
Finding two_or_ten_thousand(const std::vector<Question>& questions) {
  Finding finding{"two-or-ten-thousand", "Two steps or ten thousand", {}, {}, {}};
  Plot& plot = finding.figure;
  plot.title = "Error of the midpoint rule over all questions";
  plot.caption = "Median and largest error; the exact answer is the reference.";
  plot.x_label = "steps";
  plot.y_label = "relative L1 error";
  plot.log_x = true;
  plot.log_y = true;
  plot.series = {{"median", {}, {}, true}, {"largest", {}, {}, true}};
  std::vector<std::string> words;
  for (const long m : {2, 10, 20, 50, 100, 300, 1000, 10000}) {
    std::vector<double> errors;
    std::vector<double> ranks;
    for (const Question& question : questions) {
      const RuleAnswer* answer = answer_with(rule_of(question.study, "midpoint"), m);
      if (answer == nullptr || !answer->errors.relative_l1) continue;
      errors.push_back(*answer->errors.relative_l1);
      if (answer->errors.rank_correlation) ranks.push_back(*answer->errors.rank_correlation);
    }
    if (errors.empty()) continue;
    const double worst = std::ranges::max(errors);
    plot.series[0].x.push_back(static_cast<double>(m));
    plot.series[0].y.push_back(median_of(errors));
    plot.series[1].x.push_back(static_cast<double>(m));
    plot.series[1].y.push_back(worst);
    auto& data = finding.data[fmt::format("{} steps", m)];
    data = {{"questions", errors.size()},
            {"median error", median_of(errors)},
            {"largest error", worst}};
    std::string rank;
    if (!ranks.empty()) {
      data["median rank correlation"] = median_of(ranks);
      data["smallest rank correlation"] = std::ranges::min(ranks);
      rank = fmt::format(", rank correlation {:.3f} ({:.2f})", median_of(ranks),
                         std::ranges::min(ranks));
    }
    words.push_back(fmt::format("{} steps: error {:.2g}% ({}){}", m, 100 * median_of(errors),
                                percent(worst), rank));
  }
  finding.text = fmt::format(
      "Medians over {} questions by the midpoint rule, largest errors and lowest correlations in "
      "parentheses: {}.",
      questions.size(), fmt::join(words, "; "));
  return finding;
}

// S04: is the error within 5 per cent with so many steps?
Finding twenty_to_three_hundred(const std::vector<Question>& questions) {
  Finding finding{"twenty-to-three-hundred", "20 to 300 steps", {}, {}, {}};
  Plot& plot = finding.figure;
  plot.title = "Part of the questions within 5 per cent";
  plot.caption =
      "By completeness and by true error: the check is passed sooner than it is deserved.";
  plot.x_label = "steps";
  plot.y_label = "part of the questions";
  plot.log_x = true;
  std::vector<std::string> words;
  for (const std::string& rule : {std::string("midpoint"), std::string("gauss-legendre")}) {
    PlotSeries residual{rule + ", residual", {}, {}, true};
    PlotSeries error{rule + ", true error", {}, {}, true};
    for (const long m : {5, 10, 20, 50, 100, 200, 300, 500, 1000}) {
      std::size_t by_residual = 0;
      std::size_t by_error = 0;
      std::size_t count = 0;
      for (const Question& question : questions) {
        const RuleAnswer* answer = answer_with(rule_of(question.study, rule), m);
        if (answer == nullptr || !answer->errors.relative_l1) continue;
        ++count;
        by_residual += answer->errors.relative_residual.value_or(1) <= 0.05 ? 1 : 0;
        by_error += *answer->errors.relative_l1 <= 0.05 ? 1 : 0;
      }
      if (count == 0) continue;
      residual.x.push_back(static_cast<double>(m));
      residual.y.push_back(share(by_residual, count) / 100);
      error.x.push_back(static_cast<double>(m));
      error.y.push_back(share(by_error, count) / 100);
      finding.data[rule][fmt::format("{} steps", m)] = {
          {"questions", count},
          {"within 5 per cent by residual", share(by_residual, count) / 100},
          {"within 5 per cent by true error", share(by_error, count) / 100}};
      if (m == 20 || m == 50 || m == 300) {
        words.push_back(
            fmt::format("{} with {}: {:.0f}% of {} questions by residual, {:.0f}% by true error",
                        rule, m, share(by_residual, count), count, share(by_error, count)));
      }
    }
    plot.series.push_back(std::move(residual));
    plot.series.push_back(std::move(error));
  }
  finding.text = fmt::format("How many questions are within 5%: {}.", fmt::join(words, "; "));
  return finding;
}

// What --steps auto takes, against the fewest steps of any rule for 1 per cent for good.
Finding automatic(const std::vector<Question>& questions) {
  Finding finding{"auto", "--steps auto", {}, {}, {}};
  Plot& plot = finding.figure;
  plot.title = "Gradients of rule=auto against the best rule's";
  plot.caption = "Below the line auto is cheaper than the fewest steps that happen to do.";
  plot.x_label = "fewest steps of any rule that stay within 1%";
  plot.y_label = "gradients of rule=auto, tolerance 1%";
  plot.log_x = true;
  plot.log_y = true;
  std::map<std::string, PlotSeries> families;
  std::vector<std::string> order;
  std::size_t met = 0;
  std::size_t promised = 0;
  std::size_t broken = 0;
  std::size_t cheaper = 0;
  double worst = 0;
  for (const Question& question : questions) {
    const double rise = std::abs(question.study.truth.known.rise);
    const double off = rise > 0 ? question.automatic.errors.maximum / rise : 0;
    const bool good = off <= kAutomaticTolerance;
    met += good ? 1 : 0;
    promised += question.guaranteed ? 1 : 0;
    broken += question.guaranteed && !good ? 1 : 0;
    worst = std::max(worst, off);
    double best = INFINITY;
    for (const std::string& rule : kRules) {
      best = std::min(best, steps_or_infinity(rule_of(question.study, rule).steps_for_good[1]));
    }
    const auto spent = static_cast<double>(question.automatic.gradient_evaluations);
    cheaper += spent <= best ? 1 : 0;
    auto [at, fresh] =
        families.try_emplace(question.family, PlotSeries{question.family, {}, {}, false});
    if (fresh) order.push_back(question.family);
    if (std::isfinite(best)) {
      at->second.x.push_back(best);
      at->second.y.push_back(spent);
    }
  }
  double low = INFINITY;
  double high = 0;
  for (const std::string& family : order) {
    PlotSeries& series = families.at(family);
    for (std::size_t k = 0; k < series.x.size(); ++k) {
      low = std::min({low, series.x[k], series.y[k]});
      high = std::max({high, series.x[k], series.y[k]});
    }
    plot.series.push_back(std::move(series));
  }
  if (high > 0) plot.series.push_back({"as many", {low, high}, {low, high}, true});
  finding.data = {{"questions", questions.size()},
                  {"true error within 1 per cent of the rise", met},
                  {"guaranteed", promised},
                  {"guaranteed and not kept", broken},
                  {"no more gradients than the best rule", cheaper},
                  {"largest true error over the rise", worst}};
  finding.text = fmt::format(
      "rule=auto with tolerance 1% was within 1% of F(x) - F(x') on {} of {} questions (largest "
      "error "
      "{:.2g}%); it guaranteed that on {}, and {} of the guarantees were broken. On {} questions "
      "it took no more "
      "gradients than the fewest steps for good of the best rule, which is known only afterwards.",
      met, questions.size(), 100 * worst, promised,
      broken == 0 ? "none" : fmt::format("{}", broken), cheaper);
  return finding;
}

}  // namespace

std::vector<Finding> practice_findings(const std::vector<Question>& questions) {
  return {completeness_then_stop(questions), two_or_ten_thousand(questions),
          twenty_to_three_hundred(questions), automatic(questions)};
}

}  // namespace axiomark::study
