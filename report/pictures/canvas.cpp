#include "report/pictures/canvas.hpp"

#include <cairo-svg.h>
#include <cairo.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "network/files/png.hpp"

namespace axiomark::report {
namespace {

constexpr double kPixelsPerUnit = 2;  // 192 per inch

// Fonts by what they are, not by name: fontconfig has one for each on every system.
constexpr const char* kFont = "sans-serif";

cairo_status_t append(void* to, const unsigned char* from, unsigned int count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(from), count);
  return CAIRO_STATUS_SUCCESS;
}

double part(std::uint8_t value) { return value / 255.0; }

// Each pixel repeated to the squares it fills, so that no viewer smooths what it enlarges; where a
// picture has more pixels than there is room, the mean of those that share a place.
cairo_surface_t* resized(const Pixels& picture, int width, int height) {
  cairo_surface_t* image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  unsigned char* data = cairo_image_surface_get_data(image);
  const auto range = [](int k, Index from, int to) {
    const Index begin = k * from / to;
    return std::pair(begin, std::max(begin + 1, (k + 1) * from / to));
  };
  for (int y = 0; data != nullptr && y < height; ++y) {
    auto* row =
        reinterpret_cast<std::uint32_t*>(data + Index{y} * cairo_image_surface_get_stride(image));
    const auto [top, bottom] = range(y, picture.height, height);
    for (int x = 0; x < width; ++x) {
      const auto [left, right] = range(x, picture.width, width);
      std::uint32_t pixel = 0xff;
      for (Index c = 0; c < 3; ++c) {
        Index sum = 0;
        for (Index v = top; v < bottom; ++v) {
          for (Index u = left; u < right; ++u) {
            sum += picture.at(v, u, picture.colours == 1 ? 0 : c);
          }
        }
        const Index mean = sum * 255 / ((bottom - top) * (right - left) * picture.white);
        pixel = pixel << 8 | static_cast<std::uint32_t>(mean);
      }
      row[x] = pixel;
    }
  }
  cairo_surface_mark_dirty(image);
  return image;
}

// How many bytes the character at the front has.
std::size_t character(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) ++size;
  return size;
}

// The text with a question mark for every byte that is not of a character of UTF-8 (cairo draws
// nothing any more after one) and a space for control characters.
std::string drawable(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    const bool valid =
        lead < 0x80 || (lead >= 0xc2 && lead < 0xf5 && character(text) >= size &&
                        // overlong forms, halves of pairs, beyond the last plane
                        !(lead == 0xe0 && static_cast<unsigned char>(text[1]) < 0xa0) &&
                        !(lead == 0xed && static_cast<unsigned char>(text[1]) > 0x9f) &&
                        !(lead == 0xf0 && static_cast<unsigned char>(text[1]) < 0x90) &&
                        !(lead == 0xf4 && static_cast<unsigned char>(text[1]) > 0x8f));
    const std::size_t taken = valid ? size : 1;
    if (lead < 0x20 || lead == 0x7f) {
      result += ' ';
    } else {
      result += valid ? text.substr(0, taken) : "?";
    }
    text.remove_prefix(taken);
  }
  return result;
}

// Where to break a line at the latest: behind a mark that separates words, or else parts of words,
// or else where it ends.
std::size_t line_break(std::string_view line) {
  for (const std::string_view marks : {" :,;/(", "-="}) {
    if (const auto at = line.find_last_of(marks); at != std::string_view::npos) return at + 1;
  }
  return line.size();
}

}  // namespace

struct Canvas::Surface {
  DrawingFormat format;
  std::string svg;
  cairo_surface_t* drawn = nullptr;
  cairo_t* pen = nullptr;

  void use(const Colour& colour) const {
    cairo_set_source_rgb(pen, part(colour.red), part(colour.green), part(colour.blue));
  }
  void use(const TextStyle& style) const {
    cairo_select_font_face(pen, kFont, CAIRO_FONT_SLANT_NORMAL,
                           style.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(pen, style.size);
  }
};

Canvas::Canvas(DrawingFormat format, double width, double height)
    : surface_(std::make_unique<Surface>()) {
  surface_->format = format;
  const double scale = format == DrawingFormat::png ? kPixelsPerUnit : 1;
  surface_->drawn = format == DrawingFormat::png
                        ? cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                                     static_cast<int>(std::ceil(width * scale)),
                                                     static_cast<int>(std::ceil(height * scale)))
                        // A CSS pixel, 1/96 inch, is 3/4 of the points that cairo counts in.
                        : cairo_svg_surface_create_for_stream(append, &surface_->svg, width * 0.75,
                                                              height * 0.75);
  surface_->pen = cairo_create(surface_->drawn);
  cairo_scale(surface_->pen, format == DrawingFormat::png ? scale : 0.75,
              format == DrawingFormat::png ? scale : 0.75);
  // Letters keep their proportions at every size: grey edges, no shifting to the grid.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_set_font_options(surface_->pen, options);
  cairo_font_options_destroy(options);
  fill({0, 0, width, height}, {255, 255, 255});
}

Canvas::~Canvas() {
  cairo_destroy(surface_->pen);
  cairo_surface_destroy(surface_->drawn);
}

void Canvas::fill(const Rectangle& area, const Colour& colour) {
  surface_->use(colour);
  cairo_rectangle(surface_->pen, area.x, area.y, area.width, area.height);
  cairo_fill(surface_->pen);
}

void Canvas::frame(const Rectangle& area, const Colour& colour) {
  surface_->use(colour);
  cairo_set_line_width(surface_->pen, 1);
  // Around the area, not over it.
  cairo_rectangle(surface_->pen, area.x - 0.5, area.y - 0.5, area.width + 1, area.height + 1);
  cairo_stroke(surface_->pen);
}

void Canvas::picture(const Pixels& picture, const Rectangle& area) {
  const auto pixels = [](double units) {
    return static_cast<int>(std::lround(units * kPixelsPerUnit));
  };
  cairo_surface_t* image = resized(picture, pixels(area.width), pixels(area.height));
  cairo_save(surface_->pen);
  cairo_translate(surface_->pen, area.x, area.y);
  cairo_scale(surface_->pen, 1 / kPixelsPerUnit, 1 / kPixelsPerUnit);
  cairo_set_source_surface(surface_->pen, image, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(surface_->pen), CAIRO_FILTER_NEAREST);
  cairo_rectangle(surface_->pen, 0, 0, pixels(area.width), pixels(area.height));
  cairo_fill(surface_->pen);
  cairo_restore(surface_->pen);
  cairo_surface_destroy(image);
}

void Canvas::text(double x, double y, const std::string& line, const TextStyle& style,
                  TextAlign align) {
  const double width = align == TextAlign::left ? 0 : width_of(line, style);
  surface_->use(style);
  surface_->use(style.colour);
  cairo_move_to(surface_->pen, x - (align == TextAlign::middle ? width / 2 : width), y);
  cairo_show_text(surface_->pen, drawable(line).c_str());
}

double Canvas::width_of(const std::string& line, const TextStyle& style) {
  surface_->use(style);
  cairo_text_extents_t extents;
  cairo_text_extents(surface_->pen, drawable(line).c_str(), &extents);
  return extents.x_advance;
}

Result<std::string> Canvas::bytes(const std::string& where) {
  if (const auto status = cairo_status(surface_->pen); status != CAIRO_STATUS_SUCCESS) {
    return fail(ErrorKind::internal, where, cairo_status_to_string(status));
  }
  cairo_surface_flush(surface_->drawn);
  if (surface_->format == DrawingFormat::svg) {
    cairo_surface_finish(surface_->drawn);
    return surface_->svg;
  }
  Pixels sheet{cairo_image_surface_get_width(surface_->drawn),
               cairo_image_surface_get_height(surface_->drawn),
               3,
               255,
               {}};
  sheet.values.reserve(static_cast<std::size_t>(sheet.width * sheet.height * 3));
  const unsigned char* data = cairo_image_surface_get_data(surface_->drawn);
  const Index stride = cairo_image_surface_get_stride(surface_->drawn);
  for (Index y = 0; y < sheet.height; ++y) {
    const auto* row = reinterpret_cast<const std::uint32_t*>(data + y * stride);
    for (Index x = 0; x < sheet.width; ++x) {
      for (int shift = 16; shift >= 0; shift -= 8) {
        sheet.values.push_back(static_cast<std::uint16_t>(row[x] >> shift & 0xff));
      }
    }
  }
  return png_bytes(sheet, where);
}

std::vector<std::string> wrapped(Canvas& canvas, const std::string& text, const TextStyle& style,
                                 double width, std::size_t most) {
  const auto fits = [&](const std::string& line) { return canvas.width_of(line, style) <= width; };
  std::vector<std::string> lines;
  std::string rest = text;
  while (!rest.empty()) {
    std::size_t longest = 0;
    for (std::size_t k = character(rest); k <= rest.size() && fits(rest.substr(0, k));
         k += k < rest.size() ? character(std::string_view(rest).substr(k)) : 1) {
      longest = k;
    }
    std::size_t taken = std::max(longest, character(rest));
    if (taken < rest.size()) taken = line_break(std::string_view(rest).substr(0, taken));
    lines.push_back(rest.substr(0, taken));
    rest.erase(0, taken);
    if (lines.size() == most && !rest.empty()) {
      std::string& last = lines.back();
      while (!last.empty() && !fits(last + "…")) {
        do last.pop_back();
        while (!last.empty() && (static_cast<unsigned char>(last.back()) & 0xc0) == 0x80);
      }
      last += "…";
      return lines;
    }
  }
  return lines;
}

}  // namespace axiomark::report
