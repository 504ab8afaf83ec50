#pragma once

#include <cstdint>

#include "network/picture_scale.hpp"

namespace axiomark {

/// Baselines x' for pictures, as functions of the input x. All are exact in Rational and the same,
/// but for one rounding of each step, in float and double. None of them says that nothing is there:
/// which of them a network takes for no information is what F(x') near zero is to show (see
/// near_zero.hpp).

/// x' = white (or black) everywhere: the values that a picture of white (black) pixels has.
template <Scalar S>
[[nodiscard]] Vector<S> white_picture(const PictureLayout& layout, const PictureScale& scale);
template <Scalar S>
[[nodiscard]] Vector<S> black_picture(const PictureLayout& layout, const PictureScale& scale);

/// x' = the mean of x over all positions, colour by colour: a plain picture of the input's mean
/// colour.
template <Scalar S>
[[nodiscard]] Vector<S> mean_colour(const Vector<S>& input, const PictureLayout& layout);

/// x' = noise: every value one of the 256 from black to white, each as likely, independent of x.
/// The same for a seed on every machine.
template <Scalar S>
[[nodiscard]] Vector<S> noise_picture(std::uint64_t seed, const PictureLayout& layout,
                                      const PictureScale& scale);

/// x' = x blurred, colour by colour, along rows and then along columns:
///     x'_p = sum_q w_|p-q| x_q / sum_q w_|p-q|,  q inside the picture,
///     w_d = round(2^16 exp(-d^2 / (2 sigma^2)))
/// so that a plain picture stays as it is up to its edges. Requires sigma > 0.
/// Cost: features times the smaller of the side and 5 sigma (beyond, all w_d are 0).
template <Scalar S>
[[nodiscard]] Vector<S> blurred(const Vector<S>& input, const PictureLayout& layout, double sigma);

/// The sigma of `blur` without one: an eighth of the shorter side, which leaves large shapes of
/// light and dark, but no strokes or edges.
[[nodiscard]] double usual_blur(const PictureLayout& layout);

}  // namespace axiomark
