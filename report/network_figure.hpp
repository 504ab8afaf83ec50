#pragma once

#include <span>
#include <string>

#include "axioms/case.hpp"
#include "report/drawing_shelf.hpp"

namespace axiomark {

/// The networks of a case, side by side: drawn, with their formulas, or in words where they are too
/// large; and a line that says how to read the drawings. `premise` is added to it.
[[nodiscard]] std::string network_figures(std::span<const Probe<Rational>> probes,
                                          const std::string& premise, DrawingShelf& shelf);

}  // namespace axiomark
