#include "experiments/audit/suspect_rules.hpp"

#include <fmt/format.h>

#include "experiments/convergence/step_grid.hpp"

namespace axiomark {
namespace {

constexpr long kMostSteps = 1000;

// n points k / (n - 1), k = 0, ..., n - 1, with these weights at the ends and 1 / n between them.
SuspectRule points_between(long n, double ends, std::string_view words) {
  SuspectRule rule{fmt::format("{}, n = {}", words, n), {}};
  const auto count = static_cast<double>(n);
  for (long k = 0; k < n; ++k) {
    rule.quadrature.nodes.push_back(static_cast<double>(k) / (count - 1));
    rule.quadrature.weights.push_back(k == 0 || k == n - 1 ? ends / count : 1 / count);
  }
  return rule;
}

}  // namespace

std::vector<SuspectRule> suspect_rules() {
  std::vector<SuspectRule> all;
  // Every number up to 128: people choose any.
  std::vector<long> grid;
  for (long m = 1; m <= 128; ++m) grid.push_back(m);
  for (const long m : step_grid(kMostSteps)) {
    if (m > 128) grid.push_back(m);
  }
  for (const long m : {150, 250, 256, 400, 512, 600, 800}) grid.push_back(m);
  for (std::size_t r = 0; r < quadrature_rule_names().size(); ++r) {
    const auto rule = static_cast<QuadratureRule>(r);
    if (rule == QuadratureRule::random) continue;
    for (const long m : steps_of(rule, grid)) {
      auto quadrature = make_quadrature<double>(rule, m);
      if (!quadrature) continue;
      all.push_back(
          {fmt::format("{} rule, {} step{}", quadrature_rule_names()[r], m, m == 1 ? "" : "s"),
           std::move(*quadrature)});
    }
  }
  for (const long n : grid) {
    if (n < 2) continue;
    all.push_back(points_between(n, 0.5, "a trapezoid whose weights sum to (n - 1)/n"));
    all.push_back(points_between(n, 1, "the mean of n points with both ends"));
  }
  return all;
}

}  // namespace axiomark
