#include "experiments/claims_page.hpp"

#include <fmt/format.h>

#include "experiments/claim_card.hpp"
#include "experiments/claim_verdict_words.hpp"
#include "experiments/claims_list.hpp"
#include "report/compact_markup.hpp"
#include "report/html_text.hpp"
#include "report/page_assets.hpp"

namespace axiomark {
namespace {

std::string cards(std::span<const ClaimOutcome> outcomes, const ReportLink& report,
                  const ClaimRun& how) {
  DrawingShelf shelf;
  std::string html =
      R"(<section id="cards" aria-labelledby="h-c"><h2 id="h-c">One by one</h2>)"
      R"(<p class="small">The statements are in our words; formulas are as the sources write them, )"
      "R being relu. What was computed is exact unless it says otherwise.</p>\n";
  if (outcomes.empty()) html += "<p>No claim was asked for.</p>";
  for (const ClaimOutcome& outcome : outcomes) html += claim_card(outcome, report, how, shelf);
  return html + "</section>\n";
}

std::string verdicts() {
  std::string html =
      R"(<section id="verdicts" aria-labelledby="h-v"><h2 id="h-v">What the verdicts mean</h2>)"
      R"(<dl class="gl">)";
  const auto entry = [](char code, std::string_view label, std::string_view legend) {
    return fmt::format(
        R"(<div><dt><span class="vd {0}">{1}<span>{2}</span></span></dt><dd>{3}</dd></div>)", code,
        glyph(code), label, escaped(legend));
  };
  for (const ClaimVerdictWords& verdict : claim_verdict_words()) {
    html += entry(verdict.code, verdict.label, verdict.legend);
  }
  html += entry(kNotRegisteredCode, "Not as registered",
                "a value or the verdict differs from what was written down beforehand, by hand. "
                "Either the program or what is registered is wrong.");
  html +=
      "<div><dt>Reading</dt><dd>A way to understand a statement that its source leaves open, such "
      "as whether biases count. Facts without a reading belong to every one.</dd></div>"
      "<div><dt>relu′(0) decides</dt><dd>The value changes with the derivative chosen for relu at "
      "0. It is given for 0, 1/2 and 1.</dd></div>"
      "<div><dt>Double differs by</dt><dd>The largest difference between the exact value and the "
      "same computation in 64-bit floating point.</dd></div>";
  return html + "</dl></section>\n";
}

std::string reproduce(const std::string& version) {
  return fmt::format(
      R"(<footer id="reproduce"><h2>Reproduce</h2><div class="three"><div><h4>All claims</h4>)"
      R"(<pre>axiomark reproduce</pre></div><div><h4>One claim, line by line</h4>)"
      R"(<pre>axiomark reproduce A05 --explain</pre></div><div><h4>With a point or option of )"
      R"(yours</h4><pre>axiomark reproduce A05 --set x=[2,1]</pre></div></div>)"
      R"(<p class="small">axiomark {}</p></footer>)",
      escaped(version));
}

}  // namespace

std::string claims_page(std::span<const ClaimOutcome> outcomes, const std::string& version,
                        const ReportLink& report, const ClaimRun& how) {
  std::string html = fmt::format(
      R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark">
<title>axiomark: {} published claims, computed again</title>
<meta name="description" content="Published statements about feature-attribution methods, each with the computation that decides it.">
<style>)",
      outcomes.size());
  html += page_assets::style() + page_assets::claims_style();
  html += R"(</style></head><body><svg width="0" height="0" style="position:absolute" )"
          R"(aria-hidden="true"><defs>)";
  html += page_assets::symbols();
  html += R"(</defs></svg><a class="skip" href="#list">Skip to the claims</a>
<div class="wrap">)";
  html +=
      compact_markup(claims_head(outcomes, version, report) + "<main>" + claims_list(outcomes) +
                     cards(outcomes, report, how) + verdicts() + "</main>" + reproduce(version));
  html += "</div><script>" + page_assets::claims_script();
  return html + "</script></body></html>\n";
}

}  // namespace axiomark
