#pragma once

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "tests/reference/layered_network.hpp"

namespace axiomark::reference {

/// Baseline Shapley (Shapley-Shubik) values: the increase of `value_at` when feature i goes from
/// its baseline to its input, averaged over all n! orders in which the features do so.
template <class S, class ValueAt>
[[nodiscard]] std::vector<S> shapley(const ValueAt& value_at, const std::vector<S>& baseline,
                                     const std::vector<S>& x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<S> sums(x.size(), S(0));
  int orders = 0;
  do {
    std::vector<S> point = baseline;
    for (const std::size_t i : order) {
      const S before = value_at(point);
      point[i] = x[i];
      sums[i] += value_at(point) - before;
    }
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  for (S& sum : sums) sum = sum / S(orders);
  return sums;
}

template <class S>
[[nodiscard]] std::vector<S> shapley(const LayeredNetwork<S>& network, std::size_t target,
                                     const std::vector<S>& baseline, const std::vector<S>& x) {
  const auto value_at = [&](const std::vector<S>& p) { return evaluate(network, p).at(target); };
  return shapley(value_at, baseline, x);
}

}  // namespace axiomark::reference
