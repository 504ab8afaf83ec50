#include "report/derivation_html.hpp"

#include <fmt/format.h>

#include "report/html_text.hpp"

namespace axiomark {
namespace {

std::string_view style(Emphasis emphasis) {
  switch (emphasis) {
    case Emphasis::result:
      return R"( class="diff")";
    case Emphasis::total:
      return R"( class="sum")";
    case Emphasis::fault:
      return R"( class="fault")";
    case Emphasis::plain:
    case Emphasis::section:
      break;
  }
  return "";
}

}  // namespace

std::string derivation_html(const DerivationTable& table) {
  std::string html =
      R"(<div class="scroll" tabindex="0" role="group" aria-label="Computation"><table class="t )"
      R"(calc"><thead><tr><th scope="col">Step</th>)";
  for (const std::string& heading : table.headings) {
    html += fmt::format(R"(<th scope="col">{}</th>)", escaped(heading));
  }
  html += "</tr></thead><tbody>";
  for (const DerivationRow& row : table.rows) {
    if (row.emphasis == Emphasis::section) {
      html += fmt::format(R"(<tr class="sec"><th colspan="{}" scope="colgroup">{}</th></tr>)",
                          table.headings.size() + 1, escaped(row.label));
      continue;
    }
    html +=
        fmt::format(R"(<tr{}><th scope="row">{}</th>)", style(row.emphasis), escaped(row.label));
    for (const std::string& cell : row.cells) html += "<td>" + with_fractions(cell) + "</td>";
    html += "</tr>";
  }
  return html + "</tbody></table></div>";
}

}  // namespace axiomark
