#include "experiments/convergence/attribution_errors.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "experiments/statistics.hpp"

namespace axiomark {
namespace {

bool is_constant(const Vector<double>& values) {
  return values.size() == 0 || (values == values(0)).all();
}

std::vector<Index> largest_first(const Vector<double>& values) {
  std::vector<Index> order(static_cast<std::size_t>(values.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::stable_sort(
      order, [&](Index a, Index b) { return std::abs(values(a)) > std::abs(values(b)); });
  return order;
}

// The smallest that the first k can be, less the largest that any other can.
double margin(const TrueValues& truth, const std::vector<Index>& order, std::size_t k) {
  double inside = INFINITY;
  double outside = -INFINITY;
  for (std::size_t place = 0; place < order.size(); ++place) {
    const Index i = order[place];
    const double size = std::abs(truth.values(i));
    if (place < k) {
      inside = std::min(inside, size - truth.bound(i));
    } else {
      outside = std::max(outside, size + truth.bound(i));
    }
  }
  return inside - outside;
}

}  // namespace

AttributionErrors attribution_errors(const Vector<double>& given, const TrueValues& truth) {
  AttributionErrors errors;
  errors.residual = given.sum() - truth.rise;
  if (truth.rise != 0) errors.relative_residual = std::abs(errors.residual / truth.rise);
  const Vector<double> distance = (given - truth.values).abs();
  const double size = truth.values.abs().sum();
  if (size > 0) errors.relative_l1 = distance.sum() / size;
  if (distance.size() > 0) errors.maximum = distance.maxCoeff();
  if (!is_constant(given) && !is_constant(truth.values)) {
    errors.rank_correlation = rank_correlation(given, truth.values);
  }
  for (Index i = 0; i < given.size(); ++i) {
    const bool certain = std::abs(truth.values(i)) > truth.bound(i);
    if (certain && given(i) * truth.values(i) < 0) ++errors.wrong_signs;
  }
  return errors;
}

std::vector<TopFeatures> top_features(const Vector<double>& given, const TrueValues& truth) {
  const auto mine = largest_first(given);
  const auto right = largest_first(truth.values);
  std::vector<TopFeatures> found;
  for (Index power = 1; power < given.size(); power *= 10) {
    for (const Index k : {power, 2 * power, 5 * power}) {
      if (k >= given.size()) break;
      const auto first = [&](const std::vector<Index>& order) {
        std::vector<Index> set(order.begin(), order.begin() + k);
        std::ranges::sort(set);
        return set;
      };
      found.push_back(
          {k, first(mine) == first(right), margin(truth, right, static_cast<std::size_t>(k)) > 0});
    }
  }
  return found;
}

}  // namespace axiomark
