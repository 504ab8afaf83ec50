#pragma once

#include "network/picture_layout.hpp"
#include "network/pixels.hpp"

namespace axiomark {

/// What a network wants to be fed for black and for white, per colour; in between, in proportion.
/// Exact: x = black + (white - black) p / 255 for the pixel p of a file of 8 bits.
struct PictureScale {
  std::vector<Rational> black{Rational(0)};  ///< one for all colours, or one each: red, green, blue
  std::vector<Rational> white{Rational(1)};

  [[nodiscard]] const Rational& black_of(Index colour) const { return of(black, colour); }
  [[nodiscard]] const Rational& white_of(Index colour) const { return of(white, colour); }

 private:
  [[nodiscard]] static const Rational& of(const std::vector<Rational>& values, Index colour) {
    return values[values.size() == 1 ? 0 : static_cast<std::size_t>(colour)];
  }
};

/// The input of a network that a picture is. A grey picture is one of three equal colours, too; one
/// of colours that are equal in every pixel is grey. Each value is rounded once. Error: colours for
/// a grey network, another size than the layout's.
template <Scalar S>
[[nodiscard]] Result<Vector<S>> from_pixels(const Pixels& picture, const PictureLayout& layout,
                                            const PictureScale& scale, const std::string& where);

/// The picture, of 8 bits, that an input is: the nearest pixels, 0..255; what lies below black is
/// black, what lies above white is white.
[[nodiscard]] Pixels to_pixels(const Vector<double>& input, const PictureLayout& layout,
                               const PictureScale& scale);

}  // namespace axiomark
