#pragma once

#include <string>
#include <vector>

namespace axiomark {

/// A place in a drawing.
struct PlotPoint {
  double x;
  double y;
};

/// Colours of series, classes s0, s1, ... of page_assets::claims_style. After that many they begin again,
/// with other dashes and markers.
inline constexpr std::size_t kPlotColours = 6;

/// " d2": the class of the dash of a series, by its number; the first is drawn through.
[[nodiscard]] std::string dash_class(std::size_t series);

/// A line through the points as the d of a path, thinned to what can be seen.
[[nodiscard]] std::string line_path(const std::vector<PlotPoint>& points);

/// Which points of a line wear a marker: all if they are few, else some, evenly along the line, so that
/// those of `count` lines which run together do not hide each other.
[[nodiscard]] std::vector<PlotPoint> marks_along(const std::vector<PlotPoint>& line,
                                                 std::size_t series, std::size_t count);

/// The markers of a series, filled ones and open ones in turn. Many dots are drawn smaller; those of a line
/// never are.
[[nodiscard]] std::string markers(const std::vector<PlotPoint>& places, std::size_t series,
                                  bool of_line);

}  // namespace axiomark
