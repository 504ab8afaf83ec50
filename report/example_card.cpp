#include "report/example_card.hpp"

#include <fmt/format.h>

#include "report/html_text.hpp"
#include "report/network_figure.hpp"
#include "report/number_text.hpp"
#include "report/verdict_words.hpp"

namespace axiomark {
namespace {

std::string head(const ExampleFinding& example) {
  std::string html = R"(<thead><tr><th scope="col">Method</th>)";
  for (const auto& probe : example.probes) {
    html += fmt::format(R"(<th scope="col">A of {0}</th><th scope="col">sum</th>)",
                        escaped(probe.label));
  }
  return html + "</tr></thead>";
}

std::string answer_cells(const Answer<Rational>& answer) {
  if (!answer.attribution) {
    return fmt::format(R"(<td colspan="2"><small>no answer: {}</small></td>)",
                       escaped(typeset(message(answer.attribution.error()))));
  }
  const auto& a = *answer.attribution;
  std::string html = "<td>" + with_fractions(pretty_point(a.values));
  const auto hung = names(a.hung_on);
  if (!hung.empty()) {
    html += fmt::format(" <small>hangs on: {}</small>",
                        escaped(fmt::format("{}", fmt::join(hung, ", "))));
  }
  return html + "</td><td>" + with_fractions(pretty(a.values.sum())) + "</td>";
}

std::string change_row(const ExampleFinding& example) {
  if (example.rows.empty()) return {};
  std::string html = R"(<tr class="sum"><th scope="row">F(x) − F(x′)</th>)";
  for (const auto& answer : example.rows.front().answers) {
    html += fmt::format(
        "<td>{}</td><td>{}</td>",
        with_fractions(fmt::format("{} − {}", pretty(answer.at_input), factor(answer.at_baseline))),
        with_fractions(pretty(answer.at_input - answer.at_baseline)));
  }
  return html + "</tr>";
}

std::string card(const ExampleFinding& example, DrawingShelf& shelf) {
  const std::string id = anchor("example", example.id);
  std::string points;
  for (const auto& probe : example.probes) {
    points += fmt::format("{}{} at {}, baseline {}", points.empty() ? "" : "; ", probe.label,
                          pretty_point(probe.input), pretty_point(probe.baseline));
  }
  std::string html =
      fmt::format(R"(<article class="card-a" id="{0}"><p class="eyebrow"><span>{1}</span>)"
                  R"(<a class="anchor" href="#{0}">Link to this card</a></p>)"
                  "\n<h3>{2}</h3><p class=\"vline\">{3}</p>",
                  id, escaped(typeset(example.source)), escaped(typeset(example.title)),
                  escaped(typeset(example.statement)));
  html += R"(<div class="topnets">)" + network_figures(example.probes, "", shelf) + "</div>\n";
  html += fmt::format(
      R"(<h4>Attributions, exactly: {}</h4><div class="scroll" tabindex="0" role="group" )"
      R"(aria-label="Attributions"><table class="t">)",
      escaped(points));
  html += head(example) + "<tbody>";
  for (const auto& row : example.rows) {
    html += fmt::format(R"(<tr><th scope="row" title="{}">{}</th>)", escaped(row.method),
                        escaped(method_label(row.method)));
    for (const auto& answer : row.answers) html += answer_cells(answer);
    html += "</tr>";
  }
  return html + change_row(example) + "</tbody></table></div></article>\n";
}

}  // namespace

std::string examples_section(const Campaign& campaign, DrawingShelf& shelf) {
  if (campaign.examples.empty()) return {};
  std::string html =
      R"(<section id="examples" aria-labelledby="h-e"><h2 id="h-e">The papers’ own networks</h2>)"
      R"(<p class="small">What every method on trial says on them, in exact arithmetic.</p>)";
  for (const ExampleFinding& example : campaign.examples) html += card(example, shelf);
  return html + "</section>\n";
}

}  // namespace axiomark
