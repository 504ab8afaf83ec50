#include "report/matrix_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "report/html_text.hpp"
#include "report/literature_words.hpp"
#include "report/number_text.hpp"
#include "report/verdict_words.hpp"
#include "search/case_file.hpp"

namespace axiomark {
namespace {

// A matrix so narrow that the legend beside it can have two columns.
constexpr std::size_t kFewAxioms = 8;
// A matrix so wide that the legend goes below it.
constexpr std::size_t kManyAxioms = 18;

std::string_view width_class(std::size_t axioms) {
  if (axioms <= kFewAxioms) return " few";
  return axioms >= kManyAxioms ? " many" : "";
}

AxiomGroup group_of(const Campaign& campaign, const std::string& axiom) {
  const auto found = campaign.axiom_info(axiom);
  return found ? found->group : AxiomGroup::successor;
}

std::string_view group_code(AxiomGroup group) {
  switch (group) {
    case AxiomGroup::paper:
      return "paper";
    case AxiomGroup::successor:
      return "later";
    case AxiomGroup::own:
      return "own";
    case AxiomGroup::implementation:
      break;
  }
  return "impl";
}

std::string group_title(AxiomGroup group) {
  return group == AxiomGroup::paper ? "The paper’s axioms" : std::string(name(group));
}

// Neighbouring axioms of one group; a gap stands between groups.
struct Group {
  AxiomGroup group;
  std::vector<std::size_t> axioms;
};

std::vector<Group> groups_of(const Campaign& campaign) {
  std::vector<Group> groups;
  for (std::size_t a = 0; a < campaign.axioms.size(); ++a) {
    const AxiomGroup group = group_of(campaign, campaign.axioms[a]);
    if (groups.empty() || groups.back().group != group) groups.push_back({group, {}});
    groups.back().axioms.push_back(a);
  }
  return groups;
}

std::string gap(std::string_view element, const Group& group) {
  return fmt::format(R"(<{0} class="gap" data-gg="{1}" aria-hidden="true"></{0}>)", element,
                     group_code(group.group));
}

// The mark that cells of this standing wear.
std::string_view corner(Standing stands) {
  if (stands == Standing::contradicts) return R"(<span class="flag" aria-hidden="true"></span>)";
  if (stands == Standing::by_convention) {
    return R"(<span class="flag soft" aria-hidden="true"></span>)";
  }
  return "";
}

std::string filters(const Campaign& campaign, const std::vector<Group>& groups) {
  std::string html =
      R"(<div class="filters" role="search" hidden><fieldset><legend>Verdict</legend>)";
  for (const VerdictWords& verdict : verdict_words()) {
    if (std::ranges::count(campaign.findings, verdict.kind, &Finding::verdict) == 0) continue;
    html += fmt::format(R"(<button class="chip" data-v="{}" aria-pressed="false">{}{}</button>)",
                        verdict.code, glyph(verdict.code), verdict.label);
  }
  html += "</fieldset>\n";
  if (groups.size() > 1) {
    html += "<fieldset><legend>Axioms</legend>";
    for (const Group& group : groups) {
      html += fmt::format(R"(<button class="chip" data-g="{}" aria-pressed="false">{}</button>)",
                          group_code(group.group), escaped(group_title(group.group)));
    }
    html += "</fieldset>\n";
  }
  html += "<fieldset><legend>Literature</legend>";
  for (const StandingWords& stands : standing_words()) {
    const bool any = std::ranges::any_of(campaign.findings, [&](const Finding& finding) {
      return standing(finding) == stands.kind;
    });
    if (!any) continue;
    html += fmt::format(R"(<button class="chip" data-c="{}" aria-pressed="false">{}{}</button>)",
                        stands.code, corner(stands.kind), stands.label);
  }
  html += "</fieldset>\n";
  html += R"(<label>Family <select id="fam"><option value="">all</option>)";
  std::vector<std::string> families;
  for (const std::string& method : campaign.methods) {
    const std::string family = method_family(method);
    if (std::ranges::find(families, family) != families.end()) continue;
    families.push_back(family);
    html += fmt::format("<option>{}</option>", escaped(family));
  }
  return html +
         R"(</select></label>
<label>Search <input type="search" id="q" placeholder="method or axiom"></label><button )"
         R"(class="btn" id="reset" hidden>Clear filters</button></div>
<p class="status" id="status" role="status"></p>
)";
}

std::string head(const Campaign& campaign, const std::vector<Group>& groups) {
  std::string names = R"(<tr><th class="corner" scope="col">Method</th>)";
  std::string titles = R"(<tr class="grp"><th></th>)";
  for (const Group& group : groups) {
    if (&group != &groups.front()) {
      names += gap("th", group);
      titles += gap("th", group);
    }
    for (const std::size_t a : group.axioms) {
      names += fmt::format(
          R"(<th scope="col" data-ax="{0}" data-g="{1}"><span class="ax"><a href="#{2}">{0}</a>)"
          R"(</span></th>)",
          escaped(campaign.axioms[a]), group_code(group.group), anchor("ax", campaign.axioms[a]));
    }
    titles += fmt::format(R"(<th scope="colgroup" colspan="{}" data-gh="{}"><span>{}</span></th>)",
                          group.axioms.size(), group_code(group.group),
                          escaped(group_title(group.group)));
  }
  return "<thead>" + names + "<th></th></tr>" + titles + "<th></th></tr></thead>\n";
}

// The letter of a cell's standing to the literature, and whom it contradicts, for the script.
std::string standing_data(const Finding& finding) {
  const Standing stands = standing(finding);
  if (stands == Standing::unheard) return {};
  std::string data = fmt::format(R"( data-l="{}")", words(stands).code);
  if (stands == Standing::contradicts || stands == Standing::by_convention) {
    data += fmt::format(R"( data-k="{}")", escaped(decisive_claim(finding)->source));
  }
  return data;
}

std::string cell(const Finding& finding, const CellLinks& links) {
  const char code = words(finding.verdict).code;
  const Standing stands = standing(finding);
  std::string style = fmt::format("c {}", code);
  if (!finding.convention.empty()) style += " conv";
  if (stands == Standing::contradicts) style += " k";
  if (stands == Standing::by_convention) style += " kc";
  if (links.has_card(finding)) style += " card";
  // Where a claim speaks of it, and it has no card: what the claim's page links to.
  const std::string id = cell_id(finding.method, finding.axiom);
  const bool sought = links.claims.contains(id) && !links.has_card(finding);
  return fmt::format(R"(<td><a class="{}"{} href="{}" title="{}"{}>{}</a></td>)", style,
                     sought ? fmt::format(R"( id="{}")", escaped(id)) : std::string(),
                     escaped(links.href(finding)), escaped(cell_reason(finding)),
                     standing_data(finding), glyph(finding.convention.empty() ? code : 'C'));
}

std::string row(const Campaign& campaign, std::size_t method, const std::vector<Group>& groups,
                const CellLinks& links) {
  const std::string& name = campaign.methods[method];
  const std::string id = anchor("m", name);
  std::string html = fmt::format(
      R"(<tr class="row" id="{0}" data-m="{1}" data-f="{2}"><th scope="row"><a href="#{0}" )"
      R"(title="{1}">{3}</a></th>)",
      id, escaped(name), escaped(method_family(name)), escaped(method_label(name)));
  std::size_t violated = 0;
  for (const Group& group : groups) {
    if (&group != &groups.front()) html += gap("td", group);
    for (const std::size_t a : group.axioms) {
      html += cell(campaign.at(method, a), links);
      if (campaign.at(method, a).verdict == VerdictKind::violated) ++violated;
    }
  }
  return html + fmt::format(R"(<td class="tally">{} violated</td></tr>)", violated) + "\n";
}

std::string legend() {
  std::string html = R"(<aside class="key"><ul aria-label="Legend">)";
  const auto item = [](std::string_view style, char code, std::string_view title,
                       std::string_view text) {
    return fmt::format(R"(<li><span class="c {}">{}</span><span><b>{}</b>: {}</span></li>)", style,
                       code == ' ' ? std::string() : glyph(code), title, escaped(text));
  };
  for (const VerdictWords& verdict : verdict_words()) {
    html += item(std::string_view(&verdict.code, 1), verdict.code, verdict.label, verdict.legend);
    if (verdict.kind == VerdictKind::violated) {
      html += item("V conv", 'C', "Only by convention",
                   "violated, but only where a value chosen for relu′(0) or for a tie decides.");
    }
  }
  html += item("k N", ' ', "Corner", "the verdict contradicts a published claim.");
  html += item("kc N", ' ', "Grey corner",
               "it contradicts a published claim, but only where a convention decides.");
  html += item("card V", ' ', "Underlined", "the full card is on this page.");
  return html + R"(</ul>
<div class="slip" id="slip" hidden aria-live="polite"><h4 id="slip-h"></h4>)"
                R"(<p><b id="slip-v"></b></p><p id="slip-r"></p><code id="slip-c"></code></div>)"
                "</aside>";
}

}  // namespace

std::string matrix_section(const Campaign& campaign, const CellLinks& links) {
  const std::vector<Group> groups = groups_of(campaign);
  std::string html =
      R"(<section id="matrix" aria-labelledby="h-m"><h2 id="h-m">Methods and axioms</h2>)"
      "\n";
  html += filters(campaign, groups);
  html += fmt::format(R"(<div class="trial{}"><div class="box"><table class="m" style="--axes:{}">)"
                      R"(<caption class="vh">Verdict of every method for every axiom</caption>)",
                      width_class(campaign.axioms.size()), campaign.axioms.size());
  html += head(campaign, groups);
  const std::size_t columns = campaign.axioms.size() + groups.size() + 1;
  std::string family;
  for (std::size_t m = 0; m < campaign.methods.size(); ++m) {
    const std::string now = method_family(campaign.methods[m]);
    if (m == 0 || now != family) {
      html +=
          fmt::format(R"({}<tbody><tr class="fam"><th colspan="{}" scope="rowgroup">{}</th></tr>)"
                      "\n",
                      m == 0 ? "" : "</tbody>", columns, escaped(now));
    }
    family = now;
    html += row(campaign, m, groups, links);
  }
  html += campaign.methods.empty() ? "</table></div>" : "</tbody></table></div>";
  return html + legend() + "</div></section>\n";
}

}  // namespace axiomark
