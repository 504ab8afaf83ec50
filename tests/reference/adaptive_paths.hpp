#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "tests/reference/scalars.hpp"

/// Path methods whose steps depend on the gradient, from their papers. `gradient_at` and `value_at`
/// map a point (vector<S>) to the gradient (vector<S>) and to F there.
namespace axiomark::reference {

template <class S>
[[nodiscard]] S distance(const S& a, const S& b) {
  return a > b ? S(a - b) : S(b - a);
}

/// Guided integrated gradients without anchors (Kapishnikov et al. 2021): every step shortens the L1
/// distance to x by 1/steps of the whole, moving features of small |gradient| first. Which features
/// may move together is given by the fraction: all whose |gradient| does not exceed the entry number
/// floor(fraction (n - 1)) of all n in increasing order, features that have arrived counting as
/// infinitely steep.
template <class S, class GradientAt>
[[nodiscard]] std::vector<S> guided_ig(const GradientAt& gradient_at,
                                       const std::vector<S>& baseline, const std::vector<S>& x,
                                       int steps, const S& fraction) {
  const std::size_t n = x.size();
  std::vector<S> point = baseline;
  std::vector<S> attributions(n, S(0));
  S whole(0);
  for (std::size_t i = 0; i < n; ++i) whole += distance(x[i], baseline[i]);
  std::size_t rank = 0;
  while (S(static_cast<int>(rank) + 1) <= fraction * S(static_cast<int>(n) - 1)) ++rank;
  for (int step = 1; step <= steps; ++step) {
    const std::vector<S> gradient = gradient_at(point);
    // How much of the distance this step has to take away.
    S left(0);
    for (std::size_t i = 0; i < n; ++i) left += distance(x[i], point[i]);
    S to_do = left - whole * S(steps - step) / S(steps);
    while (to_do > S(0)) {
      // A feature may move if at most `rank` others that have not arrived are strictly less steep.
      std::vector<std::size_t> movers;
      for (std::size_t i = 0; i < n; ++i) {
        if (point[i] == x[i]) continue;
        std::size_t flatter = 0;
        for (std::size_t j = 0; j < n; ++j) {
          if (point[j] != x[j] && distance(gradient[j], S(0)) < distance(gradient[i], S(0))) {
            ++flatter;
          }
        }
        if (flatter <= rank) movers.push_back(i);
      }
      S available(0);
      for (const std::size_t i : movers) available += distance(x[i], point[i]);
      const S part = to_do < available ? S(to_do / available) : S(1);
      std::vector<S> moved = point;
      for (const std::size_t i : movers) moved[i] += part * (x[i] - point[i]);
      for (std::size_t i = 0; i < n; ++i) attributions[i] += gradient[i] * (moved[i] - point[i]);
      point = moved;
      to_do = to_do - part * available;
    }
  }
  return attributions;
}

/// Important-direction gradient integration on the straight path (Yang et al. 2023, algorithm 1),
/// a step of zero gradient adding nothing.
template <class S, class ValueAt, class GradientAt>
[[nodiscard]] std::vector<S> idgi(const ValueAt& value_at, const GradientAt& gradient_at,
                                  const std::vector<S>& baseline, const std::vector<S>& x,
                                  int steps) {
  std::vector<S> attributions(x.size(), S(0));
  for (int k = 0; k < steps; ++k) {
    std::vector<S> here;
    std::vector<S> there;
    for (std::size_t i = 0; i < x.size(); ++i) {
      here.push_back(baseline[i] + S(k) / S(steps) * (x[i] - baseline[i]));
      there.push_back(baseline[i] + S(k + 1) / S(steps) * (x[i] - baseline[i]));
    }
    const std::vector<S> g = gradient_at(here);
    S norm(0);
    for (const S& v : g) norm += v * v;
    if (norm == S(0)) continue;
    for (std::size_t i = 0; i < x.size(); ++i) {
      attributions[i] += g[i] * g[i] * (value_at(there) - value_at(here)) / norm;
    }
  }
  return attributions;
}

}  // namespace axiomark::reference
