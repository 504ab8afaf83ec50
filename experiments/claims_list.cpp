#include "experiments/claims_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/claim_values.hpp"
#include "experiments/claim_verdict_words.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

std::string count_html(char code, std::ptrdiff_t count, std::string_view text) {
  return fmt::format(R"(<li class="{0}"><a href="#v={0}">{1}<b>{2}</b><span>{3}</span></a></li>)",
                     code, glyph(code), count, text);
}

std::string counts(std::span<const ClaimOutcome> outcomes) {
  std::string html = R"(<ul class="counts" aria-label="Claims by verdict">)";
  for (const ClaimVerdictWords& verdict : claim_verdict_words()) {
    html += count_html(verdict.code,
                       std::ranges::count(outcomes, verdict.verdict, &ClaimOutcome::verdict),
                       verdict.counted);
  }
  html += count_html(kNotRegisteredCode,
                     std::ranges::count(outcomes, false, &ClaimOutcome::as_registered),
                     "came to something else than what is registered");
  return html + "</ul>";
}

std::string term(std::string_view name, const std::string& value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", name, escaped(value));
}

std::string facts(std::span<const ClaimOutcome> outcomes, const std::string& version) {
  std::size_t all = 0;
  std::size_t exact = 0;
  std::size_t hang = 0;
  for (const ClaimOutcome& outcome : outcomes) {
    for (const FactOutcome& fact : outcome.facts) {
      ++all;
      exact += fact.computed && fact.computed->exact ? 1 : 0;
      hang += fact.at_kinks.empty() ? 0 : 1;
    }
  }
  std::string html = R"(<dl class="campaign">)";
  html += term("Claims", grouped(outcomes.size()));
  html += term("Facts", fmt::format("{} computed, {} of them in exact rational arithmetic",
                                    grouped(all), grouped(exact)));
  html += term("relu′(0)",
               fmt::format("0 unless a method says otherwise; {} facts hang on it", grouped(hang)));
  html += term("Version", version);
  return html + "</dl>\n";
}

std::string filters(std::span<const ClaimOutcome> outcomes) {
  std::string html =
      R"(<div class="filters" role="search" hidden><fieldset><legend>Verdict</legend>)";
  const auto chip = [](char code, std::string_view label) {
    return fmt::format(R"(<button class="chip" data-v="{}" aria-pressed="false">{}{}</button>)",
                       code, glyph(code), label);
  };
  for (const ClaimVerdictWords& verdict : claim_verdict_words()) {
    html += chip(verdict.code, verdict.label);
  }
  if (std::ranges::count(outcomes, false, &ClaimOutcome::as_registered) > 0) {
    html += chip(kNotRegisteredCode, "Not as registered");
  }
  return html +
         R"(</fieldset>
<label>Search <input type="search" id="q" placeholder="method, paper, word"></label>)"
         R"(<button class="chip" id="all" aria-pressed="false">All computations open</button>)"
         R"(<button class="btn" id="reset" hidden>Clear filters</button></div>
<p class="status" id="status" role="status"></p>
)";
}

}  // namespace

std::string claims_head(std::span<const ClaimOutcome> outcomes, const std::string& version,
                        const ReportLink& report) {
  std::string html =
      R"(<header class="top" id="top"><div class="head"><div><h1>Claims, computed again</h1>
<p class="lede">What papers and libraries say about feature-attribution methods: each statement with )"
      R"(the computation that decides it, and the reading under which it holds.</p></div>
)";
  html += counts(outcomes) + "</div>\n" + facts(outcomes, version);
  html += R"(<nav class="toc" aria-label="Sections"><a href="#list">All claims</a>)"
          R"(<a href="#cards">One by one</a><a href="#verdicts">What the verdicts mean</a>)"
          R"(<a href="#reproduce">Reproduce</a>)";
  if (!report.page.empty()) {
    html += fmt::format(R"(<a href="{}">The axiom report</a>)", escaped(report.page));
  }
  return html + "</nav></header>\n";
}

std::string claims_list(std::span<const ClaimOutcome> outcomes) {
  std::string html = R"(<section id="list" aria-labelledby="h-l"><h2 id="h-l">All claims</h2>)"
                     "\n";
  html += filters(outcomes);
  html +=
      R"(<table class="t idx"><thead><tr><th scope="col">Claim</th><th scope="col">The source says</th>)"
      R"(<th scope="col">We find</th><th scope="col">Verdict</th></tr></thead><tbody>)"
      "\n";
  for (const ClaimOutcome& outcome : outcomes) {
    const Claim& claim = outcome.claim;
    html += fmt::format(
        R"(<tr data-id="{0}" data-v="{1}"><th scope="row"><b>{0}</b><a href="#{0}">{2}</a></th>)"
        R"(<td class="says" data-h="The source says">{3}</td><td class="find" data-h="We find">{4}</td>)"
        "<td>{5}</td></tr>\n",
        escaped(claim.id), filter_codes(outcome), escaped(typeset(claim.title)),
        with_fractions(typeset(claim.says)), found_html(outcome), verdict_html(outcome));
  }
  return html + "</tbody></table></section>\n";
}

}  // namespace axiomark
