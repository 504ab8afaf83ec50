#include "report/kept_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "axioms/theorems.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"
#include "report/verdict_words.hpp"

namespace axiomark {
namespace {

std::string method_cell(const Finding& finding) {
  return fmt::format(R"(<th scope="row"><a href="#{}">{}</a></th><td><a href="#{}">{}</a></td>)",
                     anchor("m", finding.method), escaped(method_label(finding.method)),
                     anchor("ax", finding.axiom), escaped(finding.axiom));
}

std::string open_table(std::string_view columns) {
  return fmt::format(
      R"(<div class="scroll" tabindex="0" role="group" aria-label="Kept"><table class="t"><thead>)"
      R"(<tr><th scope="col">Method</th><th scope="col">Axiom</th>{}</tr></thead><tbody>)",
      columns);
}

bool any(const Campaign& campaign, VerdictKind kind) {
  return std::ranges::count(campaign.findings, kind, &Finding::verdict) > 0;
}

std::string theorems(const Campaign& campaign) {
  if (!any(campaign, VerdictKind::theorem)) return {};
  std::string html = "<h3>Because of a theorem</h3>";
  html += open_table(R"(<th scope="col">Citation</th><th scope="col">Premises</th>)");
  for (const Finding& finding : campaign.findings) {
    if (finding.verdict != VerdictKind::theorem) continue;
    const TheoremEntry* theorem = theorem_on(finding.method, finding.axiom);
    html += fmt::format("<tr>{}<td>{}</td><td>{}</td></tr>", method_cell(finding),
                        escaped(typeset(theorem != nullptr ? theorem->citation : finding.reason)),
                        escaped(typeset(theorem != nullptr ? theorem->premises : "")));
  }
  return html + "</tbody></table></div>";
}

std::string scopes(const Campaign& campaign) {
  if (!any(campaign, VerdictKind::holds_in_scope) && !any(campaign, VerdictKind::holds_within)) {
    return {};
  }
  std::string html = "<h3>In a stated scope, or within a stated bound</h3>";
  html += open_table(R"(<th scope="col">What was checked</th>)");
  for (const Finding& finding : campaign.findings) {
    if (finding.verdict != VerdictKind::holds_in_scope &&
        finding.verdict != VerdictKind::holds_within) {
      continue;
    }
    html +=
        fmt::format("<tr>{}<td>{}</td></tr>", method_cell(finding), escaped(cell_reason(finding)));
  }
  return html + "</tbody></table></div>";
}

// One row per method: the axioms that it survived.
std::string survivors_of(const Campaign& campaign, std::size_t method) {
  std::string axioms;
  std::uint64_t fewest = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t most = 0;
  for (std::size_t a = 0; a < campaign.axioms.size(); ++a) {
    const Finding& finding = campaign.at(method, a);
    if (finding.verdict != VerdictKind::survived) continue;
    fewest = std::min(fewest, finding.cases);
    most = std::max(most, finding.cases);
    axioms += fmt::format(R"({}<a href="#{}">{}</a>)", axioms.empty() ? "" : ", ",
                          anchor("ax", finding.axiom), escaped(finding.axiom));
    if (finding.violation_rate_upper) axioms += " " + pretty_rate(*finding.violation_rate_upper);
  }
  if (axioms.empty()) return {};
  const std::string& name = campaign.methods[method];
  return fmt::format(
      R"(<tr><th scope="row"><a href="#{}">{}</a></th><td class="nb">{}</td><td>{}</td></tr>)",
      anchor("m", name), escaped(method_label(name)),
      fewest == most ? grouped(most) : grouped(fewest) + " to " + grouped(most), axioms);
}

std::string survivors(const Campaign& campaign) {
  if (!any(campaign, VerdictKind::survived)) return {};
  std::string html =
      "<h3>As far as the search went</h3><p class=\"small\">Survived is not proved. The rate is "
      "that of violations among cases drawn by the named generator: 95 %, Clopper–Pearson, "
      "one-sided.</p>";
  html +=
      R"(<div class="scroll" tabindex="0" role="group" aria-label="Kept"><table class="t">)"
      R"(<thead><tr><th scope="col">Method</th><th scope="col">Cases each</th>)"
      R"(<th scope="col">Axioms, with the rate that violations stay below</th></tr></thead><tbody>)";
  for (std::size_t m = 0; m < campaign.methods.size(); ++m) html += survivors_of(campaign, m);
  return html + "</tbody></table></div>";
}

}  // namespace

std::string kept_section(const Campaign& campaign) {
  std::string body = theorems(campaign) + scopes(campaign) + survivors(campaign);
  if (body.empty()) body = "<p>No cell of this campaign was kept.</p>";
  return R"(<section id="kept" aria-labelledby="h-k"><h2 id="h-k">Kept, and why</h2>)"
         R"(<div class="kept">)" +
         body + "</div></section>\n";
}

}  // namespace axiomark
