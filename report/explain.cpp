#include "report/explain.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/case_words.hpp"
#include "report/derivation.hpp"
#include "report/formula.hpp"
#include "report/number_text.hpp"
#include "report/shown_case.hpp"
#include "report/unit_diagram.hpp"

namespace axiomark {
namespace {

std::string network_text(const Probe<Rational>& probe) {
  const auto diagram = unit_diagram(probe.network, probe.input, probe.target, probe.label);
  if (!diagram) return fmt::format("  {}: {}\n", probe.label, units_in_words(probe.network));
  std::string text;
  if (const auto whole = formula(*diagram)) {
    text = fmt::format("  {} = {}\n", probe.label, *whole);
    if (text.find("h₁") == std::string::npos && diagram->units.size() <= 4) return text;
  }
  for (const std::string& line : formula_lines(*diagram)) text += "    " + line + "\n";
  return text;
}

std::string both_sides(const Counterexample& c) {
  const auto rows = side_rows(c);
  const auto& sides = c.judgement.sides;
  std::size_t label = 0;
  std::size_t left = display_width(case_text(c, sides.left_name));
  for (const SideRow& row : rows) {
    label = std::max(label, display_width(row.label));
    left = std::max(left, display_width(row.left));
  }
  std::string text = "  " + padded("", label) + "  " + padded(case_text(c, sides.left_name), left) +
                     "  " + case_text(c, sides.right_name) + "\n";
  for (const SideRow& row : rows) {
    text +=
        "  " + padded(row.label, label) + "  " + padded(row.left, left) + "  " + row.right + "\n";
  }
  return text;
}

std::string verdict_text(const Counterexample& c) {
  const std::string reason =
      c.judgement.reason.empty() ? "" : ": " + case_text(c, c.judgement.reason);
  switch (c.judgement.outcome) {
    case Outcome::broken:
      return fmt::format("Violated{}.", reason);
    case Outcome::kept:
      return "Not violated: the two sides are equal.";
    case Outcome::not_applicable:
      return fmt::format("Not applicable{}.", reason);
    case Outcome::error:
      break;
  }
  return fmt::format("Error{}.", reason);
}

}  // namespace

std::string explain(const Counterexample& judged) {
  const Counterexample c = shown_case(judged);
  std::string text = fmt::format("{} on {}\n", c.method, c.axiom);
  if (const auto axiom = axiom_of(c)) {
    text += fmt::format("\nThe axiom\n  {}\n  {}\n  {}\n", axiom->info.statement,
                        typeset(axiom->info.formula), axiom->info.source);
  }
  text += fmt::format("\nThe case\n  {}\n", case_facts(c));
  if (!c.convicting.premise.empty()) {
    text += fmt::format("  {}\n", case_text(c, c.convicting.premise));
  }
  for (const RewriteStep& step : c.convicting.rewrites) {
    text += fmt::format("  Told apart by {}, {}: {}\n", name(info(step.kind).rewrite_class),
                        name(step.kind), typeset(std::string(info(step.kind).equation)));
  }
  text += c.convicting.probes.size() > 1 ? "\nThe networks\n" : "\nThe network\n";
  for (const auto& probe : c.convicting.probes) text += network_text(probe);
  text += "\nLine by line\n";
  // Lines are exact and plain: they say nothing about answers put otherwise.
  const auto table = c.convicting.manners.empty()
                         ? derive(c.method, c.convicting.probes, c.answers, speaks_of_sums(c))
                         : std::nullopt;
  if (table) {
    text += as_text(*table);
  } else {
    for (std::size_t p = 0; p < c.answers.size(); ++p) {
      const auto& answer = c.answers[p].attribution;
      text += fmt::format("  {}: {}\n", c.convicting.probes[p].label,
                          answer ? pretty_point(answer->values) : message(answer.error()));
    }
  }
  if (c.judgement.sides.left.size() > 0) text += "\nBoth sides\n" + both_sides(c);
  return text + "\n" + verdict_text(c) + "\n";
}

}  // namespace axiomark
