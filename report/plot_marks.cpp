#include "report/plot_marks.hpp"

#include <fmt/format.h>

#include <cmath>
#include <set>
#include <utility>

#include "report/html_text.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kDashes = 6;
constexpr std::size_t kMarkers = 6;
// Closer than this nobody sees two points.
constexpr double kThinnest = 0.4;

// Of series that share a colour, neither dash nor marker is the same.
std::size_t turn(std::size_t series) { return series / kPlotColours; }

// The shape of a marker with its middle at (x, y) and half as wide as r.
std::string shape(std::size_t kind, const PlotPoint& at, double r) {
  const auto c = [](double value) { return coordinate(value); };
  const double x = at.x;
  const double y = at.y;
  switch (kind) {
    case 0:  // circle
      return fmt::format("M{0} {1}a{2} {2} 0 1 0 {3} 0a{2} {2} 0 1 0 -{3} 0", c(x - r), c(y), c(r),
                         c(2 * r));
    case 1:  // square
      return fmt::format("M{0} {1}h{2}v{2}h-{2}z", c(x - r), c(y - r), c(2 * r));
    case 2:  // triangle
      return fmt::format("M{} {}l{} {}h-{}z", c(x), c(y - 1.2 * r), c(1.2 * r), c(2.1 * r),
                         c(2.4 * r));
    case 3:  // diamond
      return fmt::format("M{} {}l{r} {r}l-{r} {r}l-{r} -{r}z", c(x), c(y - 1.3 * r),
                         fmt::arg("r", c(1.3 * r)));
    case 4:  // cross
      return fmt::format("M{0} {1}l{2} {2}m0 -{2}l-{2} {2}", c(x - r), c(y - r), c(2 * r));
    default:  // plus
      return fmt::format("M{0} {1}h{4}M{2} {3}v{4}", c(x - 1.3 * r), c(y), c(x), c(y - 1.3 * r),
                         c(2.6 * r));
  }
}

}  // namespace

std::string dash_class(std::size_t series) {
  const std::size_t dash = (series + turn(series)) % kDashes;
  return dash == 0 ? std::string() : fmt::format(" d{}", dash);
}

std::string line_path(const std::vector<PlotPoint>& points) {
  std::string way;
  PlotPoint last{};
  for (std::size_t k = 0; k < points.size(); ++k) {
    const PlotPoint& here = points[k];
    const bool end = k == 0 || k + 1 == points.size();
    if (!end && std::hypot(here.x - last.x, here.y - last.y) < kThinnest) continue;
    way += fmt::format("{}{} {}", k == 0 ? "M" : "L", coordinate(here.x), coordinate(here.y));
    last = here;
  }
  return way;
}

std::vector<PlotPoint> marks_along(const std::vector<PlotPoint>& line, std::size_t series,
                                   std::size_t count) {
  constexpr std::size_t kFew = 12;
  constexpr double kMarks = 6;
  if (line.size() <= kFew) return line;
  double length = 0;
  for (std::size_t k = 1; k < line.size(); ++k) {
    length += std::hypot(line[k].x - line[k - 1].x, line[k].y - line[k - 1].y);
  }
  const double step = length / kMarks;
  double next = step * (static_cast<double>(series) + 0.5) / static_cast<double>(count);
  std::vector<PlotPoint> marks;
  double way = 0;
  for (std::size_t k = 1; k < line.size(); ++k) {
    way += std::hypot(line[k].x - line[k - 1].x, line[k].y - line[k - 1].y);
    if (way < next) continue;
    marks.push_back(line[k]);
    next = std::max(next + step, way);
  }
  return marks;
}

std::string markers(const std::vector<PlotPoint>& places, std::size_t series, bool of_line) {
  const std::size_t kind = (series + 2 * turn(series)) % kMarkers;
  const bool open = kind == 1 || kind == 3;
  const double size = of_line || places.size() <= 60 ? 3.2 : places.size() <= 200 ? 2.4 : 1.7;
  std::string way;
  std::set<std::pair<long, long>> taken;
  for (const PlotPoint& at : places) {
    // Markers in one place are one marker.
    if (!taken.insert({std::lround(2 * at.x), std::lround(2 * at.y)}).second) continue;
    way += shape(kind, at, size);
  }
  if (way.empty()) return {};
  return fmt::format(R"(<path class="mk{}" d="{}"/>)", open ? " open" : "", way);
}

}  // namespace axiomark
