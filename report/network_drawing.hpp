#pragma once

#include <string>

#include "report/drawing_shelf.hpp"
#include "report/unit_diagram.hpp"

namespace axiomark {

/// Whether a drawing of the diagram can be read.
[[nodiscard]] bool can_be_drawn(const UnitDiagram& diagram);

/// The diagram as SVG: inputs as boxes, units as circles, weights on the lines (negative ones
/// dashed), units that are off dotted, values above, biases below, and a sentence for those who
/// cannot see it. What the shelf has already is shown by reference.
[[nodiscard]] std::string network_drawing(const UnitDiagram& diagram, DrawingShelf& shelf);

}  // namespace axiomark
