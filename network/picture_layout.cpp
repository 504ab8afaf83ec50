#include "network/picture_layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace axiomark {
namespace {

bool is_colours(Index extent) { return extent == 1 || extent == 3; }

// The last three dimensions, if all before them are 1.
std::optional<Shape> three_dimensions(const Shape& sample) {
  if (sample.size() < 3) return std::nullopt;
  const auto begin = sample.end() - 3;
  if (!std::all_of(sample.begin(), begin, [](Index extent) { return extent == 1; })) {
    return std::nullopt;
  }
  return Shape(begin, sample.end());
}

bool looks_channels_last(const Shape& d) {
  return is_colours(d[2]) && d[0] > 1 && d[1] > 1 && !is_colours(d[0]);
}

// Only one dimension counts: [784], [1, 784, 1].
bool is_flat(const Shape& sample) {
  return std::ranges::count_if(sample, [](Index extent) { return extent != 1; }) <= 1;
}

// Height and width of `pixels` pixels: those of the picture at hand, or else a square.
std::optional<PictureSize> flat_size(Index pixels, std::optional<PictureSize> size) {
  if (size) {
    if (size->width * size->height == pixels) return size;
    return std::nullopt;
  }
  const auto side = static_cast<Index>(std::llround(std::sqrt(static_cast<double>(pixels))));
  if (side > 1 && side * side == pixels) return PictureSize{side, side};
  return std::nullopt;
}

std::optional<PictureLayout> flat_layout(Index features, ChannelPlace place,
                                         std::optional<PictureSize> size) {
  if (const auto grey = flat_size(features, size))
    return PictureLayout{1, grey->height, grey->width};
  if (place == ChannelPlace::automatic || features % 3 != 0) return std::nullopt;
  const auto colours = flat_size(features / 3, size);
  if (!colours) return std::nullopt;
  return PictureLayout{3, colours->height, colours->width, place == ChannelPlace::last};
}

std::optional<PictureLayout> layout(const Shape& sample, ChannelPlace place,
                                    std::optional<PictureSize> size) {
  if (is_flat(sample)) return flat_layout(element_count(sample), place, size);
  if (sample.size() == 2) return PictureLayout{1, sample[0], sample[1]};
  const auto d = three_dimensions(sample);
  if (!d) return std::nullopt;
  const bool last =
      place == ChannelPlace::last || (place == ChannelPlace::automatic && looks_channels_last(*d));
  const PictureLayout found = last ? PictureLayout{(*d)[2], (*d)[0], (*d)[1], true}
                                   : PictureLayout{(*d)[0], (*d)[1], (*d)[2]};
  if (!is_colours(found.channels)) return std::nullopt;
  return found;
}

}  // namespace

std::string_view name(ChannelPlace place) {
  switch (place) {
    case ChannelPlace::first:
      return "channels-first";
    case ChannelPlace::last:
      return "channels-last";
    case ChannelPlace::automatic:
      break;
  }
  return "auto";
}

Result<ChannelAxis> channel_axis(const Shape& sample, ChannelPlace place,
                                 const std::string& where) {
  const Index features = element_count(sample);
  if (is_flat(sample) && place != ChannelPlace::automatic && features % 3 == 0) {
    const Index pixels = features / 3;
    return ChannelAxis{3, place == ChannelPlace::last ? 1 : pixels, {pixels}};
  }
  const auto d = three_dimensions(sample);
  if (!d) {
    return fail(ErrorKind::usage, where, fmt::format("inputs of shape {}", to_text(sample)),
                "inputs of channels x height x width, or height x width x channels");
  }
  const bool last =
      place == ChannelPlace::last || (place == ChannelPlace::automatic && looks_channels_last(*d));
  ChannelAxis axis{last ? (*d)[2] : (*d)[0], last ? 1 : (*d)[1] * (*d)[2], sample};
  axis.summed[sample.size() - (last ? 1 : 3)] = 1;
  return axis;
}

Result<PictureLayout> picture_layout(const Shape& sample, ChannelPlace place,
                                     std::optional<PictureSize> size, const std::string& where) {
  const auto found = layout(sample, place, size);
  const std::string picture =
      size ? fmt::format("a picture of {} x {} pixels", size->width, size->height)
           : "inputs that are no picture";
  if (!found) {
    return fail(ErrorKind::input, where, picture,
                fmt::format("one of 1 or 3 channels that fits the input's shape {} (--layout says "
                            "where channels are)",
                            to_text(sample)));
  }
  if (size && (found->width != size->width || found->height != size->height)) {
    return fail(ErrorKind::input, where, picture,
                fmt::format("{} x {}, as the input's shape {} says", found->width, found->height,
                            to_text(sample)));
  }
  return *found;
}

}  // namespace axiomark
