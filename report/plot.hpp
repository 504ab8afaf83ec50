#pragma once

#include <string>
#include <vector>

namespace axiomark {

/// A line, or points, of a plot.
struct PlotSeries {
  std::string name;
  std::vector<double> x;
  std::vector<double> y;
  bool line = true;  ///< else dots only
};

/// A plot with axes: curves, convergence, paths in the plane.
struct Plot {
  std::string title;
  std::string caption;  ///< what to see in it, in a sentence
  std::string x_label;
  std::string y_label;
  bool log_x = false;
  bool log_y = false;
  bool equal_axes = false;  ///< one unit as long in x as in y: paths
  std::vector<PlotSeries> series;
};

}  // namespace axiomark
