#include "report/pictures/attribution_figure.hpp"

#include <algorithm>
#include <cmath>

#include "network/files/png.hpp"
#include "tests/catch.hpp"

namespace axiomark::report {
namespace {

Vector<double> numbers(std::initializer_list<double> values) {
  Vector<double> v(static_cast<Index>(values.size()));
  std::ranges::copy(values, v.begin());
  return v;
}

// Each of the three bytes is off by half a step at most, and light grows by at most 2.4 / 1.055 <
// 2.28 per step of value: 2.28 * 0.5 / 255, as the weights of the three sum to 1.
constexpr double kLuminanceStep = 0.0045;

TEST_CASE("The colour of nothing is white, and opposite values are equally light") {
  CHECK(diverging(0) == Colour{255, 255, 255});
  for (int k = 0; k <= 100; ++k) {
    const double t = k / 100.0;
    CAPTURE(t);
    CHECK(std::abs(luminance(diverging(t)) - luminance(diverging(-t))) <= 2 * kLuminanceStep);
    // L* falls evenly from 100 to that of luminance 1/10, which is 116 * 0.1^(1/3) - 16; per step
    // of luminance it moves by 116/3 Y^(-2/3) <= 180 above 1/10.
    const double expected = 100 - t * (100 - (116 * std::cbrt(0.1) - 16));
    CHECK(std::abs(lightness(luminance(diverging(t))) - expected) <= 180 * kLuminanceStep);
    if (k > 0) {
      CHECK(diverging(t).red > diverging(t).blue);
      CHECK(diverging(-t).blue > diverging(-t).red);
    }
  }
  CHECK(diverging(7) == diverging(1));
  CHECK(diverging(-7) == diverging(-1));
}

TEST_CASE("Luminance and lightness are those of the standard") {
  CHECK(luminance({255, 255, 255}) == 1);
  CHECK(luminance({0, 0, 0}) == 0);
  CHECK(std::abs(luminance({255, 0, 0}) - 0.2126) < 1e-12);
  CHECK(std::abs(luminance({128, 128, 128}) - 0.2158605) < 1e-7);  // tables of sRGB
  CHECK(lightness(1) == 100);
  CHECK(std::abs(lightness(0.184186) - 50) < 1e-3);  // the grey half way
  CHECK(lightness(0) == 0);
}

TEST_CASE("The colours end at the size asked for") {
  const Vector<double> values = numbers({3, -1, 2, 0});
  CHECK(colour_limit(values, 100) == 3);
  CHECK(colour_limit(values, 75) == 2);
  CHECK(colour_limit(values, 50) == 1);
  CHECK(colour_limit(values, 1) == 0);
  CHECK(colour_limit(numbers({-5, 4}), 100) == 5);
}

Colour colour_of(const Pixels& picture, Index y, Index x) {
  const auto value = [&](Index c) { return static_cast<std::uint8_t>(picture.at(y, x, c)); };
  return {value(0), value(1), value(2)};
}

TEST_CASE("A map is coloured by its parts of the limit, white where the limit is zero") {
  const HeatMap map{2, 2, numbers({4, -2, 0, 8})};
  const Pixels picture = coloured(map, 4);
  CHECK(colour_of(picture, 0, 0) == diverging(1));
  CHECK(colour_of(picture, 0, 1) == diverging(-0.5));
  CHECK(colour_of(picture, 1, 0) == Colour{255, 255, 255});
  CHECK(colour_of(picture, 1, 1) == diverging(1));
  const Pixels nothing = coloured({1, 1, numbers({0})}, 0);
  CHECK(colour_of(nothing, 0, 0) == Colour{255, 255, 255});
}

TEST_CASE("Over the input, nothing is grey and the ends keep their colours") {
  const Pixels input{3, 1, 1, 255, {0, 255, 0}};
  const Pixels picture = tinted(input, {3, 1, numbers({0, 0, -2})}, 2);
  CHECK(colour_of(picture, 0, 0) == Colour{115, 115, 115});  // 45 % of 255
  CHECK(colour_of(picture, 0, 1) == Colour{255, 255, 255});
  CHECK(colour_of(picture, 0, 2) == diverging(-1));
}

TEST_CASE("Scaled pixels are the input's times the size of the attribution") {
  const Pixels input{2, 1, 3, 255, {200, 100, 50, 10, 20, 30}};
  const Pixels picture = scaled(input, {2, 1, numbers({-1, 4})}, 2);
  CHECK(colour_of(picture, 0, 0) == Colour{100, 50, 25});
  CHECK(colour_of(picture, 0, 1) == Colour{10, 20, 30});  // no brighter than it is
}

AttributionFigure figure(std::size_t methods) {
  InputMaps input{
      "target 3", {2, 2, 1, 255, {0, 10, 20, 255}}, Pixels{2, 2, 1, 255, {0, 0, 0, 0}}, {}};
  for (std::size_t k = 0; k < methods; ++k) {
    input.maps.push_back({"integrated-gradients:rule=gauss-legendre,steps=50",
                          {2, 2, numbers({4, -2, 0, 0.5})},
                          4,
                          "sum 2.5"});
  }
  return {"net.onnx, x.png", {input}, Overlay::colours, false, {"Red, white and blue."}};
}

TEST_CASE("Every cell of a map covers its square of the sheet, at the same place for all methods") {
  const auto bytes = draw(figure(4), DrawingFormat::png, "figure.png").value();
  const Pixels sheet = parse_png(bytes, "figure.png").value();
  CHECK(sheet.colours == 3);
  // A picture of 2 x 2 fills 224 units: squares of 112 units or 224 pixels. The map's first row is
  // found by its red; the columns of methods stand 224 + 26 units apart.
  Index top = -1;
  Index left = -1;
  for (Index y = 0; y < sheet.height && top < 0; ++y) {
    for (Index x = 0; x < sheet.width; ++x) {
      if (colour_of(sheet, y, x) == diverging(1)) {
        top = y;
        left = x;
        break;
      }
    }
  }
  REQUIRE(top >= 0);
  for (Index method = 0; method < 4; ++method) {
    const Index x = left + method * 500;
    for (const Index edge : {0, 223}) {
      CAPTURE(method, edge);
      CHECK(colour_of(sheet, top + edge, x + edge) == diverging(1));
      CHECK(colour_of(sheet, top + edge, x + 224 + edge) == diverging(-0.5));
      CHECK(colour_of(sheet, top + 224 + edge, x + edge) == Colour{255, 255, 255});
      CHECK(colour_of(sheet, top + 224 + edge, x + 224 + edge) == diverging(0.125));
    }
  }
}

TEST_CASE("A sheet is opaque and bounded, and grows by rows of four methods") {
  const auto size = [](std::size_t methods) {
    const auto bytes = draw(figure(methods), DrawingFormat::png, "figure.png").value();
    CHECK(bytes[25] == 2);  // the colour type in the header: colours without alpha
    return parse_png(bytes, "figure.png").value();
  };
  CHECK(size(1).width < size(2).width);
  CHECK(size(4).width == size(5).width);
  CHECK(size(4).height < size(5).height);
  CHECK(size(5).height == size(8).height);
  const auto refused = draw(figure(33), DrawingFormat::png, "figure.png");
  REQUIRE_FALSE(refused);
  CHECK(message(refused.error()) ==
        "figure.png: 9 rows of maps (4 methods each); expected at most "
        "8: fewer inputs or methods");
}

TEST_CASE("Pictures of any shape find a place on the sheet") {
  for (const auto& [width, height] :
       {std::pair<Index, Index>{1, 300}, {300, 1}, {1, 1}, {1000, 2}}) {
    const Index count = width * height;
    InputMaps input{"target 0", {width, height, 1, 255, {}}, std::nullopt, {}};
    input.input.values.assign(static_cast<std::size_t>(count), 128);
    const Vector<double> values = Vector<double>::LinSpaced(count, -1, 1);
    input.maps.push_back({"gradient", {width, height, values}, 1, "sum 0"});
    const auto bytes =
        draw({"net", {input}, Overlay::pixels, false, {}}, DrawingFormat::png, "f.png");
    const Pixels sheet = parse_png(bytes.value(), "f.png").value();
    // The bar's end is red whatever the picture's size.
    bool red = false;
    for (std::size_t k = 0; k < sheet.values.size(); k += 3) {
      red = red || Colour{static_cast<std::uint8_t>(sheet.values[k]),
                          static_cast<std::uint8_t>(sheet.values[k + 1]),
                          static_cast<std::uint8_t>(sheet.values[k + 2])} == diverging(1);
    }
    CAPTURE(width, height);
    CHECK(red);
  }
}

TEST_CASE("Text is broken where it must be and never wider than its room") {
  Canvas canvas(DrawingFormat::png, 10, 10);
  const TextStyle style{12, false, {}};
  for (const char* text :
       {"integrated-gradients:rule=gauss-legendre,steps=50", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "ein Wörterbuch über Äpfel und Übermut", "a b", ""}) {
    for (const double width : {30.0, 80.0, 200.0, 1000.0}) {
      CAPTURE(text, width);
      std::string whole;
      for (const std::string& line : wrapped(canvas, text, style, width, 100)) {
        CHECK(canvas.width_of(line, style) <= width);
        whole += line;
      }
      CHECK(whole == text);
    }
  }
  const auto cut =
      wrapped(canvas, "integrated-gradients:rule=gauss-legendre,steps=50", style, 90, 2);
  REQUIRE(cut.size() == 2);
  CHECK(cut.back().ends_with("…"));
  CHECK(canvas.width_of(cut.back(), style) <= 90);
}

TEST_CASE("Bytes that are no text do not keep a sheet from being drawn") {
  AttributionFigure odd = figure(1);
  odd.title = "\xff\xc0\x80 \xed\xa0\x80 \xf5\x80\x80\x80 \xe2\x82 \x01 \xf0\x9f\x98\x80";
  odd.inputs[0].maps[0].title = std::string(400, '\xc3');
  CHECK(draw(odd, DrawingFormat::png, "figure.png"));
  CHECK(draw(odd, DrawingFormat::svg, "figure.svg"));
}

TEST_CASE("An SVG holds letters as outlines and pictures inside itself") {
  const auto svg = draw(figure(2), DrawingFormat::svg, "figure.svg").value();
  CHECK(svg.starts_with("<?xml"));
  CHECK(svg.ends_with("</svg>\n"));
  CHECK(svg.find("<text") == std::string::npos);
  CHECK(svg.find("font-family") == std::string::npos);
  CHECK(svg.find("href=\"http") == std::string::npos);
  CHECK(svg.find("data:image/png;base64,") != std::string::npos);
}

}  // namespace
}  // namespace axiomark::report
