#pragma once

#include <memory>
#include <string>
#include <vector>

#include "network/pixels.hpp"
#include "report/pictures/colour_map.hpp"

namespace axiomark::report {

/// The file that a drawing becomes.
enum class DrawingFormat { png, svg };

struct Rectangle {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

struct TextStyle {
  double size = 12;
  bool bold = false;
  Colour colour{0x22, 0x22, 0x22};
};

/// Where a text stands to its point: from there, around it, up to there.
enum class TextAlign { left, middle, right };

/// A sheet to draw on, by cairo, in units of 1/96 inch from the top left corner. A PNG has two
/// pixels per unit, so that it is sharp in print; an SVG holds letters as outlines, so that it
/// needs no font. Nothing is transparent: the sheet is white and looks the same on every page.
class Canvas {
 public:
  Canvas(DrawingFormat format, double width, double height);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  void fill(const Rectangle& area, const Colour& colour);
  void frame(const Rectangle& area, const Colour& colour);
  /// The picture, pixel by pixel as squares without any smoothing, stretched over an area.
  void picture(const Pixels& picture, const Rectangle& area);
  /// One line; y is its base line.
  void text(double x, double y, const std::string& line, const TextStyle& style, TextAlign align);

  /// How wide a line becomes.
  [[nodiscard]] double width_of(const std::string& line, const TextStyle& style);

  /// The file's bytes. Nothing can be drawn afterwards.
  [[nodiscard]] Result<std::string> bytes(const std::string& where);

 private:
  struct Surface;
  std::unique_ptr<Surface> surface_;
};

/// A text in lines no wider than `width`, broken where it must be: behind one of space : , ; / ( or
/// else behind - or =; of more than `most` lines the last ends in an ellipsis.
[[nodiscard]] std::vector<std::string> wrapped(Canvas& canvas, const std::string& text,
                                               const TextStyle& style, double width,
                                               std::size_t most);

}  // namespace axiomark::report
