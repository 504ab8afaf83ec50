#pragma once

#include <array>
#include <cstdint>

namespace axiomark::report {

/// A colour of the screen (sRGB).
struct Colour {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;
  [[nodiscard]] bool operator==(const Colour&) const = default;
};

/// Part of the light of white that reaches the eye (relative luminance, IEC 61966-2-1): 0 black, 1
/// white.
[[nodiscard]] double luminance(const Colour& colour);

/// The lightness of a luminance as people see it (CIE 1976 L*): 0 black, 100 white.
[[nodiscard]] double lightness(double luminance);

/// The diverging map of attributions: white for 0, ever darker red up to t = 1, ever darker blue
/// down to t = -1; t outside is taken for its nearest end. Symmetric: t and -t are equally light;
/// the lightness falls by the same amount with each step of |t|. Red and blue are told apart by
/// people who confuse red and green.
[[nodiscard]] Colour diverging(double t);

}  // namespace axiomark::report
