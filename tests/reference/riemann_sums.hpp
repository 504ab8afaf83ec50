#pragma once

#include <cstddef>
#include <stdexcept>
#include <vector>

#include "tests/reference/gradient_methods.hpp"

namespace axiomark::reference {

enum class RiemannRule { kLeft, kRight, kMidpoint, kTrapezoid, kSimpson };

/// One summand of a rule on [0, 1]: weight * integrand(t).
template <class S>
struct Node {
  S t;
  S weight;
};

/// The nodes of m intervals of equal length 1/m. Simpson's rule needs an even m.
template <class S>
[[nodiscard]] std::vector<Node<S>> riemann_nodes(RiemannRule rule, int m) {
  if (m < 1) throw std::invalid_argument("a Riemann sum needs at least one interval");
  if (rule == RiemannRule::kSimpson && m % 2 != 0) {
    throw std::invalid_argument("Simpson's rule needs an even number of intervals");
  }
  std::vector<Node<S>> nodes;
  const auto add = [&](int t_numerator, int t_denominator, int numerator, int denominator) {
    nodes.push_back({S(t_numerator) / S(t_denominator), S(numerator) / S(denominator)});
  };
  switch (rule) {
    case RiemannRule::kLeft:
      for (int k = 0; k < m; ++k) add(k, m, 1, m);
      break;
    case RiemannRule::kRight:  // the sum printed as eq. (3)
      for (int k = 1; k <= m; ++k) add(k, m, 1, m);
      break;
    case RiemannRule::kMidpoint:
      for (int k = 0; k < m; ++k) add(2 * k + 1, 2 * m, 1, m);
      break;
    case RiemannRule::kTrapezoid:
      for (int k = 0; k <= m; ++k) add(k, m, k == 0 || k == m ? 1 : 2, 2 * m);
      break;
    case RiemannRule::kSimpson:  // pairs of intervals, each (1, 4, 1) / 3 of an interval's length
      for (int k = 0; k <= m; ++k) add(k, m, k == 0 || k == m ? 1 : k % 2 == 1 ? 4 : 2, 3 * m);
      break;
  }
  return nodes;
}

/// x' + t (x - x').
template <class S>
[[nodiscard]] std::vector<S> point_on_segment(const std::vector<S>& baseline,
                                              const std::vector<S>& x, const S& t) {
  std::vector<S> point;
  for (std::size_t i = 0; i < x.size(); ++i) {
    point.push_back(baseline.at(i) + t * (x[i] - baseline[i]));
  }
  return point;
}

/// (x_i - x'_i) * sum_k weight_k * dF/dx_i (x' + t_k (x - x')), eq. (3) of Sundararajan et al.
/// 2017 for any nodes. `gradient_at` maps a point (vector<S>) to the gradient there (vector<S>).
template <class S, class GradientAt>
[[nodiscard]] std::vector<S> path_sum(const GradientAt& gradient_at, const std::vector<S>& baseline,
                                      const std::vector<S>& x, const std::vector<Node<S>>& nodes) {
  std::vector<S> attributions(x.size(), S(0));
  for (std::size_t i = 0; i < x.size(); ++i) {
    S sum = S(0);
    for (const Node<S>& node : nodes) {
      sum += node.weight * gradient_at(point_on_segment(baseline, x, node.t)).at(i);
    }
    attributions[i] = (x[i] - baseline.at(i)) * sum;
  }
  return attributions;
}

/// Integrated gradients of one output by m intervals.
template <class S>
[[nodiscard]] std::vector<S> integrated_gradients(const LayeredNetwork<S>& network,
                                                  std::size_t target,
                                                  const std::vector<S>& baseline,
                                                  const std::vector<S>& x, RiemannRule rule, int m,
                                                  const S& kink = S(0)) {
  const auto gradient_at = [&](const std::vector<S>& point) {
    return gradient(network, target, point, kink);
  };
  return path_sum(gradient_at, baseline, x, riemann_nodes<S>(rule, m));
}

}  // namespace axiomark::reference
