#include "experiments/convergence/step_grid.hpp"

#include <cmath>
#include <set>

namespace axiomark {

std::vector<long> step_grid(long most) {
  std::set<long> steps;
  constexpr long kAll = 32;
  for (long m = 1; m <= kAll; ++m) steps.insert(m);
  for (double m = kAll; m < static_cast<double>(most); m *= 1.15) {
    const long even = 2 * std::lround(m / 2);
    steps.insert({even, even + 1});
  }
  steps.insert({50, 100, 200, 300, 500, 1000, 2000, 5000, 10000, most});
  return {steps.begin(), steps.upper_bound(most)};
}

std::vector<long> steps_of(QuadratureRule rule, const std::vector<long>& grid) {
  std::vector<long> chosen;
  std::size_t above = 0;
  for (const long m : grid) {
    if (rule == QuadratureRule::simpson && m % 2 != 0) continue;
    if (rule == QuadratureRule::gauss_legendre && m > 1000) {
      ++above;
      if (m != grid.back() && above % 8 != 0) continue;
      if (m > kMostGaussLegendreNodes) continue;
    }
    chosen.push_back(m);
  }
  return chosen;
}

}  // namespace axiomark
