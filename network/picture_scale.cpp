#include "network/picture_scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace axiomark {
namespace {

// The first pixel whose colours differ, or -1.
Index first_coloured(const Pixels& picture) {
  if (picture.colours == 1) return -1;
  for (std::size_t k = 0; k < picture.values.size(); k += 3) {
    const bool grey =
        picture.values[k] == picture.values[k + 1] && picture.values[k] == picture.values[k + 2];
    if (!grey) return static_cast<Index>(k / 3);
  }
  return -1;
}

}  // namespace

template <Scalar S>
Result<Vector<S>> from_pixels(const Pixels& picture, const PictureLayout& layout,
                              const PictureScale& scale, const std::string& where) {
  if (picture.width != layout.width || picture.height != layout.height) {
    return fail(ErrorKind::input, where,
                fmt::format("a picture of {} x {} pixels", picture.width, picture.height),
                fmt::format("{} x {}", layout.width, layout.height));
  }
  if (const Index at = layout.channels == 1 ? first_coloured(picture) : -1; at >= 0) {
    return fail(ErrorKind::input, where,
                fmt::format("a coloured pixel in row {}, column {}", at / picture.width,
                            at % picture.width),
                "a grey picture, as the network has one channel");
  }
  Vector<S> input(layout.features());
  // Few values occur, and a fraction takes a microsecond: each is worked out once.
  std::vector<std::optional<S>> known(static_cast<std::size_t>(picture.white) + 1);
  for (Index colour = 0; colour < layout.channels; ++colour) {
    const Rational& black = scale.black_of(colour);
    const Rational step = (scale.white_of(colour) - black) / Rational(picture.white);
    std::ranges::fill(known, std::nullopt);
    for (Index y = 0; y < layout.height; ++y) {
      for (Index x = 0; x < layout.width; ++x) {
        const std::uint16_t pixel = picture.at(y, x, picture.colours == 1 ? 0 : colour);
        auto& value = known[pixel];
        if (!value) value = convert<S>(Rational(black + step * pixel));
        input(layout.feature(colour, y, x)) = *value;
      }
    }
  }
  return input;
}

Pixels to_pixels(const Vector<double>& input, const PictureLayout& layout,
                 const PictureScale& scale) {
  Pixels picture{layout.width, layout.height, layout.channels, 255, {}};
  picture.values.reserve(static_cast<std::size_t>(layout.features()));
  for (Index y = 0; y < layout.height; ++y) {
    for (Index x = 0; x < layout.width; ++x) {
      for (Index colour = 0; colour < layout.channels; ++colour) {
        const auto black = convert<double>(scale.black_of(colour));
        const auto white = convert<double>(scale.white_of(colour));
        const double part = (input(layout.feature(colour, y, x)) - black) / (white - black);
        picture.values.push_back(
            static_cast<std::uint16_t>(std::lround(255 * std::clamp(part, 0.0, 1.0))));
      }
    }
  }
  return picture;
}

#define AXIOMARK_INSTANTIATE(S)                                                  \
  template Result<Vector<S>> from_pixels<S>(const Pixels&, const PictureLayout&, \
                                            const PictureScale&, const std::string&);
AXIOMARK_INSTANTIATE(float)
AXIOMARK_INSTANTIATE(double)
AXIOMARK_INSTANTIATE(Rational)
#undef AXIOMARK_INSTANTIATE

}  // namespace axiomark
