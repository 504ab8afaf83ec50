#include "report/plot_drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "report/html_text.hpp"
#include "report/number_text.hpp"
#include "report/plot_axis.hpp"
#include "report/plot_marks.hpp"
#include "report/text_lines.hpp"

namespace axiomark {
namespace {

// In units of the drawing; page_assets::claims_style gives its text 12 of them.
constexpr double kWidth = 360;
constexpr double kHeight = 200;  // of the axes; with equal axes, between the two below
constexpr double kLeastHeight = 110;
constexpr double kMostHeight = 300;
constexpr double kLine = 16;     // from one line of text to the next
constexpr double kLetter = 6.6;  // a letter of 12 units is narrower on average, and a digit 6.7
constexpr double kRow = 24;      // from one mark of the vertical axis to the next, at least
constexpr std::size_t kMostColumns = 7;
constexpr double kTick = 5;
constexpr double kSample = 30;  // of a line, in the legend

double text_width(std::string_view text) {
  return kLetter * static_cast<double>(display_width(text));
}

std::size_t letters_in(double width) { return static_cast<std::size_t>(width / kLetter); }

struct Frame {
  double left;
  double top;
  double width;
  double height;
  PlotAxis x;
  PlotAxis y;

  [[nodiscard]] PlotPoint at(double a, double b) const {
    return {left + x.place(a) * width, top + (1 - y.place(b)) * height};
  }
};

std::vector<double> all(const Plot& plot, std::vector<double> PlotSeries::*values) {
  std::vector<double> together;
  for (const PlotSeries& series : plot.series) {
    together.insert(together.end(), (series.*values).begin(), (series.*values).end());
  }
  return together;
}

double widest_label(const PlotAxis& axis) {
  double widest = 0;
  for (const PlotTick& tick : axis.ticks) widest = std::max(widest, text_width(tick.label));
  return widest;
}

// The range with as many marks as have room on `length`: `most`, or fewer. `room` is what a label takes
// along the axis.
template <class Room>
PlotAxis marked(PlotAxis axis, std::size_t most, double length, const Room& room) {
  for (; most >= 2; --most) {
    axis = plot_axis_between(axis.low, axis.high, axis.logarithmic, most);
    bool apart = true;
    for (std::size_t k = 1; k < axis.ticks.size(); ++k) {
      const PlotTick& one = axis.ticks[k - 1];
      const PlotTick& next = axis.ticks[k];
      const double distance = (axis.place(next.value) - axis.place(one.value)) * length;
      apart = apart && distance >= (room(one.label) + room(next.label)) / 2;
    }
    if (apart) break;
  }
  return axis;
}

PlotAxis marked_below(const PlotAxis& axis, double width) {
  return marked(axis, kMostColumns, width,
                [](const std::string& label) { return text_width(label) + 10; });
}

PlotAxis marked_beside(const PlotAxis& axis, double height) {
  return marked(axis, static_cast<std::size_t>(height / kRow), height,
                [](const std::string&) { return 14.0; });
}

void widen(PlotAxis& axis, double to) {
  const double middle = (axis.low + axis.high) / 2;
  axis.low = middle - to / 2;
  axis.high = middle + to / 2;
}

Frame frame(const Plot& plot, double top) {
  const PlotAxis x = plot_axis(all(plot, &PlotSeries::x), plot.log_x, kMostColumns);
  const PlotAxis y = marked_beside(plot_axis(all(plot, &PlotSeries::y), plot.log_y, 2), kHeight);
  Frame f{0, top, 0, kHeight, x, y};
  // Labels take from the width; with equal axes the width decides which labels there are.
  for (double labels = widest_label(y); labels > 0; labels = widest_label(f.y)) {
    const double left = labels + kTick + 6;
    if (left <= f.left) break;
    f.left = left;
    // Half a label stands out to the right.
    f.width = kWidth - left - std::max(16.0, widest_label(x) / 2);
    if (!plot.equal_axes || plot.log_x || plot.log_y) continue;
    f.x = x;
    f.y = y;
    f.height = std::clamp(f.width * (y.high - y.low) / (x.high - x.low), kLeastHeight, kMostHeight);
    const double unit = std::min(f.width / (x.high - x.low), f.height / (y.high - y.low));
    widen(f.x, f.width / unit);
    widen(f.y, f.height / unit);
    f.y = marked_beside(f.y, f.height);
  }
  f.x = marked_below(f.x, f.width);
  return f;
}

std::string text_at(double x, double y, std::string_view style, std::string_view text) {
  return fmt::format(R"(<text class="{}" x="{}" y="{}">{}</text>)", style, coordinate(x),
                     coordinate(y), escaped(text));
}

std::string axes(const Frame& f) {
  std::string grid;
  std::string zero;
  std::string labels;
  const double bottom = f.top + f.height;
  for (const PlotTick& tick : f.x.ticks) {
    const double x = f.left + f.x.place(tick.value) * f.width;
    grid +=
        fmt::format("M{} {}v{}", coordinate(x), coordinate(f.top), coordinate(f.height + kTick));
    labels += text_at(x, bottom + kTick + 12, "m", tick.label);
  }
  for (const PlotTick& tick : f.y.ticks) {
    const double y = f.top + (1 - f.y.place(tick.value)) * f.height;
    grid += fmt::format("M{} {}h{}", coordinate(f.left - kTick), coordinate(y),
                        coordinate(f.width + kTick));
    labels += text_at(f.left - kTick - 3, y + 4, "e", tick.label);
    if (tick.value == 0 && !f.y.logarithmic) {
      zero = fmt::format("M{} {}h{}", coordinate(f.left), coordinate(y), coordinate(f.width));
    }
  }
  const std::string border = fmt::format("M{} {}v{}h{}", coordinate(f.left), coordinate(f.top),
                                         coordinate(f.height), coordinate(f.width));
  return fmt::format(R"(<path class="grid" d="{}"/><path class="axis" d="{}{}"/>{})", grid, border,
                     zero, labels);
}

// Runs of points that the axes can show.
std::vector<std::vector<PlotPoint>> runs(const PlotSeries& series, const Frame& f) {
  std::vector<std::vector<PlotPoint>> found;
  bool inside = false;
  for (std::size_t k = 0; k < std::min(series.x.size(), series.y.size()); ++k) {
    const bool shown = f.x.shows(series.x[k]) && f.y.shows(series.y[k]);
    if (shown && !inside) found.emplace_back();
    if (shown) found.back().push_back(f.at(series.x[k], series.y[k]));
    inside = shown;
  }
  return found;
}

std::string series_svg(const Plot& plot, std::size_t number, const Frame& f) {
  const PlotSeries& series = plot.series[number];
  const auto shown = runs(series, f);
  std::string svg = fmt::format(R"(<g class="s{}">)", number % kPlotColours);
  if (series.line) {
    std::string way;
    for (const auto& run : shown) way += line_path(run);
    svg += fmt::format(R"(<path class="ln{}" d="{}"/>)", dash_class(number), way);
  }
  std::vector<PlotPoint> marked;
  for (const auto& run : shown) {
    const auto points = series.line ? marks_along(run, number, plot.series.size()) : run;
    marked.insert(marked.end(), points.begin(), points.end());
  }
  return svg + markers(marked, number, series.line) + "</g>";
}

struct Legend {
  std::string svg;
  double height = 0;
};

Legend legend(const Plot& plot, double top) {
  Legend out;
  const bool needed =
      plot.series.size() > 1 || (plot.series.size() == 1 && plot.series[0].name != plot.y_label);
  if (!needed) return out;
  double x = 0;
  double y = top;
  for (std::size_t k = 0; k < plot.series.size(); ++k) {
    const auto lines = text_lines(typeset(plot.series[k].name), letters_in(kWidth - kSample - 8));
    if (lines.empty()) continue;
    double width = 0;
    for (const std::string& line : lines) width = std::max(width, text_width(line));
    width += kSample + 8 + 14;
    if (x > 0 && (x + width > kWidth || lines.size() > 1)) {
      x = 0;
      y += kLine + 2;
    }
    const PlotPoint left{x, y - 4};
    const PlotPoint right{x + kSample, y - 4};
    out.svg += fmt::format(R"(<g class="s{}">)", k % kPlotColours);
    if (plot.series[k].line) {
      out.svg +=
          fmt::format(R"(<path class="ln{}" d="{}"/>)", dash_class(k), line_path({left, right}));
    }
    out.svg += markers({{x + kSample / 2, y - 4}}, k, true) + "</g>";
    for (const std::string& line : lines) {
      out.svg += text_at(x + kSample + 8, y, "l", line);
      if (&line != &lines.back()) y += kLine;
    }
    x += width;
    if (lines.size() > 1) {
      x = 0;
      y += kLine + 2;
    }
  }
  out.height = y - top + (x > 0 ? kLine : 0);
  return out;
}

std::string range_in_words(std::string_view axis, const std::string& label, const PlotAxis& range) {
  return fmt::format(" {} axis: {}, from {} to {}{}.", axis, typeset(label), plot_number(range.low),
                     plot_number(range.high), range.logarithmic ? ", logarithmic" : "");
}

std::string in_words(const Plot& plot, const Frame& f) {
  std::string text = typeset(plot.caption);
  text += range_in_words("Horizontal", plot.x_label, f.x);
  text += range_in_words("Vertical", plot.y_label, f.y);
  for (const PlotSeries& series : plot.series) {
    const std::size_t count = std::min(series.x.size(), series.y.size());
    if (count == 0) continue;
    const auto [low, high] = std::ranges::minmax(series.y);
    text += fmt::format(" {}: {} {}, from ({}, {}) to ({}, {}), lowest {}, highest {}.",
                        typeset(series.name), count, count == 1 ? "point" : "points",
                        plot_number(series.x.front()), plot_number(series.y.front()),
                        plot_number(series.x[count - 1]), plot_number(series.y[count - 1]),
                        plot_number(low), plot_number(high));
  }
  return text;
}

}  // namespace

std::string plot_drawing(const Plot& plot) {
  std::string content;
  double y = 0;
  for (const std::string& line : text_lines(typeset(plot.y_label), letters_in(kWidth))) {
    y += kLine;
    content += text_at(0, y - 4, "l", line);
  }
  const Frame f = frame(plot, y + 8);
  content += axes(f);
  for (std::size_t k = 0; k < plot.series.size(); ++k) content += series_svg(plot, k, f);
  y = f.top + f.height + kTick + kLine;
  for (const std::string& line : text_lines(typeset(plot.x_label), letters_in(f.width))) {
    y += kLine;
    content += text_at(f.left + f.width / 2, y - 2, "m", line);
  }
  const Legend names = legend(plot, y + kLine + 6);
  if (names.height > 0) y += kLine + 6 + names.height - kLine + 4;
  return fmt::format(
      R"(<svg class="plot" viewBox="0 0 {:.0f} {:.0f}" role="img"><title>{}</title><desc>{}</desc>)"
      "{}{}</svg>",
      kWidth, y + 6, escaped(typeset(plot.title)), escaped(in_words(plot, f)), content, names.svg);
}

}  // namespace axiomark
