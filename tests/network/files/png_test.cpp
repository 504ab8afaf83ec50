#include "network/files/png.hpp"

#include <random>

#include "tests/catch.hpp"

namespace axiomark {
namespace {

Pixels random_picture(Index width, Index height, Index colours, std::uint16_t white,
                      std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Pixels picture{width, height, colours, white, {}};
  for (Index k = 0; k < width * height * colours; ++k) {
    picture.values.push_back(static_cast<std::uint16_t>(random() % (white + 1U)));
  }
  return picture;
}

std::string refusal(std::string_view bytes) {
  const auto picture = parse_png(bytes, "x.png");
  REQUIRE_FALSE(picture);
  CHECK(picture.error().kind != ErrorKind::internal);
  return message(picture.error());
}

TEST_CASE("A picture that is written as PNG is read back as it was") {
  for (const Index colours : {1, 3}) {
    for (const std::uint16_t white : {std::uint16_t{255}, std::uint16_t{65535}}) {
      CAPTURE(colours, white);
      const Pixels picture = random_picture(7, 5, colours, white, 3);
      CHECK(parse_png(png_bytes(picture, "x.png").value(), "x.png").value() == picture);
    }
  }
  const Pixels row = random_picture(300, 1, 3, 255, 4);
  CHECK(parse_png(png_bytes(row, "x.png").value(), "x.png").value() == row);
}

TEST_CASE("Pixels that do not fit the size are not written") {
  Pixels picture = random_picture(3, 2, 1, 255, 5);
  picture.width = 4;
  CHECK_FALSE(png_bytes(picture, "x.png"));
  picture = random_picture(3, 2, 1, 255, 5);
  picture.white = 100;
  CHECK_FALSE(png_bytes(picture, "x.png"));
  CHECK_FALSE(png_bytes(Pixels{}, "x.png"));
}

TEST_CASE("What is no PNG file, or ends too early, is refused by name") {
  const std::string bytes = png_bytes(random_picture(9, 9, 3, 255, 6), "x.png").value();
  CHECK(refusal("GIF89a") == "x.png: not a PNG file; expected the PNG format");
  CHECK(refusal("") == "x.png: not a PNG file; expected the PNG format");
  for (std::size_t size = 8; size < bytes.size(); ++size) {
    CAPTURE(size);
    CHECK(
        refusal(bytes.substr(0, size)).starts_with("x.png: damaged PNG (the file ends too early)"));
  }
}

TEST_CASE("Any changed byte of a PNG file is refused, or changes nothing that is a pixel") {
  const Pixels picture = random_picture(9, 9, 3, 255, 7);
  const std::string bytes = png_bytes(picture, "x.png").value();
  // The signature, then chunks of length, name, data and a checksum of name and data: no single
  // change of a pixel or of the size can pass.
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int bit : {0, 3, 5, 7}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      CAPTURE(at, bit);
      if (const auto read = parse_png(changed, "x.png")) CHECK(*read == picture);
    }
  }
}

TEST_CASE("No damage to a PNG file crashes the reader") {
  const std::string bytes = png_bytes(random_picture(5, 4, 3, 255, 8), "x.png").value();
  std::mt19937_64 random(21);
  int refused = 0;
  for (int k = 0; k < 5000; ++k) {
    std::string damaged = bytes;
    for (std::size_t n = random() % 4 + 1; n > 0; --n) {
      const std::size_t at = random() % damaged.size();
      if (random() % 3 == 0) {
        damaged.erase(at, random() % 8 + 1);
      } else {
        damaged.insert(at, damaged.substr(random() % damaged.size(), random() % 16));
      }
      damaged += static_cast<char>(random());
    }
    const auto picture = parse_png(damaged, "x.png");
    if (!picture) {
      ++refused;
      CHECK(message(picture.error()).find('\n') == std::string::npos);
    }
  }
  CHECK(refused > 4000);
}

}  // namespace
}  // namespace axiomark
