#include "report/html_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/card.hpp"
#include "report/cell_links.hpp"
#include "report/compact_markup.hpp"
#include "report/example_card.hpp"
#include "report/html_text.hpp"
#include "report/kept_section.hpp"
#include "report/literature_section.hpp"
#include "report/matrix_table.hpp"
#include "report/page_assets.hpp"
#include "report/page_head.hpp"
#include "report/page_notes.hpp"
#include "report/random_section.hpp"
#include "search/case_file.hpp"

namespace axiomark {
namespace {

// Left for everything but the cards: matrix, examples, notes, style and script.
constexpr std::size_t kRoomForTheRest = 500'000;

struct Cards {
  std::string html;
  CellLinks links;
  std::size_t left_out = 0;
};

Cards cards(const Campaign& campaign, std::size_t room, const ClaimLinks& claims,
            DrawingShelf& shelf) {
  std::vector<const Finding*> cells;
  for (const Finding& finding : campaign.findings) {
    if (finding.counterexample) cells.push_back(&finding);
  }
  // Contradictions first, violations that stand without a convention before the others.
  std::ranges::stable_sort(cells, {}, [](const Finding* f) {
    return std::pair(!f->contradicts_literature, !f->convention.empty());
  });
  Cards out;
  out.links.claims = claims;
  for (const Finding* finding : cells) {
    const DrawingShelf before = shelf;
    std::string card = compact_markup(counterexample_card(*finding, claims, shelf));
    if (out.html.size() + card.size() > room) {
      ++out.left_out;
      shelf = before;  // what only this card would have drawn is not on the page
      continue;
    }
    out.html += card;
    out.links.cards.insert(cell_id(finding->method, finding->axiom));
  }
  return out;
}

std::string cards_section(const Cards& cards) {
  std::string html =
      R"(<section id="cards" aria-labelledby="h-c"><h2 id="h-c">Counterexamples</h2>)"
      R"(<p class="small">Each one was made as small as the search could make it. Contradictions )"
      "of the literature come first, violations that hang on a convention last.";
  if (cards.left_out > 0) {
    html += fmt::format(
        " {} more would make this page too long; their cells in the matrix link to the case files.",
        cards.left_out);
  }
  html += R"(</p><p class="small" id="shown" role="status"></p>)";
  if (cards.html.empty()) html += "<p>This campaign found no violation.</p>";
  return html + cards.html + "</section>\n";
}

}  // namespace

std::string html_page(const Campaign& campaign, const std::string& version,
                      const ClaimLinks& claims) {
  DrawingShelf shelf;
  const std::string examples = examples_section(campaign, shelf);
  const std::size_t used = examples.size() + kRoomForTheRest;
  const Cards found =
      cards(campaign, used < kMostPageBytes ? kMostPageBytes - used : 0, claims, shelf);
  std::string html = fmt::format(
      R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<title>axiomark report: {} attribution methods, {} axioms</title>
<meta name="description" content="Which attribution methods keep which axioms: exact verdicts, and the smallest counterexample found for each violation.">
<style>)",
      campaign.methods.size(), campaign.axioms.size());
  html += page_assets::style();
  html += fmt::format(
      R"(</style></head><body data-seed="{}"><svg width="0" height="0" style="position:absolute" )"
      R"(aria-hidden="true"><defs>)",
      campaign.seed);
  html += page_assets::symbols();
  html += R"(</defs></svg><a class="skip" href="#matrix">Skip to the matrix</a>
<div class="wrap">)";
  std::string body = page_head(campaign, found.links, version);
  body += matrix_section(campaign, found.links);
  body += cards_section(found);
  body += examples;
  body += kept_section(campaign);
  body += random_section(campaign);
  body += literature_section(campaign, found.links);
  body += verdicts_section(campaign);
  body += axioms_section(campaign);
  body += page_foot(campaign, version);
  html += compact_markup(body);
  html += R"(</div><div class="tip" id="tip" role="presentation" hidden></div><script>)";
  html += page_assets::script();
  return html + "</script></body></html>\n";
}

}  // namespace axiomark
