#include "experiments/convergence/convergence_page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/convergence/convergence_plots.hpp"
#include "experiments/convergence/convergence_text.hpp"
#include "network/scalar.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"
#include "report/page_assets.hpp"
#include "report/plot_drawing.hpp"

namespace axiomark {
namespace {

// Tables and plots side by side where there is room; seven lines need wider plots than the claims' do.
constexpr const char* kStyle =
    ".t td.r{white-space:nowrap}"
    ".tables{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:1."
    "75rem "
    "2.5rem;margin:1.25rem 0 2rem}.tables h5{font:600 .9375rem/1.35 var(--sans);margin:0 0 .25rem}"
    ".plots{grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr))}"
    ".plots figure{max-width:600px}footer pre{white-space:pre-wrap;overflow-wrap:anywhere}";

std::string cell(const std::string& text) {
  return fmt::format(R"(<td class="r">{}</td>)", escaped(text == "-" ? "–" : text));
}

std::string steps_cell(const std::optional<long>& steps) {
  return cell(steps ? grouped(static_cast<std::uint64_t>(*steps)) : "-");
}

std::string stop_cells(const std::optional<Stop>& stop) {
  if (!stop) return cell("-") + cell("-");
  return steps_cell(stop->steps) + cell(percent(stop->errors.relative_l1));
}

// The answer with that many steps, or the last with fewer.
const RuleAnswer& answer_at(const RuleStudy& rule, long steps) {
  const RuleAnswer* best = &rule.answers.front();
  for (const RuleAnswer& answer : rule.answers) {
    if (answer.steps <= steps) best = &answer;
  }
  return *best;
}

// One of the tables that stand side by side where there is room.
std::string table(const std::string& heading, const std::vector<std::string>& columns,
                  const std::string& rows) {
  std::string html = fmt::format(
      R"(<div><h5>{0}</h5><div class="scroll" tabindex="0" role="region" aria-label="{0}">)"
      R"(<table class="t"><thead><tr>)",
      escaped(heading));
  for (const std::string& column : columns) {
    html += fmt::format(R"(<th{}>{}</th>)", &column == columns.data() ? "" : R"( class="r")",
                        escaped(column));
  }
  return html + "</tr></thead><tbody>" + rows + "</tbody></table></div></div>\n";
}

std::string row(const std::string& name, const std::string& cells) {
  return fmt::format("<tr><th>{}</th>{}</tr>", escaped(name), cells);
}

std::string tables(const ConvergenceStudy& study) {
  std::string for_good;
  std::string at_50;
  std::string stops;
  std::string own_nodes;
  for (const RuleStudy& rule : study.rules) {
    std::string steps = cell(rule.order ? fmt::format("{:.2f}", rule.order->order) : "-");
    for (const auto& level : rule.steps_for_good) steps += steps_cell(level);
    for_good += row(rule.rule, steps);
    const AttributionErrors& at = answer_at(rule, 50).errors;
    at_50 += row(rule.rule, cell(percent(at.relative_l1)) + cell(percent(at.relative_residual)) +
                                cell(fmt::format("{}", at.wrong_signs)));
    stops += row(rule.rule, stop_cells(rule.stops[0]) + stop_cells(rule.stops[1]));
  }
  for (const MethodAnswer& answer : study.methods) {
    own_nodes +=
        row(answer.name, cell(grouped(static_cast<std::uint64_t>(answer.gradient_evaluations))) +
                             cell(fmt::format("{:.2g}", answer.seconds)) +
                             cell(percent(answer.errors.relative_l1)) +
                             cell(answer.largest_bound ? percent(answer.largest_bound) : "none"));
  }
  return R"(<div class="tables">)" +
         table("Steps to stay within an error", {"Rule", "Order", "5%", "1%", "0.1%"}, for_good) +
         table("With 50 steps", {"Rule", "Error", "Residual", "Wrong signs"}, at_50) +
         table("Stopped at a residual", {"Rule", "5%: steps", "error", "1%: steps", "error"},
               stops) +
         table("Rules that choose their nodes",
               {"Rule", "Gradients", "Seconds", "Error", "Bound / rise"}, own_nodes) +
         "</div>\n";
}

std::string card(const StudiedQuestion& question, std::size_t number) {
  const ConvergenceStudy& study = question.study;
  std::string html = fmt::format(
      R"(<article class="card-a" id="q{}"><p class="eyebrow">{}</p><h3>{}</h3>)"
      R"(<p class="vline">F(x) = {}, F(x′) = {}. {} features. Truth: {}.{}</p>)",
      number, escaped(question.network), escaped(question.title), to_text(study.truth.to_value),
      to_text(study.truth.from_value), grouped(static_cast<std::uint64_t>(study.features)),
      escaped(study.truth.words), study.note.empty() ? "" : " " + escaped(study.note) + ".");
  html += fmt::format("<p>{}</p>", escaped(recommendation(study)));
  html += tables(study);
  html += R"(<div class="blk plots" style="margin-top:2rem">)";
  for (const Plot& plot : convergence_plots(study)) {
    html += fmt::format("<figure><h5>{}</h5>{}<figcaption>{}</figcaption></figure>",
                        escaped(typeset(plot.title)), plot_drawing(plot),
                        escaped(typeset(plot.caption)));
  }
  return html + "</div></article>\n";
}

std::string explained() {
  return R"(<section aria-labelledby="h-m"><h2 id="h-m">What the numbers mean</h2><dl class="gl">)"
         R"(<div><dt>Error</dt><dd>Relative L1: the sum of |a − A| over the features by the sum of |A|, )"
         R"(a what the rule gives, A the true attributions.</dd></div>)"
         R"(<div><dt>Residual</dt><dd>How far the attributions’ sum is from F(x) − F(x′), relative to it: )"
         R"(all that a completeness check sees.</dd></div>)"
         R"(<div><dt>Steps to stay within 5%</dt><dd>The fewest steps from which on the error is never above 5% )"
         R"(again, for any larger number of steps that was tried.</dd></div>)"
         R"(<div><dt>Stopped at a residual of 5%</dt><dd>The first number of steps with a residual of at most )"
         R"(5%, and the true error there.</dd></div>)"
         R"(<div><dt>Bound / rise</dt><dd>The largest stated bound on the error of an attribution, as a part )"
         R"(of |F(x) − F(x′)|.</dd></div>)"
         R"(<div><dt>Order</dt><dd>p in error = C / stepsᵖ, fitted by least squares on logarithms from 8 )"
         R"(steps on, above the noise.</dd></div>)"
         R"(<div><dt>Adaptive, exact</dt><dd>Rules that choose their own nodes and prove their error: )"
         R"(<code>--method integrated-gradients:rule=exact</code>, <code>--steps auto</code>.</dd></div>)"
         "</dl></section>\n";
}

}  // namespace

std::string recommendation(const ConvergenceStudy& study) {
  const RuleStudy* best = nullptr;
  for (const RuleStudy& rule : study.rules) {
    if (rule.rule == "random" || !rule.steps_for_good[1]) continue;
    if (best == nullptr || *rule.steps_for_good[1] < *best->steps_for_good[1]) best = &rule;
  }
  std::string text =
      best == nullptr
          ? fmt::format("No rule stays within 1% up to {} steps.", study.most_steps)
          : fmt::format("An error of 1% for good takes {} steps of the {} rule, the best of them.",
                        *best->steps_for_good[1], best->rule);
  for (const MethodAnswer& answer : study.methods) {
    const bool exact = answer.name == "exact";
    const bool hundredth = answer.name == "adaptive, tolerance 1/100";
    if (exact) {
      text += fmt::format(" The exact answer takes {} gradients.", answer.gradient_evaluations);
    }
    if (!hundredth || study.truth.pieces || !answer.largest_bound) continue;
    const bool proves = *answer.largest_bound <= 0.01;
    text +=
        fmt::format(" The adaptive rule proves {} of F(x) - F(x') for the price of {} gradients{}.",
                    proves ? "1%" : "no more than " + percent(answer.largest_bound),
                    answer.gradient_evaluations,
                    proves ? "" : ": its bounds do not get closer on this network");
  }
  return text;
}

std::string convergence_page(std::span<const StudiedQuestion> questions, const std::string& command,
                             const std::string& version) {
  std::string html =
      R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<title>axiomark: how many steps integrated gradients need</title>
<meta name="description" content="Errors of integrated gradients by every rule and number of steps, against the exact answer.">
<style>)";
  html += page_assets::style() + page_assets::claims_style() + kStyle;
  html += R"(</style></head><body><a class="skip" href="#results">Skip to the results</a>
<div class="wrap"><header class="top"><h1>How many steps?</h1>
<p class="lede">Integrated gradients by every rule and number of steps, held against the exact integral: not against completeness, which sees only their sum.</p>)";
  html += fmt::format(
      R"(<dl class="campaign"><div><dt>Questions</dt><dd>{}</dd></div><div><dt>Version</dt><dd>{}</dd></div></dl></header>)",
      questions.size(), escaped(version));
  html += R"(<main><section id="results" aria-labelledby="h-r"><h2 id="h-r">Results</h2>)";
  for (std::size_t k = 0; k < questions.size(); ++k) html += card(questions[k], k);
  html += "</section>\n" + explained() + "</main>";
  html += fmt::format(
      R"(<footer><h2>Reproduce</h2><pre>{}</pre><p class="small">axiomark {}</p></footer></div></body></html>)"
      "\n",
      escaped(command), escaped(version));
  return html;
}

}  // namespace axiomark
