#include "experiments/claim_figures.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/claim_values.hpp"
#include "report/html_text.hpp"
#include "report/network_drawing.hpp"
#include "report/number_text.hpp"

namespace axiomark {
namespace {

// The output that the claim asks about first.
Index drawn_output(const Claim& claim, const ClaimNetwork& network) {
  for (const Fact& fact : claim.facts) {
    const auto* asked = std::get_if<Attributed>(&fact.quantity());
    if (asked != nullptr && asked->network == network.name) return asked->output;
  }
  return 0;
}

// The first point that fits the network; the baseline if there is none.
std::string drawn_point(const Claim& claim, const ClaimNetwork& network) {
  const Index features = input_features(network);
  for (const ClaimPoint& point : claim.points) {
    if (point.point.size() == features) return point.name;
  }
  return "x'";
}

struct Figure {
  std::string html;
  bool drawn = false;
};

std::string caption(const ClaimNetwork& network, const std::string& rest) {
  return fmt::format(R"(<figcaption><span class="netfit"><b>{}</b> = {}</span>{}</figcaption>)",
                     escaped(typeset(network.name)), escaped(typeset(network.formula)), rest);
}

Figure figure(const Claim& claim, const ClaimNetwork& network, const Scene& scene,
              DrawingShelf& shelf) {
  const Index output = drawn_output(claim, network);
  const std::string name = drawn_point(claim, network);
  const Vector<Rational> point = scene.point(name, input_features(network));
  const std::string where = fmt::format("{} = {}", typeset(name), pretty_point(point));
  std::string which;
  if (output_features(network) > 1) {
    which = fmt::format(" Output {} of {}.", output + 1, output_features(network));
  }
  const auto* exact = std::get_if<Network<Rational>>(&network.network);
  if (exact != nullptr) {
    Vector<Rational> target = Vector<Rational>::Zero(exact->output_features());
    target(output) = 1;
    const auto diagram = unit_diagram(*exact, point, target, network.name);
    if (diagram && can_be_drawn(*diagram)) {
      return {fmt::format(R"(<figure><div class="scroll">{}</div>{}</figure>)",
                          network_drawing(*diagram, shelf),
                          caption(network, fmt::format(", drawn at {}.{}", escaped(where), which))),
              true};
    }
  }
  const auto at = scene.evaluate(network, point, output);
  const std::string value =
      at ? fmt::format(" At {} it is {}.{}", escaped(where), short_values_html(*at), which)
         : std::string();
  const std::string words = exact != nullptr
                                ? escaped(units_in_words(*exact)) + ", too many to draw."
                                : std::string("Smooth operators: computed in floating point.");
  return {
      fmt::format(R"(<figure><p class="frm"><b>{}</b> = {}</p><figcaption>{}{}</figcaption>)"
                  "</figure>",
                  escaped(typeset(network.name)), escaped(typeset(network.formula)), words, value),
      false};
}

}  // namespace

std::string claim_figures(const Claim& claim, const ClaimRun& how, DrawingShelf& shelf) {
  if (claim.networks.empty()) return {};
  const ThreadPool pool(1);
  const Scene scene(claim, how.settings, ScalarType::rational, how.full, how.methods, pool);
  std::string html = fmt::format(R"(<div class="topnets"><h4>{}</h4><div class="nets{}">)",
                                 claim.networks.size() == 1 ? "The network" : "The networks",
                                 claim.networks.size() == 1 ? " one" : "");
  bool drawn = false;
  for (const ClaimNetwork& network : claim.networks) {
    const Figure one = figure(claim, scene.network(network.name), scene, shelf);
    html += one.html;
    drawn = drawn || one.drawn;
  }
  html += "</div>";
  std::string points;
  for (const ClaimPoint& point : claim.points) {
    points += fmt::format("{}{} = {}", points.empty() ? "" : ", ", typeset(point.name),
                          pretty_point(scene.point(point.name, point.point.size())));
  }
  std::string notes;
  if (!points.empty()) notes = "Points: " + points + ". ";
  if (drawn) {
    notes +=
        "In the drawings: weights on the lines (negative ones dashed), values above the units; a "
        "relu that is off is dotted.";
  }
  if (!notes.empty()) {
    html += fmt::format(R"(<figcaption class="prem">{}</figcaption>)", escaped(notes));
  }
  return html + "</div>\n";
}

}  // namespace axiomark
