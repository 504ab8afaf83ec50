#pragma once

#include <span>
#include <string>
#include <vector>

namespace axiomark {

struct PlotTick {
  double value;
  std::string label;
};

/// One axis of a plot: its range and where it is marked.
struct PlotAxis {
  double low;
  double high;
  bool logarithmic;
  std::vector<PlotTick> ticks;

  /// Where a value lies: 0 at `low`, 1 at `high`.
  [[nodiscard]] double place(double value) const;
  /// Whether the axis has a place for it: finite, and positive where the axis is logarithmic.
  [[nodiscard]] bool shows(double value) const;
};

/// An axis for these values with a little room at both ends, marked at round numbers (1, 2 or 5 times a
/// power of ten; on a logarithmic axis powers of ten where there are enough of them).
/// `most_ticks`: at least 2.
[[nodiscard]] PlotAxis plot_axis(std::span<const double> values, bool logarithmic,
                                 std::size_t most_ticks);
/// The same for a range as it is.
[[nodiscard]] PlotAxis plot_axis_between(double low, double high, bool logarithmic,
                                         std::size_t most_ticks);

/// A number of a plot in words: "0.25", "−3", "2·10⁻⁷".
[[nodiscard]] std::string plot_number(double value);

}  // namespace axiomark
