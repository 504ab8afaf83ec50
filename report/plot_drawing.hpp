#pragma once

#include <string>

#include "report/plot.hpp"

namespace axiomark {

/// The plot as SVG: axes with round marks, a grid, every series with a dash and a marker of its own, so that
/// they are told apart without colour, a legend below, and title and description for those who cannot see
/// it. Colours are the page's (page_assets::claims_style). As wide as its place, at most 440 pixels: its text
/// is legible from 300 on. Values that an axis cannot show, such as 0 on a logarithmic one, leave a gap.
/// Cost: linear in the points; lines are thinned to what can be seen.
[[nodiscard]] std::string plot_drawing(const Plot& plot);

}  // namespace axiomark
