#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// The matrix for a terminal: a row per method, a glyph per axiom, wrapped into groups of columns
/// so that no line is longer than `width`, and a legend of the glyphs used.
[[nodiscard]] std::string terminal_matrix(const Campaign& campaign, bool colour, int width = 100);

}  // namespace axiomark
