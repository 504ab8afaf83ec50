#include "experiments/convergence/rule_sums.hpp"

#include <Eigen/Sparse>
#include <algorithm>
#include <cmath>

namespace axiomark {
namespace {

// Where a rule wants a gradient, or one that is the same, and how much of it.
struct Entry {
  double at;
  int rule;
  double weight;
};

// Twice the uncertainty of the breakpoints, and what rounding may do to a node of size 1.
double unsafe_distance(const LinearPieces<double>& pieces) { return pieces.delta + 4e-16; }

// The middle of the piece that t is surely inside of, or t.
double representative(double t, const LinearPieces<double>& pieces,
                      const std::vector<double>& middles) {
  const auto& ends = pieces.breakpoints;
  const auto after = std::ranges::upper_bound(ends, t);
  if (after == ends.begin() || after == ends.end()) return t;
  const double low = *(after - 1);
  const double near = unsafe_distance(pieces);
  if (t - low <= near || *after - t <= near) return t;
  return middles[static_cast<std::size_t>(after - ends.begin() - 1)];
}

std::vector<Entry> entries(std::span<const Quadrature<double>> rules,
                           const LinearPieces<double>* pieces) {
  const std::vector<double> middles = pieces ? pieces->midpoints() : std::vector<double>{};
  std::vector<Entry> all;
  for (std::size_t r = 0; r < rules.size(); ++r) {
    for (std::size_t k = 0; k < rules[r].nodes.size(); ++k) {
      const double t = rules[r].nodes[k];
      const Entry entry{pieces ? representative(t, *pieces, middles) : t, static_cast<int>(r),
                        rules[r].weights[k]};
      // Neighbours in one piece are one entry.
      if (k > 0 && all.back().at == entry.at) {
        all.back().weight += entry.weight;
      } else {
        all.push_back(entry);
      }
    }
  }
  std::ranges::sort(all, [](const Entry& a, const Entry& b) {
    return a.at != b.at ? a.at < b.at : a.rule < b.rule;
  });
  return all;
}

// So many different points at once: enough columns for the vector lanes of every operator, and few
// enough that the tensors of a large network fit a cache.
constexpr std::size_t kPointsAtOnce = 64;

}  // namespace

double uncertain_part(const LinearPieces<double>& pieces) {
  double part = 0;
  for (const double length : pieces.lengths()) {
    part += std::min(length, 2 * unsafe_distance(pieces));
  }
  return part;
}

bool shares_pieces(const LinearPieces<double>& pieces) { return uncertain_part(pieces) < 1e-3; }

Result<RuleSums> rule_sums(const Function<double>& function, const Segment<double>& segment,
                           std::span<const Quadrature<double>> rules,
                           const LinearPieces<double>* pieces) {
  const std::vector<Entry> all = entries(rules, pieces);
  RuleSums sums;
  sums.gradients.setZero(segment.from.size(), static_cast<Index>(rules.size()));
  std::size_t next = 0;
  while (next < all.size()) {
    std::vector<double> points;
    std::vector<Eigen::Triplet<double>> weights;
    for (; next < all.size(); ++next) {
      if (points.empty() || points.back() != all[next].at) {
        if (points.size() == kPointsAtOnce) break;
        points.push_back(all[next].at);
      }
      weights.emplace_back(static_cast<int>(points.size()) - 1, all[next].rule, all[next].weight);
    }
    const auto gradients = function.gradient(interpolate<double>(segment.from, segment.to, points));
    if (!gradients) return tl::make_unexpected(gradients.error());
    Eigen::SparseMatrix<double> chosen(static_cast<Index>(points.size()), sums.gradients.cols());
    chosen.setFromTriplets(weights.begin(), weights.end());
    const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic> columns =
        gradients->values.matrix();
    sums.gradients += columns * chosen;
    sums.evaluations += static_cast<Index>(points.size());
  }
  return sums;
}

}  // namespace axiomark
