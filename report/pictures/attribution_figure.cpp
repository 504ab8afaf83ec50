#include "report/pictures/attribution_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace axiomark::report {
namespace {

constexpr std::size_t kPerRow = 4;
constexpr double kPanel = 224;  // the longer side of a picture, about: 28 and 32 divide it
constexpr double kGap = 26;
constexpr double kMargin = 24;
constexpr double kLine = 16;
constexpr std::size_t kTitleLines = 3;
constexpr std::size_t kBalanceLines = 3;
constexpr double kBar = 10;

constexpr TextStyle kTitle{16, true, {0x11, 0x11, 0x11}};
constexpr TextStyle kCaption{13, false, {0x11, 0x11, 0x11}};
constexpr TextStyle kHead{12, true, {0x11, 0x11, 0x11}};
constexpr TextStyle kSmall{11, false, {0x44, 0x44, 0x44}};
constexpr Colour kFrame{0x99, 0x99, 0x99};

// The size of a picture on the sheet: every pixel a square of whole units, as long as there is
// room.
Rectangle panel_of(const Pixels& picture) {
  const auto side = static_cast<double>(std::max(picture.width, picture.height));
  const double zoom = side <= kPanel ? std::floor(kPanel / side) : kPanel / side;
  const auto extent = [&](Index pixels) {
    return std::max(std::round(static_cast<double>(pixels) * zoom), 1.0);
  };
  return {0, 0, extent(picture.width), extent(picture.height)};
}

// Wide enough for a method's name and the labels of its bar, however narrow the picture.
double column_width(const Rectangle& panel) { return std::max(panel.width, 150.0); }

std::string signed_text(double value) {
  std::string text = fmt::format("{:.3g}", value);
  if (text == "-0") return "0";
  if (text.front() == '-') text.replace(0, 1, "\u2212");  // a minus is longer than a hyphen
  return text;
}

// Draws, or only measures on a sheet that is thrown away: the same code tells where things come to
// lie.
class Sheet {
 public:
  Sheet(const AttributionFigure& figure, DrawingFormat format, double width, double height)
      : figure_(figure), canvas_(format, width, height), width_(width) {}

  // The height that is needed.
  double draw() {
    double y = kMargin + kTitle.size;
    y = paragraph(figure_.title, kTitle, y, 22);
    for (const InputMaps& input : figure_.inputs) y = draw_input(input, y + 6) + kGap / 2;
    for (const std::string& note : figure_.notes) y = paragraph(note, kSmall, y, kLine);
    return y - kLine + kMargin;
  }
  Result<std::string> bytes(const std::string& where) { return canvas_.bytes(where); }

 private:
  double paragraph(const std::string& text, const TextStyle& style, double y, double line) {
    for (const std::string& part : wrapped(canvas_, text, style, width_ - 2 * kMargin, 4)) {
      canvas_.text(kMargin, y, part, style, TextAlign::left);
      y += line;
    }
    return y;
  }

  double draw_input(const InputMaps& input, double y) {
    y = paragraph(input.caption, kCaption, y, 18) + 4;
    for (std::size_t first = 0; first < input.maps.size(); first += kPerRow) {
      y = draw_row(input, first, std::min(first + kPerRow, input.maps.size()), y) + kGap;
    }
    return y;
  }

  // The input and its baseline on the left, then the maps from `first` to `last`.
  double draw_row(const InputMaps& input, std::size_t first, std::size_t last, double top) {
    const Rectangle panel = panel_of(input.input);
    std::vector<std::vector<std::string>> heads;
    std::vector<std::vector<std::string>> balances;
    std::size_t head_lines = 1;
    std::size_t balance_lines = 0;
    for (std::size_t k = first; k < last; ++k) {
      heads.push_back(
          wrapped(canvas_, input.maps[k].title, kHead, column_width(panel), kTitleLines));
      balances.push_back(
          wrapped(canvas_, input.maps[k].balance, kSmall, column_width(panel), kBalanceLines));
      head_lines = std::max(head_lines, heads.back().size());
      balance_lines = std::max(balance_lines, balances.back().size());
    }
    const double map_y = top + static_cast<double>(head_lines) * kLine;
    const double bar_y = map_y + panel.height + 8;
    const double below_bar = bar_y + kBar + kLine + static_cast<double>(balance_lines) * 14;
    const double overlay_y = below_bar + 12;
    const bool second = figure_.overlay != Overlay::none || input.baseline;

    head({"input"}, kMargin, map_y);
    show(input.input, at(kMargin, map_y, panel));
    if (input.baseline) {
      canvas_.text(kMargin, overlay_y - 6, "baseline", kHead, TextAlign::left);
      show(*input.baseline, at(kMargin, overlay_y, panel));
    }
    for (std::size_t k = first; k < last; ++k) {
      const MethodMap& method = input.maps[k];
      const double x = kMargin + static_cast<double>(k - first + 1) * (column_width(panel) + kGap);
      head(heads[k - first], x, map_y);
      show(coloured(method.map, method.limit), at(x, map_y, panel));
      bar(method, {x, bar_y, column_width(panel), kBar});
      double y = bar_y + kBar + kLine + 12;
      for (const std::string& line : balances[k - first]) {
        canvas_.text(x, y, line, kSmall, TextAlign::left);
        y += 14;
      }
      if (figure_.overlay == Overlay::none) continue;
      show(figure_.overlay == Overlay::colours ? tinted(input.input, method.map, method.limit)
                                               : scaled(input.input, method.map, method.limit),
           at(x, overlay_y, panel));
    }
    return second ? overlay_y + panel.height : below_bar;
  }

  static Rectangle at(double x, double y, const Rectangle& panel) {
    return {x, y, panel.width, panel.height};
  }

  // Lines that end above a picture.
  void head(const std::vector<std::string>& lines, double x, double map_y) {
    double y = map_y - 6 - kLine * (static_cast<double>(lines.size()) - 1);
    for (const std::string& line : lines) {
      canvas_.text(x, y, line, kHead, TextAlign::left);
      y += kLine;
    }
  }

  void show(const Pixels& picture, const Rectangle& area) {
    canvas_.picture(picture, area);
    canvas_.frame(area, kFrame);
  }

  void bar(const MethodMap& method, const Rectangle& area) {
    const auto steps = static_cast<Index>(area.width);
    HeatMap ramp{steps, 1, Vector<double>(steps)};
    const double low = figure_.sizes_only ? 0 : -1;
    for (Index k = 0; k < steps; ++k) {
      ramp.values(k) = low + (1 - low) * static_cast<double>(k) / static_cast<double>(steps - 1);
    }
    show(coloured(ramp, 1), area);
    const bool beyond = method.map.values.abs().maxCoeff() > method.limit;
    const double y = area.y + area.height + 13;
    const auto label = [&](double x, const std::string& text, TextAlign align) {
      canvas_.text(x, y, text, kSmall, align);
    };
    label(area.x + (figure_.sizes_only ? 0 : area.width / 2), "0",
          figure_.sizes_only ? TextAlign::left : TextAlign::middle);
    if (method.limit == 0 && !beyond) return;  // nothing but zeros: the bar has no ends
    const double right = area.x + area.width;
    label(right, (beyond ? "\u2265 " : "") + signed_text(method.limit), TextAlign::right);
    if (figure_.sizes_only) return;
    label(area.x, (beyond ? "\u2264 " : "") + signed_text(-method.limit), TextAlign::left);
  }

  const AttributionFigure& figure_;
  Canvas canvas_;
  double width_;
};

double width_of(const AttributionFigure& figure) {
  double width = 0;
  for (const InputMaps& input : figure.inputs) {
    const auto columns = static_cast<double>(std::min(input.maps.size(), kPerRow) + 1);
    const double column = column_width(panel_of(input.input));
    width = std::max(width, 2 * kMargin + columns * column + (columns - 1) * kGap);
  }
  return width;
}

}  // namespace

Result<std::string> draw(const AttributionFigure& figure, DrawingFormat format,
                         const std::string& where) {
  std::size_t rows = 0;
  for (const InputMaps& input : figure.inputs) rows += (input.maps.size() + kPerRow - 1) / kPerRow;
  if (rows > kMostFigureRows) {
    return fail(ErrorKind::usage, where,
                fmt::format("{} rows of maps ({} methods each)", rows, kPerRow),
                fmt::format("at most {}: fewer inputs or methods", kMostFigureRows));
  }
  const double width = width_of(figure);
  Sheet measured(figure, DrawingFormat::png, width, 1);
  Sheet sheet(figure, format, width, std::ceil(measured.draw()));
  sheet.draw();
  return sheet.bytes(where);
}

}  // namespace axiomark::report
