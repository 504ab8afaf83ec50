#include "report/pictures/colour_map.hpp"

#include <algorithm>
#include <cmath>

namespace axiomark::report {
namespace {

using Light = std::array<double, 3>;  // red, green, blue, in proportion to light

// How much of the eye's impression of white each of the three makes (IEC 61966-2-1).
constexpr Light kWeights{0.2126, 0.7152, 0.0722};

double encoded(double light) {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
}

double decoded(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance_of(const Light& light) {
  return kWeights[0] * light[0] + kWeights[1] * light[1] + kWeights[2] * light[2];
}

std::uint8_t byte(double light) {
  return static_cast<std::uint8_t>(std::lround(255 * std::clamp(encoded(light), 0.0, 1.0)));
}

// Both ends have this luminance (L* = 38: text in white is legible on them).
constexpr double kEnd = 0.1;

// A hue, made as light as an end is.
Light end_of(Light hue) {
  const double factor = kEnd / luminance_of(hue);
  for (double& part : hue) part *= factor;
  return hue;
}

}  // namespace

double luminance(const Colour& colour) {
  return luminance_of(
      {decoded(colour.red / 255.0), decoded(colour.green / 255.0), decoded(colour.blue / 255.0)});
}

double lightness(double luminance) {
  constexpr double kLinear = 6.0 / 29;
  return luminance > kLinear * kLinear * kLinear ? 116 * std::cbrt(luminance) - 16
                                                 : luminance * 116 / (3 * kLinear * kLinear);
}

Colour diverging(double t) {
  static const Light red = end_of({0.445, 0.012, 0.022});
  static const Light blue = end_of({0.016, 0.125, 0.440});
  const double size = std::min(std::abs(t), 1.0);
  // Mixing lights mixes luminances, so the part of the end decides the luminance whatever its hue;
  // it is chosen such that the lightness is linear in size.
  const double wanted = 100 - size * (100 - lightness(kEnd));
  const double part = (1 - std::pow((wanted + 16) / 116, 3)) / (1 - kEnd);
  const Light& end = t < 0 ? blue : red;
  const auto mixed = [&](std::size_t k) { return byte(1 + part * (end[k] - 1)); };
  return {mixed(0), mixed(1), mixed(2)};
}

}  // namespace axiomark::report
