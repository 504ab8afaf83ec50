#pragma once

#include <string>
#include <string_view>

#include "network/pixels.hpp"

namespace axiomark {

/// The most pixels that a picture read from a file may have: decoded with all channels at 16 bits
/// they take 64 MiB, so that a small file that claims to be huge cannot fill the memory.
inline constexpr Index kMostPixels = Index{1} << 23;

/// A PNG file, by libpng: grey or colour, 1 to 16 bits, palette, interlaced. Depths below 8 bits
/// are spread over 0..255; the numbers stand as they are in the file, whatever gamma or colour
/// profile it names, because networks are trained on these numbers. An alpha channel is read if it
/// is opaque everywhere. Refuses, by name: transparent pixels, more than kMostPixels, damaged and
/// truncated files.
[[nodiscard]] Result<Pixels> parse_png(std::string_view bytes, const std::string& file);

/// The PNG file of a picture, 8 or 16 bits, without interlacing; parse_png gives the picture back.
/// `where` is named in errors (values that do not fit the size).
[[nodiscard]] Result<std::string> png_bytes(const Pixels& picture, const std::string& where);

}  // namespace axiomark
