#include "report/network_figure.hpp"

#include <fmt/format.h>

#include <vector>

#include "report/formula.hpp"
#include "report/html_text.hpp"
#include "report/network_drawing.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kMostFormulaLines = 16;

// "F = output 1 − output 2" where that is not plainly the only output.
std::string target_text(const Probe<Rational>& probe) {
  if (probe.target.size() == 1 && probe.target(0) == 1) return {};
  std::vector<SignedText> terms;
  for (Index j = 0; j < probe.target.size(); ++j) {
    const Rational& weight = probe.target(j);
    if (weight == 0) continue;
    const Rational size = weight < 0 ? Rational(-weight) : weight;
    const std::string output = fmt::format("output {}", j + 1);
    terms.push_back({weight < 0, size == 1 ? output : pretty(size) + " · " + output});
  }
  return fmt::format(" Here {} = {}.", probe.label, joined(std::move(terms)));
}

std::string formula_html(const UnitDiagram& diagram) {
  const std::string& name = diagram.function().name;
  if (const auto whole = formula(diagram)) {
    return fmt::format("<b>{}</b> = {}", escaped(name), escaped(*whole));
  }
  const auto lines = formula_lines(diagram);
  if (lines.size() > kMostFormulaLines) return "<b>" + escaped(name) + "</b>";
  std::string html = R"(<ul class="lines">)";
  for (const std::string& line : lines) html += "<li>" + escaped(line) + "</li>";
  return html + "</ul>";
}

struct Figure {
  std::string html;
  bool drawn = false;
};

Figure figure(const Probe<Rational>& probe, DrawingShelf& shelf) {
  const auto diagram = unit_diagram(probe.network, probe.input, probe.target, probe.label);
  if (diagram && can_be_drawn(*diagram)) {
    return {fmt::format(R"(<figure><div class="scroll">{}</div><figcaption>{}{}</figcaption>)"
                        "</figure>",
                        network_drawing(*diagram, shelf), formula_html(*diagram),
                        escaped(target_text(probe))),
            true};
  }
  return {fmt::format(R"(<figure><p class="size"><b>{}</b>: {}. Too large to draw.{}</p></figure>)",
                      escaped(probe.label), escaped(units_in_words(probe.network)),
                      escaped(target_text(probe))),
          false};
}

}  // namespace

std::string network_figures(std::span<const Probe<Rational>> probes, const std::string& premise,
                            DrawingShelf& shelf) {
  std::string html = fmt::format(R"(<div class="nets{}">)", probes.size() == 1 ? " one" : "");
  bool drawn = false;
  bool one_point = true;
  for (const auto& probe : probes) {
    Figure one = figure(probe, shelf);
    html += one.html;
    drawn |= one.drawn;
    one_point &= probe.input.size() == probes.front().input.size() &&
                 (probe.input == probes.front().input).all();
  }
  html += R"(</div><figcaption class="prem">)";
  if (drawn) {
    html += fmt::format(
        "Weights on the lines (negative ones dashed), values {} above the units; a relu that is "
        "off is dotted. ",
        escaped(one_point ? "at " + pretty_point(probes.front().input) : "at the input"));
  }
  return html + escaped(typeset(premise)) + "</figcaption>";
}

}  // namespace axiomark
