#pragma once

#include <optional>
#include <string_view>

#include "network/batch.hpp"

namespace axiomark {

/// Where a network's input has its channels.
enum class ChannelPlace { automatic, first, last };

/// "auto", "channels-first", "channels-last".
[[nodiscard]] std::string_view name(ChannelPlace place);

/// The channels of a sample: values are [outer, channels, inner].
struct ChannelAxis {
  Index channels;
  Index inner;
  Shape summed;  ///< the shape of a sample whose channels were summed
};

/// The channels of inputs of that shape, however many. `automatic`: the last of three dimensions if
/// it has 3 or 1 entries, the first has neither, and the first two are longer than 1; else the
/// first of three. Flat inputs have three channels where `place` says how these lie. Error: any
/// other shape without three dimensions behind leading ones.
[[nodiscard]] Result<ChannelAxis> channel_axis(const Shape& sample, ChannelPlace place,
                                               const std::string& where);

/// How the features of a sample make a picture.
struct PictureLayout {
  Index channels = 1;  ///< 1: grey, 3: colours
  Index height = 1;
  Index width = 1;
  bool channels_last = false;
  bool blue_first = false;  ///< channels blue, green, red instead of red, green, blue

  /// The feature of a colour (0 red or grey, 1 green, 2 blue) in a row from the top and a column.
  [[nodiscard]] Index feature(Index colour, Index y, Index x) const {
    const Index channel = blue_first ? channels - 1 - colour : colour;
    return channels_last ? (y * width + x) * channels + channel
                         : (channel * height + y) * width + x;
  }
  [[nodiscard]] Index features() const { return channels * height * width; }
};

/// Width and height of a picture at hand.
struct PictureSize {
  Index width;
  Index height;
};

/// The layout of a sample of that shape. [1, C, H, W], [1, H, W, C] and [H, W] say it themselves (C
/// = 1 or 3); flat samples are rows of pixels one after the other: grey, of the size of the picture
/// at hand or else a square; colours only if `place` says how they lie. Error: a shape that is no
/// picture of 1 or 3 channels, or of another size than the one at hand.
[[nodiscard]] Result<PictureLayout> picture_layout(const Shape& sample, ChannelPlace place,
                                                   std::optional<PictureSize> size,
                                                   const std::string& where);

}  // namespace axiomark
