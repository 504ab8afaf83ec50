#include "tests/reference/exact_integrated_gradients.hpp"

#include <optional>

#include "tests/reference/gradient_methods.hpp"
#include "tests/reference/riemann_sums.hpp"

namespace axiomark::reference {
namespace {

using Point = std::vector<Rational>;

struct Segment {
  const LayeredNetwork<Rational>& network;
  std::size_t target;
  const Point& baseline;
  const Point& x;
  const Rational& kink;

  [[nodiscard]] Point at(const Rational& t) const { return point_on_segment(baseline, x, t); }
};

/// z and dz/dt of every unit at t; right wherever no relu crosses zero just at t.
std::vector<std::vector<Dual<Rational>>> affine_maps(const Segment& segment, const Rational& t) {
  Point direction;
  for (std::size_t i = 0; i < segment.x.size(); ++i) {
    direction.push_back(segment.x[i] - segment.baseline[i]);
  }
  return pre_activations(segment.network, along(segment.at(t), direction));
}

/// The largest interval around t in [from, to] in which every relu keeps its side; nothing if one
/// crosses zero just at t. Layers are looked at in order because the slopes behind a crossing mean
/// nothing.
struct Interval {
  Rational from;
  Rational to;
};
std::optional<Interval> same_pattern(const Segment& segment, const Rational& t, Interval bounds) {
  const auto maps = affine_maps(segment, t);
  for (std::size_t l = 0; l < maps.size(); ++l) {
    if (segment.network[l].activation != Activation::kRelu) continue;
    for (const Dual<Rational>& z : maps[l]) {
      if (z.slope == 0) continue;
      if (z.value == 0) return std::nullopt;
      const Rational root = t - z.value / z.slope;
      if (root < t && root > bounds.from) bounds.from = root;
      if (root > t && root < bounds.to) bounds.to = root;
    }
  }
  return bounds;
}

/// Whether z of a unit depends on the input near the point. Relus below it that are in a kink
/// themselves count as off and as on: if either lets an input through, it depends.
bool depends_on_input(const Segment& segment, const Point& p, std::size_t layer, std::size_t unit) {
  for (const int kink : {0, 1}) {
    for (std::size_t i = 0; i < p.size(); ++i) {
      const auto point = along(p, unit_vector<Rational>(p.size(), i));
      const auto z = pre_activations(segment.network, point, Rational(kink));
      if (z[layer][unit].slope != 0) return true;
    }
  }
  return false;
}

bool reaches_target(const Segment& segment, const std::vector<std::vector<Rational>>& z,
                    std::size_t layer, std::size_t unit) {
  const bool off = segment.network[layer].activation == Activation::kRelu && z[layer][unit] < 0;
  if (off) return false;
  if (layer + 1 == segment.network.size()) return unit == segment.target;
  const Layer<Rational>& next = segment.network[layer + 1];
  for (std::size_t j = 0; j < next.W.size(); ++j) {
    if (next.W[j][unit] != 0 && reaches_target(segment, z, layer + 1, j)) return true;
  }
  return false;
}

void append_piece(const Segment& segment, const Rational& t, const Interval& piece,
                  LinearPieces& result) {
  const Point p = segment.at(t);
  const auto z = pre_activations(segment.network, p);
  for (std::size_t l = 0; l < z.size(); ++l) {
    if (segment.network[l].activation != Activation::kRelu) continue;
    for (std::size_t unit = 0; unit < z[l].size(); ++unit) {
      if (z[l][unit] != 0 || !depends_on_input(segment, p, l, unit)) continue;
      result.kinks.push_back({l, unit, piece.from, piece.to, reaches_target(segment, z, l, unit)});
    }
  }
  result.pieces.push_back(
      {piece.from, piece.to, gradient(segment.network, segment.target, p, segment.kink)});
}

void append_pieces(const Segment& segment, const Interval& interval, LinearPieces& result) {
  if (interval.from == interval.to) return;
  const Rational middle = (interval.from + interval.to) / 2;
  const std::optional<Interval> piece = same_pattern(segment, middle, interval);
  if (!piece) {
    append_pieces(segment, {interval.from, middle}, result);
    append_pieces(segment, {middle, interval.to}, result);
    return;
  }
  append_pieces(segment, {interval.from, piece->from}, result);
  append_piece(segment, middle, *piece, result);
  append_pieces(segment, {piece->to, interval.to}, result);
}

}  // namespace

std::vector<Rational> LinearPieces::breakpoints() const {
  std::vector<Rational> ends = {Rational(0)};
  for (const LinearPiece& piece : pieces) ends.push_back(piece.to);
  return ends;
}

LinearPieces linear_pieces(const LayeredNetwork<Rational>& network, std::size_t target,
                           const Point& baseline, const Point& x, const Rational& kink) {
  LinearPieces result;
  append_pieces({network, target, baseline, x, kink}, {Rational(0), Rational(1)}, result);
  return result;
}

std::vector<Rational> attributions(const LinearPieces& pieces, const Point& baseline,
                                   const Point& x) {
  std::vector<Rational> result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    Rational integral = 0;
    for (const LinearPiece& piece : pieces.pieces) {
      integral += (piece.to - piece.from) * piece.gradient[i];
    }
    result.push_back((x[i] - baseline[i]) * integral);
  }
  return result;
}

std::vector<Rational> integrated_gradients_exact(const LayeredNetwork<Rational>& network,
                                                 std::size_t target, const Point& baseline,
                                                 const Point& x, const Rational& kink) {
  return attributions(linear_pieces(network, target, baseline, x, kink), baseline, x);
}

}  // namespace axiomark::reference
