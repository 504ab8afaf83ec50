#include "network/files/png.hpp"

#include <fmt/format.h>
#include <png.h>

#include <array>
#include <csetjmp>
#include <cstring>

namespace axiomark {
namespace {

// libpng reports errors by longjmp. Between setjmp and the calls of libpng there are only plain
// values here: all that has a destructor lives in the caller.
struct Codec {
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::string_view unread;            // of a file that is read
  std::string* written = nullptr;     // the file that is written
  std::array<char, 128> complaint{};  // libpng's own words

  Codec() = default;
  Codec(const Codec&) = delete;
  Codec& operator=(const Codec&) = delete;
};

[[noreturn]] void on_error(png_structp png, png_const_charp words) {
  auto& codec = *static_cast<Codec*>(png_get_error_ptr(png));
  std::strncpy(codec.complaint.data(), words, codec.complaint.size() - 1);
  png_longjmp(png, 1);
}

void on_warning(png_structp, png_const_charp) {}  // libraries never print

void read_some(png_structp png, png_bytep to, png_size_t count) {
  auto& codec = *static_cast<Codec*>(png_get_io_ptr(png));
  if (count > codec.unread.size()) png_error(png, "the file ends too early");
  std::memcpy(to, codec.unread.data(), count);
  codec.unread.remove_prefix(count);
}

void write_some(png_structp png, png_bytep from, png_size_t count) {
  static_cast<Codec*>(png_get_io_ptr(png))
      ->written->append(reinterpret_cast<const char*>(from), count);
}

void flush_nothing(png_structp) {}

struct Reader : Codec {
  explicit Reader(std::string_view bytes) {
    unread = bytes;
    png = png_create_read_struct(PNG_LIBPNG_VER_STRING, static_cast<Codec*>(this), on_error,
                                 on_warning);
    if (png != nullptr) info = png_create_info_struct(png);
  }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
};

struct Writer : Codec {
  explicit Writer(std::string& to) {
    written = &to;
    png = png_create_write_struct(PNG_LIBPNG_VER_STRING, static_cast<Codec*>(this), on_error,
                                  on_warning);
    if (png != nullptr) info = png_create_info_struct(png);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { png_destroy_write_struct(&png, &info); }
};

// Everything before the pixels; false after an error.
bool read_head(Reader& reader) {
  // NOLINTNEXTLINE(bugprone-*): nothing to destroy between here and the jump
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_set_read_fn(reader.png, static_cast<Codec*>(&reader), read_some);
  // Texts, colour profiles and all else that is not pixels: skipped, not unpacked.
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  png_set_user_limits(reader.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // ours are better words
  png_read_info(reader.png, reader.info);
  return true;
}

// Palettes and few bits become 8 bits, transparency an alpha channel, 16 bits this machine's.
bool ask_for_plain_pixels(Reader& reader) {
  // NOLINTNEXTLINE(bugprone-*)
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_set_expand(reader.png);
  png_set_swap(reader.png);
  png_set_interlace_handling(reader.png);
  png_read_update_info(reader.png, reader.info);
  return true;
}

bool read_rows(Reader& reader, png_bytepp rows) {
  // NOLINTNEXTLINE(bugprone-*)
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;
  png_read_image(reader.png, rows);
  png_read_end(reader.png, nullptr);
  return true;
}

// One file's pixels, `samples` of `wide` bytes or less each, without an alpha that says nothing.
Result<Pixels> without_alpha(const std::vector<png_byte>& bytes, std::size_t samples, bool wide,
                             Pixels picture, const std::string& file) {
  const auto value = [&](std::size_t k) {
    if (!wide) return static_cast<std::uint16_t>(bytes[k]);
    std::uint16_t v = 0;
    std::memcpy(&v, bytes.data() + 2 * k, sizeof v);
    return v;
  };
  const auto pixels = static_cast<std::size_t>(picture.width * picture.height);
  const auto colours = static_cast<std::size_t>(picture.colours);
  picture.values.reserve(pixels * colours);
  for (std::size_t p = 0; p < pixels; ++p) {
    for (std::size_t c = 0; c < colours; ++c) picture.values.push_back(value(p * samples + c));
    if (samples > colours && value(p * samples + colours) != picture.white) {
      const auto width = static_cast<std::size_t>(picture.width);
      return fail(ErrorKind::input, file,
                  fmt::format("a transparent pixel in row {}, column {}", p / width, p % width),
                  "an opaque picture");
    }
  }
  return picture;
}

bool write_all(Writer& writer, const Pixels& picture, png_bytepp rows) {
  // NOLINTNEXTLINE(bugprone-*)
  if (setjmp(png_jmpbuf(writer.png)) != 0) return false;
  png_set_write_fn(writer.png, static_cast<Codec*>(&writer), write_some, flush_nothing);
  png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(picture.width),
               static_cast<png_uint_32>(picture.height), picture.white > 255 ? 16 : 8,
               picture.colours == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(writer.png, writer.info);
  png_write_image(writer.png, rows);
  png_write_end(writer.png, nullptr);
  return true;
}

std::vector<png_bytep> row_starts(std::vector<png_byte>& bytes, Index height) {
  std::vector<png_bytep> rows;
  const std::size_t stride = bytes.size() / static_cast<std::size_t>(height);
  for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
    rows.push_back(bytes.data() + y * stride);
  }
  return rows;
}

}  // namespace

Result<Pixels> parse_png(std::string_view bytes, const std::string& file) {
  constexpr std::string_view kMagic = "\x89PNG\r\n\x1a\n";
  if (!bytes.starts_with(kMagic)) {
    return fail(ErrorKind::input, file, "not a PNG file", "the PNG format");
  }
  Reader reader(bytes);
  if (reader.info == nullptr) return fail(ErrorKind::internal, file, "libpng does not start");
  const auto damaged = [&] {
    return fail(ErrorKind::input, file, fmt::format("damaged PNG ({})", reader.complaint.data()),
                "a whole PNG file");
  };
  if (!read_head(reader)) return damaged();
  const Index width = png_get_image_width(reader.png, reader.info);
  const Index height = png_get_image_height(reader.png, reader.info);
  if (width > kMostPixels / height) {
    return fail(ErrorKind::unsupported, file, fmt::format("{} x {} pixels", width, height),
                fmt::format("at most {} pixels", kMostPixels));
  }
  if (!ask_for_plain_pixels(reader)) return damaged();
  const bool colour = (png_get_color_type(reader.png, reader.info) & PNG_COLOR_MASK_COLOR) != 0;
  const bool wide = png_get_bit_depth(reader.png, reader.info) == 16;
  const Pixels empty{
      width, height, colour ? 3 : 1, static_cast<std::uint16_t>(wide ? 65535 : 255), {}};
  std::vector<png_byte> decoded(png_get_rowbytes(reader.png, reader.info) *
                                static_cast<std::size_t>(height));
  auto rows = row_starts(decoded, height);
  if (!read_rows(reader, rows.data())) return damaged();
  return without_alpha(decoded, png_get_channels(reader.png, reader.info), wide, empty, file);
}

Result<std::string> png_bytes(const Pixels& picture, const std::string& where) {
  const bool wide = picture.white == 65535;
  const bool fits =
      picture.width > 0 && picture.height > 0 && (picture.colours == 1 || picture.colours == 3) &&
      (wide || picture.white == 255) &&
      static_cast<Index>(picture.values.size()) == picture.width * picture.height * picture.colours;
  if (!fits) return fail(ErrorKind::internal, where, "pixels that do not fit the picture's size");
  std::vector<png_byte> encoded;
  encoded.reserve(picture.values.size() * (wide ? 2 : 1));
  for (const std::uint16_t value : picture.values) {
    if (wide) encoded.push_back(static_cast<png_byte>(value >> 8));  // the larger byte first
    encoded.push_back(static_cast<png_byte>(value & 0xff));
  }
  auto rows = row_starts(encoded, picture.height);
  std::string bytes;
  Writer writer(bytes);
  if (writer.info == nullptr) return fail(ErrorKind::internal, where, "libpng does not start");
  if (!write_all(writer, picture, rows.data())) {
    return fail(ErrorKind::internal, where, writer.complaint.data());
  }
  return bytes;
}

}  // namespace axiomark
