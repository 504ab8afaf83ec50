#include "report/literature_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "report/html_text.hpp"
#include "report/literature_words.hpp"
#include "report/number_text.hpp"
#include "report/verdict_words.hpp"
#include "search/case_file.hpp"

namespace axiomark {
namespace {

// One claim and the cells it speaks of that came to the same: variants of a method share a row.
struct ClaimRow {
  const LiteratureEntry* claim;
  std::string_view outcome;
  std::vector<const Finding*> cells;
};

std::vector<ClaimRow> rows_of(const Campaign& campaign, const Work& work) {
  std::vector<ClaimRow> rows;
  for (const Finding& finding : campaign.findings) {
    for (const LiteratureEntry& entry : finding.literature) {
      if (entry.work != work.name) continue;
      const std::string_view outcome = outcome_for_claim(finding, entry);
      const auto same = std::ranges::find_if(rows, [&](const ClaimRow& row) {
        return row.claim->axiom == entry.axiom && row.claim->method == entry.method &&
               row.claim->source == entry.source && row.outcome == outcome;
      });
      if (same != rows.end()) {
        same->cells.push_back(&finding);
      } else {
        rows.push_back({&entry, outcome, {&finding}});
      }
    }
  }
  std::ranges::stable_sort(rows, {}, [](const ClaimRow& row) {
    return standing(*row.cells.front()) == Standing::contradicts ? 0 : 1;
  });
  return rows;
}

std::string row_html(const ClaimRow& row, const CellLinks& links, const Work& work) {
  std::string cells;
  for (const Finding* cell : row.cells) {
    cells += fmt::format(R"({}<a href="{}">{}</a>)", cells.empty() ? "" : "; ",
                         escaped(links.href(*cell)), escaped(method_label(cell->method)));
  }
  const std::string& source = row.claim->source;
  const std::string place =
      source.size() > work.name.size() + 2 ? source.substr(work.name.size() + 2) : std::string();
  return fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                     escaped(place), cells, escaped(row.claim->axiom),
                     row.claim->claim == Stance::holds ? "holds" : "fails", row.outcome);
}

std::string tally(const std::vector<ClaimRow>& rows) {
  std::map<std::string_view, std::size_t> counts;
  for (const ClaimRow& row : rows) counts[row.outcome] += row.cells.size();
  std::string text;
  for (const auto& [outcome, count] : counts) {
    text += fmt::format("{}{} {}", text.empty() ? "" : " ", count, outcome);
  }
  return text;
}

// The claims that are computed one by one, cell by cell.
std::string computed_claims(const Campaign& campaign, const CellLinks& links) {
  std::string rows;
  for (const Finding& finding : campaign.findings) {
    const std::string claims =
        claim_links_html(links.claims, cell_id(finding.method, finding.axiom));
    if (claims.empty()) continue;
    rows += fmt::format(R"(<tr><td><a href="{}">{}</a></td><td>{}</td><td>{}</td></tr>)",
                        escaped(links.href(finding)), escaped(method_label(finding.method)),
                        escaped(finding.axiom), claims);
  }
  if (rows.empty()) return rows;
  return R"(<details><summary><b>Claims computed one by one</b> <span class="small">Published )"
         R"(statements with the computation that decides each.</span></summary><div class="scroll" )"
         R"(tabindex="0" role="group" aria-label="Claims"><table class="t"><thead><tr>)"
         R"(<th scope="col">Method</th><th scope="col">Axiom</th><th scope="col">Claims</th></tr>)"
         "</thead><tbody>" +
         rows + "</tbody></table></div></details>";
}

}  // namespace

std::string literature_section(const Campaign& campaign, const CellLinks& links) {
  std::string html =
      R"(<section id="literature" aria-labelledby="h-l"><h2 id="h-l">The literature, source by )"
      R"(source</h2><p class="small">A source is silent on every cell that its table does not )"
      R"(name. Claims that could not be verified in the text count as silence.</p><div class="kept">)";
  for (const Work& work : works()) {
    const std::vector<ClaimRow> rows = rows_of(campaign, work);
    if (rows.empty()) {
      html +=
          fmt::format(R"(<h3>{}</h3><p class="small">{}. Silent on every cell of this matrix.</p>)",
                      escaped(work.name), escaped(work.citation));
      continue;
    }
    html += fmt::format(
        R"(<details><summary><b>{}</b> <span class="small">{}. {}</span></summary>)"
        R"(<div class="scroll" tabindex="0" role="group" aria-label="Claims"><table class="t">)"
        R"(<thead><tr><th scope="col">Where</th><th scope="col">Method</th><th scope="col">Axiom)"
        R"(</th><th scope="col">Claim</th><th scope="col">Outcome</th></tr></thead><tbody>)",
        escaped(work.name), escaped(work.citation), tally(rows));
    for (const ClaimRow& row : rows) html += row_html(row, links, work);
    html += "</tbody></table></div></details>";
  }
  return html + computed_claims(campaign, links) + "</div></section>\n";
}

}  // namespace axiomark
