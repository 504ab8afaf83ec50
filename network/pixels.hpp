#pragma once

#include <cstdint>
#include <vector>

#include "network/batch.hpp"

namespace axiomark {

/// A picture as a file holds it: whole numbers from 0 (black) to `white`, row by row from the top,
/// the colours of a pixel side by side.
struct Pixels {
  Index width = 0;
  Index height = 0;
  Index colours = 1;          ///< 1: grey, 3: red, green, blue
  std::uint16_t white = 255;  ///< 65535 with 16 bits
  std::vector<std::uint16_t> values;

  [[nodiscard]] std::uint16_t at(Index y, Index x, Index colour) const {
    return values[static_cast<std::size_t>((y * width + x) * colours + colour)];
  }
  [[nodiscard]] bool operator==(const Pixels&) const = default;
};

}  // namespace axiomark
