#include "network/layer_list.hpp"
#include "network/random_stream.hpp"
#include "report/diagram_layout.hpp"
#include "report/network_drawing.hpp"
#include "tests/catch.hpp"
#include "tests/report/sample_campaign.hpp"

using namespace axiomark;
using namespace axiomark::tests;

namespace {

UnitDiagram random_diagram(const std::vector<Index>& widths, std::uint64_t seed) {
  RandomStream stream(seed);
  LayerList<Rational> layers;
  for (std::size_t k = 0; k + 1 < widths.size(); ++k) {
    Layer<Rational> layer;
    layer.weights.resize(widths[k + 1], widths[k]);
    layer.bias.resize(widths[k + 1]);
    layer.relu = k + 2 < widths.size();
    const auto draw = [&] { return Rational(stream.between(-9, 9)) / stream.between(1, 3); };
    for (Rational& w : layer.weights.reshaped()) w = draw();
    for (Rational& w : layer.bias) w = draw();
    layers.push_back(std::move(layer));
  }
  const auto network = make_network(layers).value();
  return unit_diagram(network, Vector<Rational>::Constant(widths.front(), Rational(3)),
                      numbers({1}), "F")
      .value();
}

void check_inside(const DiagramLayout& layout, const DrawnBox& box) {
  CHECK(box.left >= 0);
  CHECK(box.top >= 0);
  CHECK(box.right <= layout.width);
  CHECK(box.bottom <= layout.height);
}

void check_layout(const DiagramLayout& layout) {
  CHECK(layout.overlaps == 0);
  std::vector<DrawnBox> boxes = {layout.output.box};
  for (const DrawnUnit& unit : layout.units) {
    boxes.push_back({unit.centre.x - kUnitRadius, unit.centre.y - kUnitRadius,
                     unit.centre.x + kUnitRadius, unit.centre.y + kUnitRadius});
    boxes.push_back(unit.value.box);
    if (!unit.bias.text.empty()) boxes.push_back(unit.bias.box);
  }
  for (const DrawnEdge& edge : layout.edges) boxes.push_back(edge.label.box);
  int pairs = 0;
  for (std::size_t a = 0; a < boxes.size(); ++a) {
    check_inside(layout, boxes[a]);
    for (std::size_t b = 0; b < a; ++b) pairs += boxes[a].overlaps(boxes[b]) ? 1 : 0;
  }
  CHECK(pairs == 0);
}

}  // namespace

TEST_CASE("nothing in a drawing overlaps or leaves the viewBox") {
  for (const auto& probes : {figure_7(), saturation(), minimum()}) {
    for (const auto& p : probes) {
      check_layout(lay_out(unit_diagram(p.network, p.input, p.target, p.label).value()));
    }
  }
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    CAPTURE(seed);
    check_layout(lay_out(random_diagram({3, 4, 3, 1}, seed)));
    check_layout(lay_out(random_diagram({4, 5, 1}, seed)));
  }
}

TEST_CASE("four inputs and three layers of five units still find a place for every weight") {
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    CAPTURE(seed);
    const UnitDiagram diagram = random_diagram({4, 5, 5, 5, 1}, seed);
    check_layout(lay_out(diagram));
  }
}

TEST_CASE("a drawing says in words what it shows") {
  const auto p = figure_7()[0];
  const UnitDiagram diagram = unit_diagram(p.network, p.input, p.target, p.label).value();
  REQUIRE(can_be_drawn(diagram));
  DrawingShelf shelf;
  const std::string svg = network_drawing(diagram, shelf);
  CHECK(svg.find("role=\"img\"") != std::string::npos);
  CHECK(svg.find("aria-label=\"Network f = relu(relu(x₁) − relu(x₂) − 1). Values: x₁ = 3,") !=
        std::string::npos);
  CHECK(svg.find("class=\"ed neg\"") != std::string::npos);
}

TEST_CASE("a relu that is off is dotted and its line dimmed") {
  const auto p = saturation()[0];
  DrawingShelf shelf;
  const std::string svg =
      network_drawing(unit_diagram(p.network, p.input, p.target, p.label).value(), shelf);
  CHECK(svg.find("class=\"off\"") != std::string::npos);
  CHECK(svg.find("class=\"ed neg dead\"") != std::string::npos);
}

TEST_CASE("a drawing that stands on the page already is shown by reference") {
  const auto p = saturation()[0];
  const UnitDiagram diagram = unit_diagram(p.network, p.input, p.target, p.label).value();
  DrawingShelf shelf;
  const std::string first = network_drawing(diagram, shelf);
  const DrawingShelf before = shelf;
  const std::string again = network_drawing(diagram, shelf);
  CHECK(first.find("<g class=\"net\" id=\"net-1\">") != std::string::npos);
  CHECK(again.find("<use href=\"#net-1\"/>") != std::string::npos);
  CHECK(again.find("<circle") == std::string::npos);
  CHECK(again.find("aria-label=\"Network F") != std::string::npos);
  const auto other = minimum()[0];
  const UnitDiagram second = unit_diagram(other.network, other.input, other.target, "F").value();
  CHECK(network_drawing(second, shelf).find("id=\"net-2\"") != std::string::npos);
  // A shelf put back knows nothing of what was drawn since.
  shelf = before;
  CHECK(network_drawing(second, shelf).find("id=\"net-2\"") != std::string::npos);
}
