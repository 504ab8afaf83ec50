#pragma once

#include "network/pixels.hpp"

namespace axiomark::report {

/// One number per position of a picture, row by row: what is drawn as colours.
struct HeatMap {
  Index width = 0;
  Index height = 0;
  Vector<double> values;
};

/// The value that the ends of the colours stand for: the largest |value|, or, of the sorted sizes, the one
/// below which `percent` of them lie (100: the largest). 0 only if all values, or that many, are 0.
[[nodiscard]] double colour_limit(const HeatMap& map, double percent);

/// The map in colours: diverging(value / limit), white if the limit is 0.
[[nodiscard]] Pixels coloured(const HeatMap& map, double limit);

/// The input behind the map: its luminance, between the darkest grey that lets colours be seen and white, times the
/// colour of the map. Where the map is 0, the input is seen, in grey.
[[nodiscard]] Pixels tinted(const Pixels& input, const HeatMap& map, double limit);

/// The input's pixels times |value| / limit, at most 1: the picture of Sundararajan et al. 2017, sec. 6.1 ("scaling
/// the pixels in the actual image"). What has no attribution is black.
[[nodiscard]] Pixels scaled(const Pixels& input, const HeatMap& map, double limit);

}  // namespace axiomark::report
