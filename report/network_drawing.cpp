#include "report/network_drawing.hpp"

#include <fmt/format.h>

#include <array>
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
  return fmt::format(R"(<text class="{}" x="{}" y="{}">{}</text>)", style,
                     coordinate(text.middle.x), coordinate(text.middle.y), escaped(text.text));
}

std::string way(const DrawnEdge& edge) {
  const std::string path =
      fmt::format("M{} {}", coordinate(edge.begin.x), coordinate(edge.begin.y));
  const std::string end = fmt::format("{} {}", coordinate(edge.end.x), coordinate(edge.end.y));
  if (edge.straight()) return path + "L" + end;
  return path +
         fmt::format("Q{} {} {}", coordinate(edge.control.x), coordinate(edge.control.y), end);
}

// All lines of one look are one path.
std::string edges_svg(const DiagramLayout& layout, const UnitDiagram& diagram) {
  constexpr std::array<std::string_view, 4> kStyles = {"ed", "ed neg", "ed dead", "ed neg dead"};
  std::array<std::string, 4> ways;
  for (const DrawnEdge& edge : layout.edges) {
    const bool dead = is_off(diagram.units[static_cast<std::size_t>(edge.from)]);
    ways[(edge.weight < 0 ? 1 : 0) + (dead ? 2 : 0)] += way(edge);
  }
  ways[0] +=
      fmt::format("M{} {}h22", coordinate(layout.output_from.x), coordinate(layout.output_from.y));
  std::string svg;
  for (std::size_t k = 0; k < kStyles.size(); ++k) {
    if (!ways[k].empty()) svg += fmt::format(R"(<path class="{}" d="{}"/>)", kStyles[k], ways[k]);
  }
  return svg;
}

std::string unit_svg(const DrawnUnit& drawn, const UnitDiagram& diagram) {
  const Unit& unit = diagram.units[static_cast<std::size_t>(drawn.unit)];
  const auto [x, y] = drawn.centre;
  std::string svg;
  if (unit.kind == UnitKind::input) {
    svg = fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}" rx="3"/>)",
                      coordinate(x - kUnitRadius), coordinate(y - kInputHalfHeight),
                      2 * kUnitRadius, 2 * kInputHalfHeight);
    svg += fmt::format(R"(<text x="{}" y="{}">{}</text>)", coordinate(x), coordinate(y + 4.5),
                       escaped(unit.name));
  } else {
    svg =
        fmt::format(R"(<circle{} cx="{}" cy="{}" r="{}"/>)", is_off(unit) ? R"( class="off")" : "",
                    coordinate(x), coordinate(y), kUnitRadius);
    svg += fmt::format(R"(<text class="nm" x="{}" y="{}">{}</text>)", coordinate(x),
                       coordinate(y - 1), escaped(unit.name));
    svg += fmt::format(R"(<text class="op" x="{}" y="{}">{}</text>)", coordinate(x),
                       coordinate(y + 11), escaped(unit.operation));
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

std::string network_drawing(const UnitDiagram& diagram, DrawingShelf& shelf) {
  const DiagramLayout layout = lay_out(diagram);
  // Lines first, then the weights, which blank them out, then units.
  std::string content = edges_svg(layout, diagram);
  for (const DrawnEdge& edge : layout.edges) content += text_at(edge.label, "wt");
  for (const DrawnUnit& unit : layout.units) content += unit_svg(unit, diagram);
  content += text_at(layout.output, "out");
  return fmt::format(R"(<svg class="net" viewBox="0 0 {0:.0f} {1:.0f}" style="max-width:{0:.0f}px;)"
                     R"(min-width:{2:.0f}px" role="img" aria-label="{3}">{4}</svg>)",
                     layout.width, layout.height, std::min(layout.width, 0.62 * layout.width + 90),
                     escaped(in_words(diagram)), shelf.place(content));
}

}  // namespace axiomark
