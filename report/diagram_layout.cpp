#include "report/diagram_layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "report/number_text.hpp"

namespace axiomark {
namespace {

constexpr double kRow = 92;         // room for a unit, its value above and its bias below
constexpr double kCharacter = 7.2;  // of 13 px sans, on the wide side
constexpr double kTextHeight = 14;
constexpr int kSamples = 32;

double text_width(const std::string& text) {
  return kCharacter * static_cast<double>(display_width(text));
}

DrawnText placed(std::string text, DrawnPoint middle, double margin) {
  const double half = text_width(text) / 2 + margin;
  const DrawnBox box{middle.x - half, middle.y - kTextHeight + 2, middle.x + half, middle.y + 3};
  return {std::move(text), middle, box};
}

DrawnBox around(DrawnPoint p, double dx, double dy) {
  return {p.x - dx, p.y - dy, p.x + dx, p.y + dy};
}

bool inside(DrawnPoint p, const DrawnBox& box) {
  return p.x > box.left && p.x < box.right && p.y > box.top && p.y < box.bottom;
}

// Where the ray from a unit's centre towards `to` leaves its outline.
DrawnPoint on_outline(DrawnPoint centre, DrawnPoint to, bool input) {
  const double dx = to.x - centre.x;
  const double dy = to.y - centre.y;
  const double length = std::hypot(dx, dy);
  double step = kUnitRadius / length;
  if (input) {
    step = 1e9;
    if (dx != 0) step = std::min(step, kUnitRadius / std::abs(dx));
    if (dy != 0) step = std::min(step, kInputHalfHeight / std::abs(dy));
  }
  return {centre.x + step * dx, centre.y + step * dy};
}

std::string bias_text(const Unit& unit) {
  const bool any =
      std::ranges::any_of(unit.operands, [](const AffineForm& form) { return form.constant != 0; });
  if (!any) return {};
  std::string text = "bias ";
  for (std::size_t k = 0; k < unit.operands.size(); ++k) {
    text += (k == 0 ? "" : ", ") + pretty(unit.operands[k].constant);
  }
  return text;
}

class LayOut {
 public:
  LayOut(const UnitDiagram& diagram, double stretch) : diagram_(diagram), stretch_(stretch) {}

  DiagramLayout run() {
    last_ = diagram_.drawn_output();
    place_units();
    place_edges();
    place_labels();
    place_output();
    fit();
    return std::move(out_);
  }

 private:
  [[nodiscard]] const Unit& unit(Index u) const {
    return diagram_.units[static_cast<std::size_t>(u)];
  }

  void place_units() {
    const auto columns = static_cast<std::size_t>(diagram_.columns());
    std::vector<std::vector<Index>> members(columns);
    std::vector<int> crossing(columns, 0);  // lines between a column and the next
    for (Index u = 0; u <= last_; ++u) {
      members[static_cast<std::size_t>(unit(u).column)].push_back(u);
      for (const AffineForm& operand : unit(u).operands) {
        for (const auto& term : operand.terms) {
          for (Index c = unit(term.unit).column; c < unit(u).column; ++c) {
            ++crossing[static_cast<std::size_t>(c)];
          }
        }
      }
    }
    std::size_t most = 1;
    for (const auto& column : members) most = std::max(most, column.size());
    double x = 30;
    for (std::size_t c = 0; c < columns; ++c) {
      const auto count = static_cast<double>(members[c].size());
      for (std::size_t k = 0; k < members[c].size(); ++k) {
        const double y =
            kRow * (static_cast<double>(most) / 2 + static_cast<double>(k) - count / 2 + 0.5);
        const Index u = members[c][k];
        const DrawnPoint centre{x, y};
        out_.units.push_back({u, centre, placed(pretty(unit(u).value), {x, y - 27}, 2),
                              placed(bias_text(unit(u)), {x, y + 37}, 2)});
      }
      x += stretch_ * std::clamp(100.0 + 9.0 * crossing[c], 120.0, 230.0);
    }
    std::ranges::sort(out_.units, {}, &DrawnUnit::unit);
  }

  // How much a line runs into units and their texts on its way.
  [[nodiscard]] int obstacles(const DrawnEdge& edge) const {
    int count = 0;
    for (int s = 0; s <= kSamples; ++s) {
      const DrawnPoint p = edge.at(static_cast<double>(s) / kSamples);
      for (const DrawnUnit& u : out_.units) {
        if (u.unit == edge.from || u.unit == edge.to) continue;
        if (std::hypot(p.x - u.centre.x, p.y - u.centre.y) < kUnitRadius + 8) ++count;
        if (inside(p, u.value.box)) ++count;
        if (!u.bias.text.empty() && inside(p, u.bias.box)) ++count;
      }
    }
    // Another line between the same two units would hide this one.
    for (const DrawnEdge& other : out_.edges) {
      if (other.from == edge.from && other.to == edge.to &&
          std::abs(other.control.y - edge.control.y) < 20) {
        count += kSamples;
      }
    }
    return count;
  }

  [[nodiscard]] DrawnEdge bent(DrawnEdge edge, double bend) const {
    const DrawnPoint a = out_.units[static_cast<std::size_t>(edge.from)].centre;
    const DrawnPoint b = out_.units[static_cast<std::size_t>(edge.to)].centre;
    edge.control = {(a.x + b.x) / 2, (a.y + b.y) / 2 + bend};
    edge.begin = on_outline(a, edge.control, unit(edge.from).kind == UnitKind::input);
    edge.end = on_outline(b, edge.control, false);
    if (bend == 0) {
      edge.control = {(edge.begin.x + edge.end.x) / 2, (edge.begin.y + edge.end.y) / 2};
    }
    return edge;
  }

  void place_edges() {
    constexpr std::array kBends = {0.0,   -60.0,  60.0,  -100.0, 100.0, -150.0,
                                   150.0, -210.0, 210.0, -280.0, 280.0};
    for (Index u = 0; u <= last_; ++u) {
      for (const AffineForm& operand : unit(u).operands) {
        for (const auto& term : operand.terms) {
          DrawnEdge edge;
          edge.from = term.unit;
          edge.to = u;
          edge.weight = term.coefficient;
          DrawnEdge best;
          int least = -1;
          for (const double bend : kBends) {
            const DrawnEdge candidate = bent(edge, bend);
            const int hit = obstacles(candidate);
            if (least >= 0 && hit >= least) continue;
            least = hit;
            best = candidate;
            if (hit == 0) break;
          }
          out_.edges.push_back(std::move(best));
        }
      }
    }
  }

  // Texts and units under a label count a thousand, lines of other edges one each.
  [[nodiscard]] int covered(const DrawnBox& box, std::size_t own) const {
    int count = 0;
    for (const DrawnUnit& u : out_.units) {
      if (box.overlaps(around(u.centre, kUnitRadius + 1, kUnitRadius + 1))) count += 1000;
      if (box.overlaps(u.value.box)) count += 1000;
      if (!u.bias.text.empty() && box.overlaps(u.bias.box)) count += 1000;
    }
    for (std::size_t e = 0; e < out_.edges.size(); ++e) {
      if (e < own && box.overlaps(out_.edges[e].label.box)) count += 1000;
      if (e == own) continue;
      for (int s = 0; s <= kSamples; ++s) {
        if (inside(out_.edges[e].at(static_cast<double>(s) / kSamples), box)) {
          ++count;
          break;
        }
      }
    }
    return count;
  }

  void place_labels() {
    constexpr std::array kPlaces = {0.45, 0.38, 0.52, 0.32, 0.58, 0.27, 0.64,
                                    0.22, 0.70, 0.17, 0.76, 0.12, 0.82};
    for (std::size_t e = 0; e < out_.edges.size(); ++e) {
      DrawnEdge& edge = out_.edges[e];
      int least = -1;
      for (const double t : kPlaces) {
        const DrawnPoint p = edge.at(t);
        DrawnText label = placed(pretty(edge.weight), {p.x, p.y + 4}, 3);
        const int hit = covered(label.box, e);
        if (least >= 0 && hit >= least) continue;
        least = hit;
        edge.label = std::move(label);
        if (hit == 0) break;
      }
      out_.overlaps += least / 1000;
    }
  }

  void place_output() {
    const DrawnPoint centre = out_.units[static_cast<std::size_t>(last_)].centre;
    const std::string text = diagram_.function().name + " = " + pretty(diagram_.function().value);
    out_.output_from = {centre.x + kUnitRadius, centre.y};
    out_.output =
        placed(text, {centre.x + kUnitRadius + 28 + text_width(text) / 2, centre.y + 4.5}, 2);
  }

  // Moves everything so that nothing lies outside the viewBox.
  void fit() {
    DrawnBox all{1e9, 1e9, -1e9, -1e9};
    const auto include = [&](const DrawnBox& box) {
      all = {std::min(all.left, box.left), std::min(all.top, box.top),
             std::max(all.right, box.right), std::max(all.bottom, box.bottom)};
    };
    include(out_.output.box);
    for (const DrawnUnit& u : out_.units) {
      include(around(u.centre, kUnitRadius + 1, kUnitRadius + 1));
      include(u.value.box);
      if (!u.bias.text.empty()) include(u.bias.box);
    }
    for (const DrawnEdge& edge : out_.edges) {
      include(edge.label.box);
      for (int s = 0; s <= kSamples; ++s) {
        include(around(edge.at(static_cast<double>(s) / kSamples), 1, 1));
      }
    }
    constexpr double kMargin = 6;
    const double dx = kMargin - all.left;
    const double dy = kMargin - all.top;
    out_.width = all.right - all.left + 2 * kMargin;
    out_.height = all.bottom - all.top + 2 * kMargin;
    const auto move = [&](DrawnPoint& p) {
      p.x += dx;
      p.y += dy;
    };
    const auto move_text = [&](DrawnText& text) {
      move(text.middle);
      text.box = {text.box.left + dx, text.box.top + dy, text.box.right + dx, text.box.bottom + dy};
    };
    for (DrawnUnit& u : out_.units) {
      move(u.centre);
      move_text(u.value);
      move_text(u.bias);
    }
    for (DrawnEdge& edge : out_.edges) {
      move(edge.begin);
      move(edge.control);
      move(edge.end);
      move_text(edge.label);
    }
    move_text(out_.output);
    move(out_.output_from);
  }

  const UnitDiagram& diagram_;
  double stretch_;
  Index last_ = 0;
  DiagramLayout out_;
};

}  // namespace

DrawnPoint DrawnEdge::at(double t) const {
  const double s = 1 - t;
  return {s * s * begin.x + 2 * s * t * control.x + t * t * end.x,
          s * s * begin.y + 2 * s * t * control.y + t * t * end.y};
}

bool DrawnEdge::straight() const {
  return std::abs(control.x - (begin.x + end.x) / 2) < 1e-6 &&
         std::abs(control.y - (begin.y + end.y) / 2) < 1e-6;
}

DiagramLayout lay_out(const UnitDiagram& diagram) {
  DiagramLayout best;
  // Wider until every text has a place of its own.
  for (const double stretch : {1.0, 1.25, 1.6, 2.0, 2.5}) {
    DiagramLayout layout = LayOut(diagram, stretch).run();
    if (best.units.empty() || layout.overlaps < best.overlaps) best = std::move(layout);
    if (best.overlaps == 0) break;
  }
  return best;
}

}  // namespace axiomark
