#include "experiments/claim_facts_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "experiments/claim_values.hpp"
#include "experiments/claim_verdict_words.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

std::string small(const std::string& html) { return "<small>" + html + "</small>"; }

// How the fact is asked, where it is an attribution.
std::string asked_html(const Fact& fact) {
  const auto* asked = std::get_if<Attributed>(&fact.quantity());
  if (asked == nullptr) return {};
  std::string html = fmt::format("<code>{}</code> of {}", escaped(asked->method),
                                 escaped(typeset(asked->network)));
  if (asked->output != 0) html += fmt::format(", output {}", asked->output + 1);
  html += fmt::format(" at {}", escaped(typeset(asked->input)));
  if (asked->baseline != "x'") {
    html += fmt::format(", baseline {}", escaped(typeset(asked->baseline)));
  }
  return small(html);
}

std::string kinks_html(const FactOutcome& outcome) {
  std::string html;
  for (const AtKink& at : outcome.at_kinks) {
    html += fmt::format("{}with {}: {}", html.empty() ? "relu′(0) decides: " : "; ",
                        with_fractions(at.kink),
                        at.values ? short_values_html(*at.values) : std::string("refused"));
  }
  return html.empty() ? html : small(html);
}

std::string registered_html(const Fact& fact, const FactOutcome& outcome) {
  std::string html;
  if (fact.registered_between()) {
    html = small(fmt::format("between {} and {}: {}", numbers_html({fact.registered()[0]}),
                             numbers_html({fact.registered()[1]}),
                             escaped(typeset(fact.interval_from()))));
  }
  if (outcome.as_registered) return html;
  const std::string registered =
      !fact.registered_refusal().empty() ? "refused: " + escaped(fact.registered_refusal())
      : fact.registered().empty()        ? std::string("an answer")
      : fact.registered_between()        ? std::string("a value in this interval")
                                         : numbers_html(fact.registered());
  return html + fmt::format(R"(<small><span class="off">{} registered is {}</span></small>)",
                            glyph(kNotRegisteredCode), registered);
}

std::string computed_html(const Fact& fact, const FactOutcome& outcome) {
  std::string html = outcome.computed
                         ? values_html(*outcome.computed)
                         : "refused: " + escaped(typeset(message(outcome.computed.error())));
  if (outcome.computed && !outcome.computed->exact) html += small("in floating point");
  html += kinks_html(outcome);
  if (outcome.double_differs_by && *outcome.double_differs_by > 0) {
    html += small(R"(double differs by <span class="nb">)" +
                  escaped(pretty_rate(*outcome.double_differs_by)) + "</span>");
  }
  return html + registered_html(fact, outcome);
}

std::string row(const Fact& fact, const FactOutcome& outcome) {
  std::string said = said_html(fact);
  if (outcome.as_claimed) {
    const bool so = *outcome.as_claimed;
    said += fmt::format(R"(<small><span class="{}">{} {}</span></small>)", so ? "so" : "no",
                        glyph(so ? 'H' : 'V'), so ? "agrees" : "differs");
  }
  return fmt::format(R"(<tr><th scope="row">{}{}</th><td data-h="Computed">{}</td>)",
                     escaped(typeset(fact.name())), asked_html(fact),
                     computed_html(fact, outcome)) +
         (said.empty() ? "<td></td></tr>"
                       : R"(<td data-h="The source says">)" + said + "</td></tr>");
}

}  // namespace

std::string facts_table(const ClaimOutcome& outcome) {
  // In the order of the claim, those of no reading first.
  std::vector<std::string> readings = {""};
  for (const FactOutcome& fact : outcome.facts) {
    if (std::ranges::find(readings, fact.reading) == readings.end()) {
      readings.push_back(fact.reading);
    }
  }
  std::string html =
      R"(<table class="t facts"><thead><tr><th scope="col">Fact</th><th scope="col">Computed</th>)"
      R"(<th scope="col">The source says</th></tr></thead>)";
  for (const std::string& reading : readings) {
    std::string rows;
    bool so = true;
    for (std::size_t k = 0; k < outcome.facts.size(); ++k) {
      if (outcome.facts[k].reading != reading) continue;
      rows += row(outcome.claim.facts[k], outcome.facts[k]);
      so = so && outcome.facts[k].as_claimed.value_or(true);
    }
    if (rows.empty()) continue;
    html += "<tbody>";
    if (!reading.empty()) {
      html += fmt::format(
          R"(<tr class="sec"><th colspan="3" scope="rowgroup">Reading: {}. {}</th></tr>)",
          escaped(typeset(reading)),
          so ? R"(<span class="H">It holds.</span>)" : R"(<span class="V">It does not.</span>)");
    }
    html += rows + "</tbody>";
  }
  return html + "</table>";
}

}  // namespace axiomark
