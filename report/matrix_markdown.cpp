#include "report/matrix_markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/literature_words.hpp"
#include "report/number_text.hpp"
#include "report/report_json.hpp"
#include "report/verdict_words.hpp"

namespace axiomark {
namespace {

// What Markdown would read as a mark of its own, or as the end of a table's cell.
std::string plain(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) result += '\\';
    result += c == '\n' || c == '\r' ? ' ' : c;
  }
  return result;
}

std::string mark(const Finding& finding) {
  std::string text = plain(words(finding.verdict).glyph);
  if (!finding.convention.empty()) text += "\\*";
  if (standing(finding) == Standing::contradicts) text += "!";
  return finding.counterexample ? fmt::format("[{}]({})", text, case_path(finding)) : text;
}

std::string table(const Campaign& campaign) {
  std::string text = "| method |";
  std::string rule = "|---|";
  for (const std::string& axiom : campaign.axioms) {
    text += fmt::format(" {} |", plain(axiom));
    rule += ":-:|";
  }
  text += "\n" + rule + "\n";
  std::string family;
  for (std::size_t m = 0; m < campaign.methods.size(); ++m) {
    const std::string now = method_family(campaign.methods[m]);
    if (now != family) {
      text += fmt::format("| **{}** |", plain(now));
      for (std::size_t a = 0; a < campaign.axioms.size(); ++a) text += " |";
      text += "\n";
    }
    family = now;
    text += fmt::format("| {} |", plain(method_label(campaign.methods[m])));
    for (std::size_t a = 0; a < campaign.axioms.size(); ++a) {
      text += fmt::format(" {} |", mark(campaign.at(m, a)));
    }
    text += "\n";
  }
  return text;
}

std::string legend(const Campaign& campaign) {
  std::string text;
  for (const VerdictWords& verdict : verdict_words()) {
    const auto count = std::ranges::count(campaign.findings, verdict.kind, &Finding::verdict);
    if (count == 0) continue;
    text += fmt::format("- {} {} ({}): {}\n", plain(verdict.glyph), verdict.label, count,
                        verdict.legend);
  }
  return text + "- \\*: only by convention, such as relu'(0)\n- !: contradicts the literature\n";
}

std::string contradictions(const Campaign& campaign) {
  std::string text;
  for (const Finding& finding : campaign.findings) {
    if (standing(finding) != Standing::contradicts) continue;
    const LiteratureEntry& claim = *decisive_claim(finding);
    text += fmt::format("- {} on {}: {} {} says that it {}.\n", plain(method_label(finding.method)),
                        plain(finding.axiom), plain(cell_reason(finding)), plain(claim.source),
                        claim.claim == Stance::holds ? "holds" : "fails");
  }
  return text.empty() ? text : "\n## Against the literature\n\n" + text;
}

}  // namespace

std::string matrix_markdown(const Campaign& campaign) {
  return fmt::format(
      "# Methods and axioms\n\nSeed {}, {} random cases per cell, {}. A mark links to the case "
      "that "
      "convicts.\n\n{}\n{}{}",
      campaign.seed, grouped(campaign.cases_per_cell), plain(campaign.subject), table(campaign),
      legend(campaign), contradictions(campaign));
}

}  // namespace axiomark
