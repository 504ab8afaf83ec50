#include "experiments/claim_card.hpp"

#include <fmt/format.h>

#include "experiments/claim_derivation.hpp"
#include "experiments/claim_facts_table.hpp"
#include "experiments/claim_figures.hpp"
#include "experiments/claim_verdict_words.hpp"
#include "report/derivation_html.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"
#include "report/plot_drawing.hpp"
#include "report/verdict_words.hpp"

namespace axiomark {
namespace {

// A longer computation is a print-out, not an explanation.
constexpr std::size_t kMostRows = 60;

std::string eyebrow(const ClaimOutcome& outcome) {
  const Claim& claim = outcome.claim;
  return fmt::format(
      R"(<p class="eyebrow">{1}<span><code>{0}</code></span>{2}<a class="anchor" href="#{0}">)"
      R"(Link to this card</a></p>)",
      escaped(claim.id), verdict_html(outcome),
      claim.derived ? R"(<span class="lit-new">Derived here</span>)" : "");
}

std::string block(std::string_view heading, const std::string& html) {
  return fmt::format(R"(<div class="blk"><h4>{}</h4>{}</div>)", heading, html);
}

std::string plots(const std::vector<Plot>& plots) {
  if (plots.empty()) return {};
  std::string html = R"(<div class="plots">)";
  for (const Plot& plot : plots) {
    html += fmt::format("<figure><h5>{}</h5>{}<figcaption>{}</figcaption></figure>",
                        escaped(typeset(plot.title)), plot_drawing(plot),
                        escaped(typeset(plot.caption)));
  }
  return block(plots.size() == 1 ? "As a plot" : "As plots", html + "</div>");
}

std::string cells(const Claim& claim, const ReportLink& report) {
  if (claim.supports.empty()) return {};
  std::string html = R"(<ul class="cells">)";
  for (const SupportedCell& cell : claim.supports) {
    const std::string label = escaped(fmt::format("{}: {}", method_label(cell.method), cell.axiom));
    const std::string href = cell_href(report, cell);
    html += href.empty() ? fmt::format("<li>{}</li>", label)
                         : fmt::format(R"(<li><a href="{}">{}</a></li>)", escaped(href), label);
  }
  return block("Cells of the axiom report that this bears on", html + "</ul>");
}

std::string steps(const Claim& claim, const ClaimRun& how) {
  std::string html;
  for (const ClaimDerivation& derivation : derivations(claim, how)) {
    if (derivation.table.rows.size() > kMostRows) continue;
    std::string facts;
    for (const std::string& fact : derivation.facts) {
      facts += (facts.empty() ? "" : "; ") + escaped(typeset(fact));
    }
    html += fmt::format("<details><summary>{} <small><code>{}</code></small></summary>{}</details>",
                        facts, escaped(derivation.method), derivation_html(derivation.table));
  }
  if (html.empty()) return html;
  return R"(<div class="steps"><h4>Computed line by line</h4>)" + html + "</div>\n";
}

std::string paragraph(const std::string& text) { return "<p>" + escaped(typeset(text)) + "</p>"; }

std::string foot(const Claim& claim) {
  return fmt::format(
      R"(<div class="foot"><span class="cmd"><code>axiomark reproduce {} --explain</code>)"
      R"(<button class="btn copy" hidden>Copy</button></span>{}</div>)",
      escaped(claim.id), claim.long_run ? "<span>Takes long.</span>" : "");
}

}  // namespace

std::string claim_card(const ClaimOutcome& outcome, const ReportLink& report, const ClaimRun& how,
                       DrawingShelf& shelf) {
  const Claim& claim = outcome.claim;
  std::string html = fmt::format(R"(<article class="card-a" id="{0}" aria-labelledby="{0}-h">)",
                                 escaped(claim.id));
  html += eyebrow(outcome);
  html +=
      fmt::format("\n<h3 id=\"{}-h\">{}</h3>", escaped(claim.id), escaped(typeset(claim.title)));
  html += fmt::format(R"(<p class="claimed">{}</p><p class="srcs">{}</p>)",
                      escaped(typeset(claim.statement)), escaped(typeset(claim.source)));
  html += claim_figures(claim, how, shelf);
  html += R"(<div class="cols"><div><h4>What it comes to</h4>)" + facts_table(outcome);
  html += "</div>\n<div>";
  if (!claim.why.empty()) html += block("Why", paragraph(claim.why));
  if (!claim.careful.empty()) {
    html += block("What a careful author would have written",
                  R"(<div class="quote">)" + paragraph(claim.careful) + "</div>");
  }
  // One plot stands beside the facts, several side by side below them.
  const bool beside = outcome.plots.size() == 1;
  html += (beside ? plots(outcome.plots) : "") + cells(claim, report) + "</div></div>\n";
  if (!beside) html += plots(outcome.plots);
  return html + steps(claim, how) + foot(claim) + "</article>\n";
}

}  // namespace axiomark
