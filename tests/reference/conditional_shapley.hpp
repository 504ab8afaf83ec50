#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace axiomark::reference {

/// Sundararajan & Najmi 2020, section 2 (conditional expectations Shapley): the mean of the
/// function over the rows of the table that agree with x wherever `known` says so.
template <class S, class ValueAt>
[[nodiscard]] S conditional_expectation(const ValueAt& value_at,
                                        const std::vector<std::vector<S>>& table,
                                        const std::vector<S>& x, const std::vector<bool>& known) {
  S sum(0);
  int rows = 0;
  for (const std::vector<S>& row : table) {
    bool agrees = true;
    for (std::size_t i = 0; i < x.size(); ++i) agrees = agrees && (!known[i] || row[i] == x[i]);
    if (!agrees) continue;
    sum += value_at(row);
    ++rows;
  }
  return sum / S(rows);
}

/// Shapley values of that game over all n! orders. Every coalition must have a row.
template <class S, class ValueAt>
[[nodiscard]] std::vector<S> conditional_shapley(const ValueAt& value_at,
                                                 const std::vector<std::vector<S>>& table,
                                                 const std::vector<S>& x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<S> sums(x.size(), S(0));
  int orders = 0;
  do {
    std::vector<bool> known(x.size(), false);
    for (const std::size_t i : order) {
      const S before = conditional_expectation(value_at, table, x, known);
      known[i] = true;
      sums[i] += conditional_expectation(value_at, table, x, known) - before;
    }
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  for (S& sum : sums) sum = sum / S(orders);
  return sums;
}

}  // namespace axiomark::reference
