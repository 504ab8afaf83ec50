#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace axiomark::reference {

/// The solution of a square system by elimination, any non-zero pivot; empty if there is none.
template <class S>
[[nodiscard]] std::vector<S> solve_by_elimination(std::vector<std::vector<S>> a,
                                                  std::vector<S> right) {
  const std::size_t n = right.size();
  for (std::size_t column = 0; column < n; ++column) {
    std::size_t pivot = column;
    while (pivot < n && a[pivot][column] == S(0)) ++pivot;
    if (pivot == n) return {};
    std::swap(a[pivot], a[column]);
    std::swap(right[pivot], right[column]);
    for (std::size_t row = 0; row < n; ++row) {
      if (row == column) continue;
      const S factor = a[row][column] / a[column][column];
      for (std::size_t k = 0; k < n; ++k) a[row][k] = a[row][k] - factor * a[column][k];
      right[row] = right[row] - factor * right[column];
    }
  }
  for (std::size_t i = 0; i < n; ++i) right[i] = right[i] / a[i][i];
  return right;
}

/// One observation of the game: who took part, its weight and the game's value.
template <class S>
struct WeightedCoalition {
  std::vector<bool> members;
  S weight;
  S value;
};

/// Lundberg & Lee 2017, equation 5 with theorem 2: the phi that minimises
/// sum weight (value - empty - sum of the members' phi)^2 subject to sum phi = full - empty, by the
/// stationarity of the Lagrangian in all of phi and its multiplier.
template <class S>
[[nodiscard]] std::vector<S> kernel_least_squares(
    const std::vector<WeightedCoalition<S>>& coalitions, const S& empty, const S& full,
    std::size_t n) {
  std::vector<std::vector<S>> a(n + 1, std::vector<S>(n + 1, S(0)));
  std::vector<S> right(n + 1, S(0));
  for (const auto& c : coalitions) {
    for (std::size_t i = 0; i < n; ++i) {
      if (!c.members[i]) continue;
      for (std::size_t j = 0; j < n; ++j) {
        if (c.members[j]) a[i][j] += S(2) * c.weight;
      }
      right[i] += S(2) * c.weight * (c.value - empty);
    }
  }
  for (std::size_t i = 0; i < n; ++i) a[i][n] = a[n][i] = S(1);
  right[n] = full - empty;
  std::vector<S> solution = solve_by_elimination(a, right);
  if (!solution.empty()) solution.pop_back();
  return solution;
}

/// All 2^n - 2 proper coalitions with the Shapley kernel (n - 1) / (C(n, s) s (n - s)).
template <class S, class ValueAt>
[[nodiscard]] std::vector<S> kernel_shap(const ValueAt& value_at, const std::vector<S>& baseline,
                                         const std::vector<S>& x) {
  const std::size_t n = x.size();
  std::vector<WeightedCoalition<S>> coalitions;
  for (unsigned long mask = 1; mask + 1 < (1UL << n); ++mask) {
    WeightedCoalition<S> c{std::vector<bool>(n), S(0), S(0)};
    std::vector<S> point = baseline;
    int size = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if ((mask >> i & 1UL) == 0) continue;
      c.members[i] = true;
      point[i] = x[i];
      ++size;
    }
    const int rest = static_cast<int>(n) - size;
    S choose(1);
    for (int k = 1; k <= size; ++k) choose = choose * S(rest + k) / S(k);
    c.weight = S(static_cast<int>(n) - 1) / (choose * S(size) * S(rest));
    c.value = value_at(point);
    coalitions.push_back(c);
  }
  return kernel_least_squares(coalitions, S(value_at(baseline)), S(value_at(x)), n);
}

}  // namespace axiomark::reference
