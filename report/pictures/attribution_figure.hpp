#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/pictures/canvas.hpp"
#include "report/pictures/heat_map.hpp"

namespace axiomark::report {

/// What the second picture of a method shows of the input and its map.
enum class Overlay { colours, pixels, none };

/// One method's map of one input.
struct MethodMap {
  std::string title;  ///< the method, as asked
  HeatMap map;
  double limit = 0;     ///< what the ends of the colours stand for; see colour_limit
  std::string balance;  ///< a line or two on its sum
};

/// One input with all its maps.
struct InputMaps {
  std::string caption;  ///< target, score, baseline
  Pixels input;
  std::optional<Pixels> baseline;  ///< one that all methods share
  std::vector<MethodMap> maps;
};

/// Several methods side by side: for every input its picture and baseline, and of each method the
/// map, its colour bar, its sum and the overlay. Four methods stand in a row, more go on in the
/// next.
struct AttributionFigure {
  std::string title;
  std::vector<InputMaps> inputs;
  Overlay overlay = Overlay::colours;
  bool sizes_only = false;  ///< absolute values: the bar goes from 0
  std::vector<std::string> notes;
};

/// The most rows of maps on one sheet.
inline constexpr std::size_t kMostFigureRows = 8;

/// The file of a figure. Error: more than kMostFigureRows rows.
[[nodiscard]] Result<std::string> draw(const AttributionFigure& figure, DrawingFormat format,
                                       const std::string& where);

}  // namespace axiomark::report
