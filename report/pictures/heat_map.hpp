#pragma once

#include "network/pixels.hpp"

namespace axiomark::report {

/// One number per position of a picture, row by row: what is drawn as colours.
struct HeatMap {
  Index width = 0;
  Index height = 0;
  Vector<double> values;
};

/// The value that the ends of the colours stand for: of the sorted sizes |value|, the one up to
/// which `percent` of them lie (100: the largest; the nearest-rank percentile). 0 only if that many
/// values are 0.
[[nodiscard]] double colour_limit(const Vector<double>& values, double percent);

/// The map in colours: diverging(value / limit), white if the limit is 0.
[[nodiscard]] Pixels coloured(const HeatMap& map, double limit);

/// The map over the input: where the map is 0 the input's lightness, as a grey from 45 % of white
/// up; the larger a size, the less of that grey, so that the ends of the colours are what they are
/// in `coloured`.
[[nodiscard]] Pixels tinted(const Pixels& input, const HeatMap& map, double limit);

/// The input's pixels times |value| / limit, at most 1: the picture of Sundararajan et al. 2017,
/// sec. 6.1 ("scaling the pixels in the actual image"). What has no attribution is black.
[[nodiscard]] Pixels scaled(const Pixels& input, const HeatMap& map, double limit);

}  // namespace axiomark::report
