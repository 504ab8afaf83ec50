#include "report/card.hpp"

#include <fmt/format.h>

#include "methods/registry.hpp"
#include "report/bars.hpp"
#include "report/case_words.hpp"
#include "report/derivation.hpp"
#include "report/derivation_html.hpp"
#include "report/html_text.hpp"
#include "report/literature_words.hpp"
#include "report/network_figure.hpp"
#include "report/number_text.hpp"
#include "report/report_json.hpp"
#include "report/shown_case.hpp"
#include "report/verdict_words.hpp"
#include "search/case_file.hpp"

namespace axiomark {
namespace {

std::string badge(const Finding& finding) {
  const StandingWords& stands = words(standing(finding));
  return fmt::format(R"(<span class="{}">{}</span>)", stands.badge_style, stands.badge);
}

std::string eyebrow(const Finding& finding, const std::string& id) {
  const bool conventional = !finding.convention.empty();
  return fmt::format(
      R"(<p class="eyebrow"><span class="verdict V">{}{}</span>{}<span><code>{}</code> on )"
      R"(<a href="#{}">{}</a></span><a class="anchor" href="#{}">Link to this card</a></p>)",
      glyph(conventional ? 'C' : 'V'),
      conventional ? escaped("Violated, only by convention: " + finding.convention) : "Violated",
      badge(finding), escaped(finding.method), anchor("ax", finding.axiom), escaped(finding.axiom),
      escaped(id));
}

std::string answers_only(const Counterexample& c) {
  std::string html = R"(<div class="scroll"><table class="t"><tbody>)";
  for (std::size_t p = 0; p < c.answers.size(); ++p) {
    const auto& a = c.answers[p].attribution;
    html += fmt::format(R"(<tr><th scope="row">A of {}</th><td>{}</td></tr>)",
                        escaped(c.convicting.probes[p].label),
                        a ? with_fractions(pretty_point(a->values)) : escaped(message(a.error())));
  }
  return html + "</tbody></table></div>";
}

// The rewrites that make the method's answer differ, with what they depend on and their equations.
std::string told_apart(const Counterexample& c) {
  std::string html;
  for (const RewriteStep& step : c.convicting.rewrites) {
    const RewriteInfo& rewrite = info(step.kind);
    html += fmt::format(
        "<p><b>{}</b>, {}: {}</p>", escaped(std::string(name(rewrite.rewrite_class))),
        escaped(std::string(rewrite.name)), escaped(typeset(std::string(rewrite.equation))));
  }
  if (html.empty()) return html;
  return R"(<div class="blk"><h4>What tells the networks apart</h4>)" + html + "</div>";
}

std::string computation(const Counterexample& c) {
  // Lines are exact and plain: they say nothing about answers put otherwise.
  const auto table = c.convicting.manners.empty()
                         ? derive(c.method, c.convicting.probes, c.answers, speaks_of_sums(c))
                         : std::nullopt;
  std::string html = "<h4>Computed line by line</h4>";
  html += table ? derivation_html(*table) : answers_only(c);
  const std::string why = case_why(c);
  if (!why.empty())
    html += fmt::format(R"(<div class="blk"><h4>Why</h4><p>{}</p></div>)", escaped(why));
  return html;
}

std::string both_sides(const Counterexample& c) {
  const auto& sides = c.judgement.sides;
  std::string html = fmt::format(
      R"(<h4>Both sides</h4><div class="scroll"><table class="t"><thead><tr><th scope="col"></th>)"
      R"(<th scope="col">{}</th><th scope="col">{}</th></tr></thead><tbody>)",
      escaped(case_text(c, sides.left_name)), escaped(case_text(c, sides.right_name)));
  for (const SideRow& row : side_rows(c)) {
    html += fmt::format(R"(<tr{}><th scope="row">{}</th><td>{}</td><td>{}</td></tr>)",
                        row.sum ? R"( class="sum")" : "", escaped(row.label),
                        with_fractions(row.left), with_fractions(row.right));
  }
  html += "</tbody></table></div>";
  const std::string chart = bars(c);
  if (!chart.empty()) html += R"(<div class="blk"><h4>As bars</h4>)" + chart + "</div>";
  return html;
}

// What exact integrated gradients say at the same probes.
std::string comparison(const Counterexample& c) {
  static const std::string kExact = "integrated-gradients:rule=exact";
  if (c.method == kExact || c.model || c.judgement.evidence != Evidence::exact) return {};
  const auto method = make_method(kExact);
  if (!method) return {};
  const auto answers = ask<Rational>(*method, c.convicting, ThreadPool(1));
  if (!answers) return {};
  std::string text;
  for (std::size_t p = 0; p < answers->size(); ++p) {
    const auto& a = (*answers)[p].attribution;
    if (!a) return {};
    text += fmt::format("{}{} for {}", p == 0 ? "" : (p + 1 < answers->size() ? ", " : " and "),
                        pretty_point(a->values), c.convicting.probes[p].label);
  }
  return fmt::format(
      R"(<div class="blk"><h4>For comparison</h4><p>Exact integrated gradients give {}.</p></div>)",
      escaped(text));
}

std::string literature(const Finding& finding) {
  std::string html = fmt::format(R"(<div class="blk"><h4>What the literature says</h4>)"
                                 R"(<div class="lit{}">)",
                                 finding.contradicts_literature ? " no" : "");
  if (finding.literature.empty()) html += "<p>None of our sources speaks of this cell.</p>";
  for (const LiteratureEntry& entry : finding.literature) {
    html += fmt::format("<p>{}: {}. <b>{}</b></p>", escaped(entry.source),
                        escaped(typeset(entry.text)), outcome_for_claim(finding, entry));
  }
  return html + "</div></div>";
}

std::string published(const ClaimLinks& claims, const std::string& cell) {
  const std::string links = claim_links_html(claims, cell);
  if (links.empty()) return links;
  return R"(<div class="blk"><h4>Published claims about this cell</h4><p>)" + links + "</p></div>";
}

std::string foot(const Finding& finding, const std::string& id) {
  return fmt::format(
      R"(<div class="foot"><span class="cmd"><code>axiomark replay {0}</code>)"
      R"(<button class="btn copy" hidden>Copy</button></span><a download="{1}.json" href={2}>)"
      R"(Download case</a></div>)",
      escaped(case_path(finding)), escaped(id), data_link(case_json(*finding.counterexample)));
}

}  // namespace

std::string counterexample_card(const Finding& finding, const ClaimLinks& claims,
                                DrawingShelf& shelf) {
  const Counterexample c = shown_case(*finding.counterexample);
  const std::string id = cell_id(finding.method, finding.axiom);
  const bool several = c.convicting.probes.size() > 1;
  std::string html = fmt::format(R"(<article class="card-a" id="{}">)", escaped(id));
  html += eyebrow(finding, id);
  html += fmt::format("\n<h3>{}</h3><p class=\"vline\">{}</p>", escaped(case_title(c)),
                      escaped(case_facts(c) + variants_sentence(finding)));
  html +=
      fmt::format(R"(<div class="topnets"><h4>{}</h4>)", several ? "The networks" : "The network");
  html +=
      network_figures(c.convicting.probes, case_text(c, c.convicting.premise), shelf) + "</div>\n";
  html += R"(<div class="cols"><div>)" + computation(c) + "</div>\n<div>" + both_sides(c) +
          told_apart(c) + comparison(c) + literature(finding) + published(claims, id) +
          "</div></div>\n";
  return html + foot(finding, id) + "</article>\n";
}

}  // namespace axiomark
