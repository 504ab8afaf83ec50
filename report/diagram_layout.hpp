#pragma once

#include <string>
#include <vector>

#include "report/unit_diagram.hpp"

namespace axiomark {

struct DrawnPoint {
  double x = 0;
  double y = 0;
};

/// An upright rectangle, for texts and units.
struct DrawnBox {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;

  [[nodiscard]] bool overlaps(const DrawnBox& other) const {
    return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
  }
};

struct DrawnText {
  std::string text;
  DrawnPoint middle;  ///< of the baseline
  DrawnBox box;
};

struct DrawnUnit {
  Index unit = 0;
  DrawnPoint centre;
  DrawnText value;
  DrawnText bias;  ///< empty text: none
};

/// A line, bent where it must go round units: a quadratic curve from begin to end.
struct DrawnEdge {
  Index from = 0;
  Index to = 0;
  Rational weight;
  DrawnPoint begin;
  DrawnPoint control;
  DrawnPoint end;
  DrawnText label;

  [[nodiscard]] bool straight() const;
  [[nodiscard]] DrawnPoint at(double t) const;
};

/// Where everything of a diagram goes, in units of the SVG's viewBox.
struct DiagramLayout {
  double width = 0;
  double height = 0;
  std::vector<DrawnUnit> units;
  std::vector<DrawnEdge> edges;
  DrawnText output;  ///< "F = 1", right of the last unit
  DrawnPoint output_from;
  int overlaps = 0;  ///< texts that found no free place
};

inline constexpr double kUnitRadius = 21;
inline constexpr double kInputHalfHeight = 17;

/// Units in columns by depth, straight lines where they are free, weights on the lines.
[[nodiscard]] DiagramLayout lay_out(const UnitDiagram& diagram);

}  // namespace axiomark
