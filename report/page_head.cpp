#include "report/page_head.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/findings_in_words.hpp"
#include "report/html_text.hpp"
#include "report/literature_words.hpp"
#include "report/number_text.hpp"
#include "report/verdict_words.hpp"

namespace axiomark {
namespace {

std::string counts(const Campaign& campaign) {
  std::string html = R"(<ul class="counts" aria-label="Cells by verdict">)";
  for (const VerdictWords& verdict : verdict_words()) {
    const auto count = std::ranges::count(campaign.findings, verdict.kind, &Finding::verdict);
    if (count == 0) continue;
    std::string text(verdict.counted);
    const auto by_convention =
        std::ranges::count_if(campaign.findings, [&](const Finding& finding) {
          return finding.verdict == verdict.kind && !finding.convention.empty();
        });
    if (by_convention > 0) text += fmt::format(", {} of them only by convention", by_convention);
    html += fmt::format(R"(<li><a href="#v={}">{}<b>{}</b><span>{}</span></a></li>)", verdict.code,
                        glyph(verdict.code), count, escaped(text));
  }
  std::array<std::size_t, 5> stands{};
  for (const Finding& finding : campaign.findings) {
    ++stands[static_cast<std::size_t>(standing(finding))];
  }
  const auto count = [&](Standing of) { return stands[static_cast<std::size_t>(of)]; };
  html += fmt::format(
      R"(<li class="con"><a href="#c=K"><span class="flag" aria-hidden="true"></span><b>{}</b>)"
      R"(<span>contradict the literature, {} more only by convention; {} agree with it, {} are )"
      R"(new</span></a></li></ul>)",
      count(Standing::contradicts), count(Standing::by_convention), count(Standing::agrees),
      count(Standing::unheard));
  return html;
}

std::string fact(std::string_view term, const std::string& value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", term, escaped(value));
}

std::string facts(const Campaign& campaign, const std::string& version) {
  std::string html = R"(<dl class="campaign">)";
  html += fact("Seed", std::to_string(campaign.seed));
  html += fact("Matrix", fmt::format("{} methods × {} axioms = {} cells", campaign.methods.size(),
                                     campaign.axioms.size(), campaign.findings.size()));
  html += fact("Cases per cell", grouped(campaign.cases_per_cell) + " random");
  html += fact("Re-judged", "in exact rational arithmetic");
  html += fact("relu′(0)", "0 unless a method says otherwise");
  html += fact("Version", version);
  html += fact("Subject", campaign.subject);
  return html + "</dl>\n";
}

std::string findings(const Campaign& campaign, const CellLinks& links) {
  const auto list = findings_in_words(campaign);
  if (list.empty()) return {};
  std::string html = R"(<ol class="findings">)";
  for (const FindingInWords& finding : list) {
    html += fmt::format("<li><h3>{}</h3><p>{}</p>", escaped(finding.title), escaped(finding.text));
    if (finding.finding != nullptr) {
      html += fmt::format(R"(<a href="{}">See the case</a></li>)",
                          escaped(links.href(*finding.finding)));
    } else {
      html += R"(<a href="#kept">See why</a></li>)";
    }
  }
  return html + "</ol>\n";
}

}  // namespace

std::string page_head(const Campaign& campaign, const CellLinks& links,
                      const std::string& version) {
  std::string html =
      R"(<header class="top" id="top"><div class="head"><div><h1>axiomark</h1>
<p class="lede">Puts feature-attribution methods on trial: which method keeps which axiom, and )"
      R"(for each violation the smallest network we found that shows it.</p></div>
)";
  html += counts(campaign) + "</div>\n" + facts(campaign, version) + findings(campaign, links);
  html += R"(<nav class="toc" aria-label="Sections"><a href="#matrix">Matrix</a>)";
  html += R"(<a href="#cards">Counterexamples</a>)";
  if (!campaign.examples.empty()) html += R"(<a href="#examples">The papers’ own networks</a>)";
  return html +
         R"(<a href="#kept">Kept, and why</a><a href="#literature">The literature</a><a href="#verdicts">What the verdicts mean</a>)"
         R"(<a href="#axioms">Axioms</a><a href="#reproduce">Reproduce</a></nav></header>)"
         "\n";
}

}  // namespace axiomark
