#include "experiments/convergence/convergence_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "network/scalar.hpp"

namespace axiomark {
namespace {

std::string steps_text(const std::optional<long>& steps) {
  return steps ? fmt::format("{}", *steps) : "-";
}

// The answer with that many steps; the last one with fewer if there is none.
const RuleAnswer& answer_at(const RuleStudy& rule, long steps) {
  const RuleAnswer* best = &rule.answers.front();
  for (const RuleAnswer& answer : rule.answers) {
    if (answer.steps <= steps) best = &answer;
  }
  return *best;
}

std::string stop_text(const std::optional<Stop>& stop) {
  if (!stop) return "-";
  return fmt::format("{} ({})", stop->steps, percent(stop->errors.relative_l1));
}

}  // namespace

std::string percent(const std::optional<double>& part) {
  if (!part) return "-";
  const double value = 100 * *part;
  if (value == 0) return "0%";
  if (value < 1e-3) return "<0.001%";
  return fmt::format("{:.{}f}%", value, value < 0.1 ? 3 : value < 10 ? 2 : 0);
}

std::string study_text(const ConvergenceStudy& study) {
  const Truth& truth = study.truth;
  std::string text = fmt::format("  F(x) = {}, F(x') = {}\n  truth: {}\n", to_text(truth.to_value),
                                 to_text(truth.from_value), truth.words);
  if (!study.note.empty()) text += "  " + study.note + "\n";
  text += fmt::format(
      "  {0:<15} {1:>6} | {2:^20} | {3:^33} | {4}\n  {5:<15} {6:>6} | {7:>6} {8:>6} {9:>6} | "
      "{10:>9} "
      "{11:>9} {12:>6} {13:>6} | {14:>14} {15:>14}\n",
      "", "", "steps to stay within", "at 50 steps", "stop at a residual of: steps (error)", "rule",
      "order", "5%", "1%", "0.1%", "error", "residual", "rank", "signs", "5%", "1%");
  for (const RuleStudy& rule : study.rules) {
    const AttributionErrors& at = answer_at(rule, 50).errors;
    text += fmt::format(
        "  {:<15} {:>6} | {:>6} {:>6} {:>6} | {:>9} {:>9} {:>6} {:>6} | {:>14} {:>14}\n", rule.rule,
        rule.order ? fmt::format("{:.2f}", rule.order->order) : "-",
        steps_text(rule.steps_for_good[0]), steps_text(rule.steps_for_good[1]),
        steps_text(rule.steps_for_good[2]), percent(at.relative_l1), percent(at.relative_residual),
        at.rank_correlation ? fmt::format("{:.3f}", *at.rank_correlation) : "-", at.wrong_signs,
        stop_text(rule.stops[0]), stop_text(rule.stops[1]));
  }
  text +=
      "  error: sum of |a - A| over sum of |A|; residual: |sum of a - (F(x) - F(x'))| over |F(x) - "
      "F(x')|\n";
  text += fmt::format("  {:<28} {:>9} {:>10} {:>9} {:>13}\n", "own choice of nodes", "gradients",
                      "seconds", "error", "stated bound");
  for (const MethodAnswer& answer : study.methods) {
    text += fmt::format("  {:<28} {:>9} {:>10} {:>9} {:>13}\n", answer.name,
                        answer.gradient_evaluations, fmt::format("{:.2g}", answer.seconds),
                        percent(answer.errors.relative_l1),
                        answer.largest_bound ? percent(answer.largest_bound) : "none");
  }
  return text;
}

}  // namespace axiomark
