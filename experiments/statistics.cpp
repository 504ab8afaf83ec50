#include "experiments/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace axiomark {
namespace {

Vector<double> ranks(const Vector<double>& numbers) {
  std::vector<Index> order(static_cast<std::size_t>(numbers.size()));
  std::iota(order.begin(), order.end(), 0);
  std::ranges::sort(order, [&](Index a, Index b) { return numbers(a) < numbers(b); });
  Vector<double> all(numbers.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && numbers(order[last]) == numbers(order[first])) ++last;
    for (std::size_t k = first; k < last; ++k) {
      all(order[k]) = static_cast<double>(first + last - 1) / 2;
    }
    first = last;
  }
  return all;
}

}  // namespace

double correlation(const Vector<double>& a, const Vector<double>& b) {
  const Vector<double> x = a - a.mean();
  const Vector<double> y = b - b.mean();
  const double size = std::sqrt(x.square().sum() * y.square().sum());
  return size > 0 ? (x * y).sum() / size : 0;
}

double rank_correlation(const Vector<double>& a, const Vector<double>& b) {
  return correlation(ranks(a), ranks(b));
}

double one_minus_cosine(const Vector<double>& a, const Vector<double>& b) {
  const Vector<double> x = a / std::sqrt(a.square().sum());
  const Vector<double> y = b / std::sqrt(b.square().sum());
  return std::min((x - y).square().sum(), (x + y).square().sum()) / 2;
}

double relative_error(const Vector<double>& a, const Vector<double>& exact) {
  return (a - exact).abs().sum() / exact.abs().sum();
}

double mean_of(const std::vector<double>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
}

double median_of(std::vector<double> numbers) {
  std::ranges::sort(numbers);
  const std::size_t half = numbers.size() / 2;
  return numbers.size() % 2 == 1 ? numbers[half] : (numbers[half - 1] + numbers[half]) / 2;
}

}  // namespace axiomark
