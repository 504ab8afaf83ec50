#include <algorithm>

#include "network/files/png.hpp"
#include "tests/fuzz/fuzzed.hpp"
#include "tests/fuzz/png_chunks.hpp"

using namespace axiomark;

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* bytes, std::size_t size, std::size_t most);

// What is damaged at random ends at the first checksum; mended, it gets further. One in eight stays as it is.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* bytes, std::size_t size,
                                               std::size_t most, unsigned seed) {
  const std::size_t changed = LLVMFuzzerMutate(bytes, size, most);
  if (seed % 8 != 0) fuzz::mend_checksums(bytes, changed);
  return changed;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text = fuzz::text_of(bytes, size);
  const std::string file(fuzz::kFile);
  const auto picture = parse_png(text, file);
  if (!picture) {
    fuzz::require_one_line(picture.error());
    return 0;
  }
  const Index pixels = picture->width * picture->height;
  fuzz::require(pixels <= kMostPixels, "more pixels than may be");
  fuzz::require(static_cast<Index>(picture->values.size()) == pixels * picture->colours,
                "a size of other pixels");
  const auto within = [&](std::uint16_t value) { return value <= picture->white; };
  fuzz::require(std::ranges::all_of(picture->values, within), "a pixel brighter than white");
  const auto written = png_bytes(*picture, file);
  fuzz::require(written.has_value(), "read but not written");
  const auto again = parse_png(*written, file);
  fuzz::require(again.has_value() && *again == *picture, "written and read otherwise");
  return 0;
}
