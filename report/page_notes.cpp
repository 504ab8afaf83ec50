#include "report/page_notes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/html_text.hpp"
#include "report/number_text.hpp"
#include "report/verdict_words.hpp"
#include "search/stream_version.hpp"

namespace axiomark {
namespace {

std::string survived_text(const Campaign& campaign) {
  const auto found = std::ranges::find(campaign.findings, VerdictKind::survived, &Finding::verdict);
  if (found == campaign.findings.end() || !found->violation_rate_upper) {
    return "Random cases were tried and none violates the axiom. This is evidence about the cases "
           "the generator draws, not a proof.";
  }
  const std::string cases = grouped(found->cases);
  const std::string rate = pretty_rate(*found->violation_rate_upper);
  return fmt::format(
      "{} random cases were tried and none violates the axiom. If cases like these violated it at "
      "a rate of {} or more, a search this long would have come back empty less than once in "
      "twenty times (Clopper–Pearson, one-sided). This is evidence about the cases the generator "
      "draws, not a proof: a violation on a thin set, such as a kink, can escape any number of "
      "random cases.",
      cases, rate);
}

std::string meaning(VerdictKind kind, const Campaign& campaign) {
  switch (kind) {
    case VerdictKind::violated:
      return "A counterexample exists and was judged again in exact arithmetic with tolerance "
             "zero. Searching in floating point only raises suspects. A hollow cross marks a "
             "violation that exists only where a convention decides, such as the value of "
             "relu′(0) on a kink or the choice among equal operands of a maximum; it is named in "
             "the cell.";
    case VerdictKind::theorem:
      return "A proof covers every network that meets its premises. The citation and the premises "
             "stand under “Kept, and why”; the random search is run all the same.";
    case VerdictKind::holds_in_scope:
      return "Every case in a stated finite set was checked in exact arithmetic and none violates "
             "the axiom. Within the scope this is a proof. It says nothing about larger networks, "
             "other weights or other points.";
    case VerdictKind::survived:
      return survived_text(campaign);
    case VerdictKind::holds_within:
      return "The row is an approximation, and its result differs from what the axiom asks by no "
             "more than the error bound it states. A wide bound can hold while the picture is "
             "wrong; the exact method has a row of its own for comparison.";
    case VerdictKind::outside:
      return "The axiom’s source does not state it for this kind of method, for instance because "
             "the axiom names a baseline and the method has none. Such cells are not counted.";
    case VerdictKind::not_applicable:
      return "The method has no rule for the networks in question. The reason is given in the "
             "cell.";
    case VerdictKind::error:
      break;
  }
  return "The method crashed, ran out of time or returned NaN. This counts neither as keeping nor "
         "as violating the axiom.";
}

}  // namespace

std::string verdicts_section(const Campaign& campaign) {
  std::string html =
      R"(<section id="verdicts" aria-labelledby="h-v"><h2 id="h-v">What the verdicts mean</h2>)"
      R"(<div class="two">)";
  for (const VerdictWords& verdict : verdict_words()) {
    html +=
        fmt::format("\n<div id=\"v-{0}\"><h3>{1}{2}</h3><p>{3}</p></div>", verdict.code,
                    glyph(verdict.code), verdict.label, escaped(meaning(verdict.kind, campaign)));
  }
  return html + "</div></section>\n";
}

std::string axioms_section(const Campaign& campaign) {
  std::string html =
      R"(<section id="axioms" aria-labelledby="h-a"><h2 id="h-a">Axioms</h2><p class="small">)"
      "A: attributions; F, G, f, g: functions; x: input; x′: baseline; i, j: features.</p>"
      R"(<dl class="gl">)";
  for (const std::string& name : campaign.axioms) {
    const auto axiom = campaign.axiom_info(name);
    html += fmt::format(R"(<div id="{}"><dt>{}</dt><dd>)", anchor("ax", name), escaped(name));
    if (axiom) {
      html += fmt::format(R"(<span class="f">{}</span>{} <span class="small">{}</span>)",
                          escaped(typeset(axiom->formula)), escaped(typeset(axiom->statement)),
                          escaped(axiom->source));
    }
    html += "</dd></div>";
  }
  return html + "</dl></section>\n";
}

std::string page_foot(const Campaign& campaign, const std::string& version) {
  return fmt::format(
      R"(<footer id="reproduce"><div class="three"><div><h4>Reproduce this page</h4><pre>./run report
axiomark report --seed {0} --scope {3}
axiomark replay FILE</pre><p class="small" style="margin-top:.6rem">The report is the same for any number of workers. Each case is a function of seed and case number. The case files lie in the folder cases beside this page.</p></div>
<div><h4>Versions</h4><ul><li>axiomark {1}</li><li>report format 1, random stream {2}</li><li>kink convention relu′(0) = 0</li><li>seed {0}</li></ul></div>
<div><h4>Links</h4><ul><li><a href="#matrix">Matrix</a></li><li><a href="#cards">Counterexamples</a></li><li><a href="#kept">Kept, and why</a></li><li><a href="#verdicts">What the verdicts mean</a></li><li><a href="#axioms">Axioms</a></li></ul><p class="small" style="margin-top:.6rem">Licence: see LICENSE.</p></div></div></footer>
)",
      campaign.seed, escaped(version), kStreamVersion,
      campaign.scope.empty() ? "none"
                             : escaped(campaign.scope.substr(0, campaign.scope.find(':'))));
}

}  // namespace axiomark
