#pragma once

#include <iostream>
#include <map>

#include "network/linear_pieces.hpp"
#include "network/rewrites/rewrite.hpp"
#include "tests/network/random_network.hpp"

/// Whether two networks compute one function: without tolerance, where functions of relus differ if they
/// differ at all.
namespace axiomark::tests {

/// How often each kind fitted, when asked for.
inline void print_figures(const std::string& networks, std::map<RewriteKind, int>& fitted) {
  if (std::getenv("AXIOMARK_TEST_FIGURES") == nullptr) return;
  std::cout << networks << ":";
  for (const RewriteKind kind : rewrite_kinds())
    std::cout << " " << name(kind) << " " << fitted[kind];
  std::cout << std::endl;
}

[[nodiscard]] inline std::string text(const RewriteStep& step) {
  return std::string(name(step.kind)) + " at " + std::to_string(step.place) + " by " +
         std::to_string(step.parameter);
}

/// Every point of {-2, -1, ..., 2}^n, halved: the kinks of small networks lie on it.
[[nodiscard]] inline Batch<Rational> grid(Index features) {
  Index count = 1;
  for (Index i = 0; i < features; ++i) count *= 5;
  Batch<Rational> points(features, count);
  for (Index n = 0; n < count; ++n) {
    Index rest = n;
    for (Index i = 0; i < features; ++i, rest /= 5) points(i, n) = Rational(rest % 5 - 2, 2);
  }
  return points;
}

/// The middle of the segments between the breakpoints, and the breakpoints themselves, on a line
/// through two random points: units of f are on their kinks there.
[[nodiscard]] inline Batch<Rational> points_on_kinks(const Network<Rational>& network) {
  const Batch<Rational> ends = draw_points(network.input_features(), 2);
  const Segment<Rational> line{ends.col(0), ends.col(1)};
  const Vector<Rational> target =
      Vector<Rational>::Constant(network.output_features(), Rational(1));
  const auto pieces = linear_pieces(network, target, line);
  RC_ASSERT(pieces.has_value());
  std::vector<Rational> ts = pieces->breakpoints;
  for (const Rational& t : pieces->midpoints()) ts.push_back(t);
  return interpolate<Rational>(line.from, line.to, ts);
}

[[nodiscard]] inline bool same_values(const Network<Rational>& f, const Network<Rational>& g,
                                      const Batch<Rational>& points) {
  return (evaluate(f, points) == evaluate(g, points)).all();
}

/// f = g on the whole line: at the ends and the middle of every linear piece of both, on a segment longer
/// than any breakpoint of the drawn networks, whose weights are at most 4 and at least 1/3 in size; beyond
/// it both go on as on their last pieces.
[[nodiscard]] inline bool same_function_of_one_feature(const Network<Rational>& f,
                                                       const Network<Rational>& g) {
  const Rational far(1'000'000'000);
  const Segment<Rational> line{Vector<Rational>::Constant(1, -far),
                               Vector<Rational>::Constant(1, far)};
  std::vector<Rational> ts;
  for (const Network<Rational>& network : {f, g}) {
    const Vector<Rational> target =
        Vector<Rational>::Constant(network.output_features(), Rational(1));
    const auto pieces = linear_pieces(network, target, line);
    RC_ASSERT(pieces.has_value());
    ts.insert(ts.end(), pieces->breakpoints.begin(), pieces->breakpoints.end());
  }
  std::ranges::sort(ts);
  const std::size_t ends = ts.size();
  for (std::size_t k = 1; k < ends; ++k) ts.push_back((ts[k - 1] + ts[k]) / 2);
  return same_values(f, g, interpolate<Rational>(line.from, line.to, ts));
}

/// f and its rewritten twin agree on a grid, at random points, and where units of either bend; everywhere
/// if they have one feature.
inline void require_same_function(const Network<Rational>& f, const Network<Rational>& g,
                                  const RewriteStep& step) {
  RC_LOG() << text(step) << "\n";
  RC_ASSERT(g.inputs() == f.inputs());
  RC_ASSERT(g.output_features() == f.output_features());
  if (f.input_features() <= 3) RC_ASSERT(same_values(f, g, grid(f.input_features())));
  if (f.input_features() == 1) RC_ASSERT(same_function_of_one_feature(f, g));
  RC_ASSERT(same_values(f, g, draw_points(f.input_features(), 8, 3)));
  RC_ASSERT(same_values(f, g, points_on_kinks(f)));
  RC_ASSERT(same_values(f, g, points_on_kinks(g)));
}

}  // namespace axiomark::tests
