#include "report/pictures/heat_map.hpp"

#include <algorithm>
#include <cmath>

#include "report/pictures/colour_map.hpp"

namespace axiomark::report {
namespace {

double part_of(double value, double limit) { return limit > 0 ? value / limit : 0; }

// A picture whose pixel at (y, x) has the colours that colour(y, x, value / limit) returns.
Pixels painted(const HeatMap& map, double limit, const auto& colour) {
  Pixels result{map.width, map.height, 3, 255, {}};
  result.values.reserve(static_cast<std::size_t>(3 * map.width * map.height));
  for (Index y = 0; y < map.height; ++y) {
    for (Index x = 0; x < map.width; ++x) {
      const Colour c = colour(y, x, part_of(map.values(y * map.width + x), limit));
      for (const std::uint8_t value : {c.red, c.green, c.blue}) result.values.push_back(value);
    }
  }
  return result;
}

Colour colour_at(const Pixels& input, Index y, Index x) {
  const auto value = [&](Index c) {
    return static_cast<std::uint8_t>(
        std::lround(255.0 * input.at(y, x, input.colours == 1 ? 0 : c) / input.white));
  };
  return {value(0), value(1), value(2)};
}

Colour times(const Colour& colour, double factor) {
  const auto part = [&](std::uint8_t v) {
    return static_cast<std::uint8_t>(std::lround(v * factor));
  };
  return {part(colour.red), part(colour.green), part(colour.blue)};
}

}  // namespace

double colour_limit(const Vector<double>& values, double percent) {
  if (values.size() == 0) return 0;
  std::vector<double> sizes;
  for (const double value : values) sizes.push_back(std::abs(value));
  const auto count = static_cast<double>(sizes.size());
  const auto rank =
      static_cast<std::ptrdiff_t>(std::max(std::ceil(count * percent / 100) - 1, 0.0));
  std::ranges::nth_element(sizes, sizes.begin() + rank);
  return sizes[static_cast<std::size_t>(rank)];
}

Pixels coloured(const HeatMap& map, double limit) {
  return painted(map, limit, [](Index, Index, double t) { return diverging(t); });
}

Pixels tinted(const Pixels& input, const HeatMap& map, double limit) {
  constexpr double kDarkest = 0.45;  // of full brightness: dark enough to see the input's shapes
  return painted(map, limit, [&](Index y, Index x, double t) {
    const double light = lightness(luminance(colour_at(input, y, x))) / 100;
    const double shade = (1 - kDarkest) * (1 - light) * (1 - std::min(std::abs(t), 1.0));
    return times(diverging(t), 1 - shade);
  });
}

Pixels scaled(const Pixels& input, const HeatMap& map, double limit) {
  return painted(map, limit, [&](Index y, Index x, double t) {
    return times(colour_at(input, y, x), std::min(std::abs(t), 1.0));
  });
}

}  // namespace axiomark::report
