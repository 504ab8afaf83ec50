#pragma once

#include <vector>

#include "network/network.hpp"
#include "network/random_stream.hpp"

/// Small networks trained inside a claim: squares, crosses and frames on a noisy background.
namespace axiomark::claims {

/// Images are kImageSide x kImageSide, intensities from 0 (black) to 1 (white).
inline constexpr Index kImageSide = 12;
inline constexpr Index kPixels = kImageSide * kImageSide;
inline constexpr Index kShapes = 3;

enum class Polarity { bright_on_dark, dark_on_bright };

/// A column per image.
struct ShapeImages {
  Batch<double> images;
  Batch<double> on_object;  ///< 1 on the pixels of the shape, else 0
  std::vector<Index> shapes;
};

/// Shapes of 6x6 pixels at random places; intensities uniform, those of the shape from 0.7 to 1 and
/// those of the background from 0 to 0.3, or the other way round.
[[nodiscard]] ShapeImages draw_shapes(RandomStream& stream, Polarity polarity, Index count);

/// 1 where a pixel of the shape meets one of the background, on either side.
[[nodiscard]] Vector<double> edges(const Vector<double>& on_object);

/// Layers 144-32-32-3 with relus, trained by plain gradient descent on the cross-entropy of fresh
/// images, seed 2017; outputs are logits. Trained at the first call, for each polarity.
[[nodiscard]] const Network<double>& trained_network(Polarity polarity);
/// The same training, seed 2017, of layers with these numbers of hidden units; bright on dark.
[[nodiscard]] Network<double> trained_on_shapes(const std::vector<Index>& hidden);
/// The same with a softmax at the end.
[[nodiscard]] Network<double> with_softmax(const Network<double>& logits);

/// Share of new images whose shape is recognised.
[[nodiscard]] double accuracy(const Network<double>& logits, const ShapeImages& images);

}  // namespace axiomark::claims
