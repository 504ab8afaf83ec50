#include "report/network_drawing.hpp"

#include <fmt/format.h>

#include <vector>

#include "report/diagram_layout.hpp"
#include "report/formula.hpp"
#include "report/html_text.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

// More than this and the lines hide each other.
constexpr std::size_t kMostDrawnUnits = 26;
constexpr Index kMostInColumn = 8;
constexpr std::size_t kMostDrawnEdges = 64;
constexpr Index kMostColumns = 8;

std::string in_words(const UnitDiagram& diagram) {
  std::string text = "Network " + diagram.function().name;
  if (const auto whole = formula(diagram)) text += " = " + *whole;
  text += ". Values:";
  for (const Unit& unit : diagram.units) {
    text += fmt::format(" {} = {}{}", unit.name, pretty(unit.value),
                        &unit == &diagram.units.back() ? "." : ",");
  }
  return text;
}

bool is_off(const Unit& unit) { return unit.is_relu() && unit.operand_values[0] <= 0; }

std::string text_at(const DrawnText& text, std::string_view style) {
  return fmt::format(R"(<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>)", style, text.middle.x,
                     text.middle.y, escaped(text.text));
}

std::string edge_svg(const DrawnEdge& edge, const UnitDiagram& diagram) {
  std::string style = "ed";
  if (edge.weight < 0) style += " neg";
  if (is_off(diagram.units[static_cast<std::size_t>(edge.from)])) style += " dead";
  std::string path = fmt::format("M{:.1f} {:.1f}", edge.begin.x, edge.begin.y);
  if (edge.straight()) {
    path += fmt::format("L{:.1f} {:.1f}", edge.end.x, edge.end.y);
  } else {
    path += fmt::format("Q{:.1f} {:.1f} {:.1f} {:.1f}", edge.control.x, edge.control.y, edge.end.x,
                        edge.end.y);
  }
  return fmt::format(R"(<path class="{}" d="{}"/>)", style, path);
}

std::string unit_svg(const DrawnUnit& drawn, const UnitDiagram& diagram) {
  const Unit& unit = diagram.units[static_cast<std::size_t>(drawn.unit)];
  const auto [x, y] = drawn.centre;
  std::string svg;
  if (unit.kind == UnitKind::input) {
    svg = fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{}" height="{}" rx="3"/>)",
                      x - kUnitRadius, y - kInputHalfHeight, 2 * kUnitRadius, 2 * kInputHalfHeight);
    svg += fmt::format(R"(<text x="{:.1f}" y="{:.1f}">{}</text>)", x, y + 4.5, escaped(unit.name));
  } else {
    svg = fmt::format(R"(<circle{} cx="{:.1f}" cy="{:.1f}" r="{}"/>)",
                      is_off(unit) ? R"( class="off")" : "", x, y, kUnitRadius);
    svg += fmt::format(R"(<text class="nm" x="{:.1f}" y="{:.1f}">{}</text>)", x, y - 1,
                       escaped(unit.name));
    svg += fmt::format(R"(<text class="op" x="{:.1f}" y="{:.1f}">{}</text>)", x, y + 11,
                       escaped(unit.operation));
  }
  svg += text_at(drawn.value, "val");
  if (!drawn.bias.text.empty()) svg += text_at(drawn.bias, "bias");
  return svg;
}

}  // namespace

bool can_be_drawn(const UnitDiagram& diagram) {
  if (diagram.units.size() > kMostDrawnUnits || diagram.columns() > kMostColumns) return false;
  std::vector<Index> in_column(diagram.units.size() + 1, 0);
  std::size_t edges = 0;
  for (const Unit& unit : diagram.units) {
    if (++in_column[static_cast<std::size_t>(unit.column)] > kMostInColumn) return false;
    for (const AffineForm& operand : unit.operands) edges += operand.terms.size();
  }
  return edges <= kMostDrawnEdges;
}

std::string network_drawing(const UnitDiagram& diagram) {
  const DiagramLayout layout = lay_out(diagram);
  // Lines first, then the weights, which blank them out, then units.
  std::string svg =
      fmt::format(R"(<svg class="net" viewBox="0 0 {0:.0f} {1:.0f}" style="max-width:{0:.0f}px;)"
                  R"(min-width:{2:.0f}px" role="img" aria-label="{3}">)",
                  layout.width, layout.height, std::min(layout.width, 0.62 * layout.width + 90),
                  escaped(in_words(diagram)));
  for (const DrawnEdge& edge : layout.edges) svg += edge_svg(edge, diagram);
  for (const DrawnEdge& edge : layout.edges) svg += text_at(edge.label, "wt");
  for (const DrawnUnit& unit : layout.units) svg += unit_svg(unit, diagram);
  svg += fmt::format(R"(<path class="ed" d="M{:.1f} {:.1f}h22"/>)", layout.output_from.x,
                     layout.output_from.y);
  return svg + text_at(layout.output, "out") + "</svg>";
}

}  // namespace axiomark
