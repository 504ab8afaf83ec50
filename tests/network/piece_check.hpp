#pragma once

#include <algorithm>
#include <string>

#include "network/gradient.hpp"
#include "network/linear_pieces.hpp"
#include "network/rounding.hpp"

namespace axiomark::tests {

/// (x_i - x'_i) sum over pieces of length times gradient at the middle.
template <Scalar S>
[[nodiscard]] Vector<S> integrate(const Network<S>& network, const Vector<S>& target,
                                  const Segment<S>& segment, const LinearPieces<S>& pieces) {
  const std::vector<S> lengths = pieces.lengths();
  const Batch<S> middles = interpolate<S>(segment.from, segment.to, pieces.midpoints());
  const Batch<S> slopes = gradient(network, middles, target, {}).value().values;
  const Eigen::Map<const Row<S>> weights(lengths.data(), static_cast<Index>(lengths.size()));
  return (slopes.rowwise() * weights).rowwise().sum() * (segment.to - segment.from);
}

/// What is wrong with pieces in floating point, next to the exact pieces of the same network: nothing, or a
/// sentence.
template <Scalar S>
[[nodiscard]] std::string compare_with_exact(const Network<S>& network, const Vector<S>& target,
                                             const Segment<S>& segment,
                                             const LinearPieces<S>& got) {
  const auto exact_network = convert<Rational>(network).value();
  const Segment<Rational> exact_segment{convert_all<Rational>(segment.from),
                                        convert_all<Rational>(segment.to)};
  const Vector<Rational> exact_target = convert_all<Rational>(target);
  const auto exact = linear_pieces(exact_network, exact_target, exact_segment).value();
  const Rational delta = convert<Rational>(got.delta);
  const auto near = [&](const Rational& t, const auto& others) {
    return std::any_of(others.begin(), others.end(), [&](const auto& other) {
      return abs(Rational(convert<Rational>(other) - t)) <= delta;
    });
  };
  for (const Rational& t : exact.breakpoints) {
    if (!near(t, got.breakpoints)) return "no breakpoint near " + to_text(t);
  }
  for (const S& t : got.breakpoints) {
    if (!near(convert<Rational>(t), exact.breakpoints)) return "an invented one at " + to_text(t);
  }
  // A sum over the pieces is off by at most 2 uncertain_length gradient_bound, and by rounding:
  // fewer than 200 operations on any path from a parameter to the sum.
  const Vector<Rational> expected = integrate(exact_network, exact_target, exact_segment, exact);
  const Vector<S> sum = integrate(network, target, segment, got);
  if (exact.inside_kink) return {};
  for (Index i = 0; i < sum.size(); ++i) {
    const Rational reach = convert<Rational>(got.gradient_bound(i)) *
                           abs(Rational(exact_segment.to(i) - exact_segment.from(i)));
    const Rational allowed = reach * (2 * convert<Rational>(got.uncertain_length) +
                                      convert<Rational>(rounding_factor<S>(200)));
    const Rational off = abs(Rational(convert<Rational>(sum(i)) - expected(i)));
    if (off > allowed) return "attribution " + to_text(sum(i)) + " for " + to_text(expected(i));
  }
  return {};
}

}  // namespace axiomark::tests
