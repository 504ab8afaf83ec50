#include "report/plot_drawing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <regex>

#include "network/random_stream.hpp"
#include "report/number_text.hpp"
#include "report/plot_axis.hpp"
#include "report/plot_marks.hpp"
#include "report/text_lines.hpp"
#include "tests/catch.hpp"

using namespace axiomark;

namespace {

struct Text {
  double left;
  double right;
  double baseline;
  std::string words;
};

// Every text of a drawing, as wide as its letters could be: wider than they are.
std::vector<Text> texts(const std::string& svg) {
  const std::regex pattern("<text class=\"(.)\" x=\"([-0-9.]+)\" y=\"([-0-9.]+)\">([^<]*)<");
  std::vector<Text> found;
  for (std::sregex_iterator at(svg.begin(), svg.end(), pattern), end; at != end; ++at) {
    const double x = std::stod((*at)[2]);
    const double width = 6.6 * static_cast<double>(display_width((*at)[4].str()));
    const double left = (*at)[1] == "m" ? x - width / 2 : (*at)[1] == "e" ? x - width : x;
    found.push_back({left, left + width, std::stod((*at)[3]), (*at)[4]});
  }
  return found;
}

double height(const std::string& svg) {
  std::smatch match;
  REQUIRE(std::regex_search(svg, match, std::regex("viewBox=\"0 0 360 ([0-9]+)\"")));
  return std::stod(match[1]);
}

void check_legible(const std::string& svg) {
  const auto all = texts(svg);
  REQUIRE(all.size() >= 4);
  for (const Text& a : all) {
    CAPTURE(a.words);
    CHECK(a.left >= 0);
    CHECK(a.right <= 361);
    CHECK(a.baseline <= height(svg));
    CHECK(a.baseline >= 10);
    for (const Text& b : all) {
      if (&a >= &b) continue;
      CAPTURE(b.words);
      const bool apart =
          std::abs(a.baseline - b.baseline) >= 12 || a.right <= b.left || b.right <= a.left;
      CHECK(apart);
    }
  }
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

Plot curve() {
  Plot plot;
  plot.title = "Saturation";
  plot.caption = "Flat from alpha = 1/2 on.";
  plot.x_label = "alpha";
  plot.y_label = "f(x1)";
  PlotSeries f{"f", {}, {}, true};
  for (int k = 0; k <= 100; ++k) {
    f.x.push_back(k / 100.0);
    f.y.push_back(std::min(1.0, k / 50.0));
  }
  plot.series = {f, {"samples", {0, 0.5, 1}, {0, 1, 1}, false}};
  return plot;
}

// The points of the lines of a drawing, run by run.
std::vector<std::vector<PlotPoint>> lines(const std::string& svg) {
  const std::regex pattern("class=\"ln[^\"]*\" d=\"([^\"]*)\"");
  std::vector<std::vector<PlotPoint>> found;
  for (std::sregex_iterator at(svg.begin(), svg.end(), pattern), end; at != end; ++at) {
    const std::string way = (*at)[1];
    const std::regex point("([ML])([-0-9.]+) ([-0-9.]+)");
    for (std::sregex_iterator p(way.begin(), way.end(), point); p != end; ++p) {
      if ((*p)[1] == "M") found.emplace_back();
      found.back().push_back({std::stod((*p)[2]), std::stod((*p)[3])});
    }
  }
  return found;
}

}  // namespace

TEST_CASE("axes are marked at round numbers inside their range") {
  const PlotAxis axis = plot_axis(std::vector<double>{-1, 0.3, 2}, false, 8);
  std::vector<std::string> labels;
  for (const PlotTick& tick : axis.ticks) labels.push_back(tick.label);
  CHECK(labels == std::vector<std::string>{"−1", "−0.5", "0", "0.5", "1", "1.5", "2"});
  CHECK(axis.place(axis.low) == 0);
  CHECK(axis.place(axis.high) == 1);
  for (const double range : {1e-9, 0.7, 13.0, 4e7}) {
    CAPTURE(range);
    const PlotAxis some = plot_axis(std::vector<double>{0, range}, false, 6);
    CHECK(some.ticks.size() >= 3);
    CHECK(some.ticks.size() <= 8);
    for (const PlotTick& tick : some.ticks) {
      CHECK(some.place(tick.value) >= -1e-6);
      CHECK(some.place(tick.value) <= 1 + 1e-6);
    }
  }
}

TEST_CASE("a logarithmic axis is marked at powers of ten, one of them 1") {
  const PlotAxis wide = plot_axis(std::vector<double>{1e-11, 3}, true, 6);
  bool has_one = false;
  for (const PlotTick& tick : wide.ticks) has_one |= tick.label == "10⁰";
  CHECK(has_one);
  CHECK(wide.ticks.front().label == "10⁻¹⁰");
  const PlotAxis narrow = plot_axis(std::vector<double>{3, 40}, true, 6);
  CHECK(narrow.ticks.size() >= 2);
  CHECK(narrow.ticks.front().label == "5");
  // Room for few: still several marks, and none of steps of one size.
  const PlotAxis features = plot_axis(std::vector<double>{2, 512}, true, 4);
  REQUIRE(features.ticks.size() == 2);
  CHECK(features.ticks[0].label == "10");
  CHECK(features.ticks[1].label == "100");
  const PlotAxis seconds = plot_axis(std::vector<double>{9e-5, 7e-3}, true, 4);
  REQUIRE(seconds.ticks.size() >= 2);
  CHECK(seconds.ticks[1].value / seconds.ticks[0].value > 2);
  CHECK_FALSE(wide.shows(0));
  CHECK_FALSE(wide.shows(std::numeric_limits<double>::quiet_NaN()));
  CHECK(std::abs(wide.place(std::sqrt(wide.low * wide.high)) - 0.5) < 1e-12);
}

TEST_CASE("numbers of a plot are short") {
  CHECK(plot_number(0) == "0");
  CHECK(plot_number(-3) == "−3");
  CHECK(plot_number(0.25) == "0.25");
  CHECK(plot_number(2e-7) == "2·10⁻⁷");
  CHECK(plot_number(1e6) == "10⁶");
  CHECK(plot_number(-1.5e12) == "−1.5·10¹²");
}

TEST_CASE("text is broken at spaces and never inside a word") {
  CHECK(text_lines("", 5).empty());
  CHECK(text_lines("one two three", 7) == std::vector<std::string>{"one two", "three"});
  CHECK(text_lines("unbreakable word", 4) == std::vector<std::string>{"unbreakable", "word"});
}

TEST_CASE("a plot says in words what it shows, and text is escaped") {
  Plot plot = curve();
  plot.series[0].name = "<f> & \"g\"";
  const std::string svg = plot_drawing(plot);
  CHECK(svg.find("role=\"img\"><title>Saturation</title><desc>Flat from alpha = 1/2 on. "
                 "Horizontal axis: alpha, from −0.04 to 1.04. Vertical axis: f(x₁),") !=
        std::string::npos);
  CHECK(svg.find("&lt;f&gt; &amp; &quot;g&quot;: 101 points, from (0, 0) to (1, 1), lowest 0, "
                 "highest 1.") != std::string::npos);
  CHECK(svg.find("<f>") == std::string::npos);
}

TEST_CASE("no label of a plot overlaps another or leaves the drawing") {
  check_legible(plot_drawing(curve()));
  RandomStream stream(7);
  for (int round = 0; round < 200; ++round) {
    CAPTURE(round);
    Plot plot = curve();
    plot.log_x = stream.between(0, 1) == 1;
    plot.log_y = stream.between(0, 1) == 1;
    plot.equal_axes = stream.between(0, 1) == 1;
    plot.y_label = "a label so long that it has to be broken, because it says what is counted here";
    const double x_size = std::pow(10.0, static_cast<double>(stream.between(-12, 12)));
    const double y_size = std::pow(10.0, static_cast<double>(stream.between(-12, 12)));
    plot.series.clear();
    const auto count = stream.between(1, 8);
    for (long s = 0; s < count; ++s) {
      PlotSeries series{"rule " + std::to_string(s), {}, {}, true};
      if (stream.between(0, 3) == 0) {
        series.name += " with a name that is longer than one line of the legend can hold";
      }
      for (int k = 0; k < 20; ++k) {
        series.x.push_back(x_size * static_cast<double>(stream.between(plot.log_x ? 1 : -9, 9)));
        series.y.push_back(y_size * static_cast<double>(stream.between(plot.log_y ? 1 : -9, 9)));
      }
      plot.series.push_back(std::move(series));
    }
    check_legible(plot_drawing(plot));
  }
}

TEST_CASE("labels of a short logarithmic axis do not overlap either") {
  for (const double ratio : {1.01, 1.3, 2.0, 3.0, 7.0, 12.0, 95.0, 300.0, 5000.0}) {
    CAPTURE(ratio);
    for (const double low : {1.0, 300.0, 2e-9, 47000.0}) {
      Plot plot = curve();
      plot.log_x = plot.log_y = true;
      plot.series = {{"f", {low, low * ratio}, {low, low * ratio}, true}};
      const std::string svg = plot_drawing(plot);
      check_legible(svg);
      CHECK(count(svg, "class=\"m\"") >= 2);
    }
  }
}

TEST_CASE("series are told apart by dash and marker, also where colours begin again") {
  CHECK(dash_class(0).empty());
  std::vector<std::string> looks;
  for (std::size_t k = 0; k < 18; ++k) {
    looks.push_back(std::to_string(k % kPlotColours) + dash_class(k) + markers({{0, 0}}, k, true));
  }
  std::ranges::sort(looks);
  CHECK(std::ranges::adjacent_find(looks) == looks.end());
  CHECK(dash_class(6) != dash_class(0));
  CHECK(markers({{0, 0}}, 6, true) != markers({{0, 0}}, 0, true));
  CHECK(markers({{1, 1}, {1, 1}}, 0, false) == markers({{1, 1}}, 0, false));
  CHECK(markers({}, 0, false).empty());
}

TEST_CASE("lines that run together wear their markers at different places") {
  std::vector<PlotPoint> line;
  for (int k = 0; k <= 300; ++k) line.push_back({static_cast<double>(k), 0});
  const auto first = marks_along(line, 0, 2);
  const auto second = marks_along(line, 1, 2);
  CHECK(first.size() == 6);
  CHECK(second.size() == 6);
  for (std::size_t k = 0; k < 6; ++k) CHECK(std::abs(first[k].x - second[k].x) >= 20);
  CHECK(marks_along({{0, 0}, {1, 1}}, 0, 2).size() == 2);
}

TEST_CASE("values that an axis cannot show leave a gap") {
  Plot plot = curve();
  const double none = std::numeric_limits<double>::quiet_NaN();
  plot.series = {{"f(x1)", {1, 2, 3, 4, 5}, {1, 10, none, 10, 1}, true}};
  CHECK(lines(plot_drawing(plot)).size() >= 2);
  plot.log_y = true;
  plot.series[0].y[2] = 0;
  const std::string svg = plot_drawing(plot);
  CHECK(lines(svg)[0].size() == 2);
  CHECK(lines(svg)[1].size() == 2);
  CHECK(svg.find("nan") == std::string::npos);
  CHECK(svg.find("inf") == std::string::npos);
}

TEST_CASE("with equal axes a unit is as long in x as in y") {
  for (const double tall : {0.1, 1.0, 30.0}) {
    CAPTURE(tall);
    Plot plot = curve();
    plot.equal_axes = true;
    plot.series = {{"path", {0, 2, 2}, {0, 0, tall}, true}};
    const auto path = lines(plot_drawing(plot)).front();
    REQUIRE(path.size() == 3);
    const double x_unit = (path[1].x - path[0].x) / 2;
    const double y_unit = (path[1].y - path[2].y) / tall;
    // Places are written to a tenth.
    CHECK(std::abs(x_unit * tall - y_unit * tall) <= 0.1 * tall + 0.2);
  }
}

TEST_CASE("a plot of nothing and one of a level line can be drawn") {
  Plot plot = curve();
  plot.series = {{"f(x1)", {1, 2}, {7, 7}, true}};
  const std::string level = plot_drawing(plot);
  CHECK(lines(level).front()[0].y == lines(level).front()[1].y);
  // One series named as the axis needs no legend.
  CHECK(count(level, "class=\"ln") == 1);
  plot.series.clear();
  CHECK(plot_drawing(plot).find("nan") == std::string::npos);
}
