#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "network/derivative_range.hpp"
#include "tests/axioms/trial.hpp"

namespace axiomark::tests {
namespace {

// The third statement about a random method: its mean is the exact method's answer. Every draw lies in an
// interval of known length, so by Hoeffding's inequality (1963, theorem 2) the mean of N draws is further
// than t from its expectation with probability at most 2 exp(-2 N t^2 / length^2). All comparisons
// together convict an honest method with probability kFalseConviction at most, whatever its seeds.
constexpr double kFalseConviction = 1e-6;
constexpr std::uint64_t kCases = 100;
constexpr double kMostFeatures = 3;
constexpr long kDraws = 4000;

struct Estimator {
  std::string method;  ///< without its seed
  std::string exact;
  /// The length of an interval that a draw of feature i cannot leave.
  double (*length)(const Ingredients<double>& in, Index i);
  std::string why;
};

double of_marginals(const Ingredients<double>& in, Index i) {
  double least = 0;
  double most = 0;
  const Index n = in.input.size();
  bool first = true;
  for (std::size_t bits = 0; bits < (std::size_t{1} << n); ++bits) {
    if ((bits >> i & 1) != 0) continue;
    Batch<double> points = in.baseline.replicate(1, 2);
    for (Index j = 0; j < n; ++j) {
      if ((bits >> j & 1) != 0) points.row(j).setConstant(in.input(j));
    }
    points(i, 1) = in.input(i);
    const Batch<double> worth = evaluate(in.network, points);
    const double adds = ((worth.col(1) - worth.col(0)) * in.target).sum();
    least = first ? adds : std::min(least, adds);
    most = first ? adds : std::max(most, adds);
    first = false;
  }
  return most - least;
}

double of_slopes(const Ingredients<double>& in, Index i) {
  const auto range = derivative_range(in.network, in.target);
  if (!range) return std::numeric_limits<double>::infinity();
  return std::abs(in.input(i) - in.baseline(i)) * (range->high(i) - range->low(i));
}

const std::vector<Estimator> kEstimators = {
    {"shapley:rule=permutations", "shapley", of_marginals, "what i adds to its predecessors"},
    {"expected-gradients", "integrated-gradients:rule=exact", of_slopes,
     "(x_i - x'_i) times a slope at a uniform point of the segment"},
};

/// Cases in which the mean of a method's draws is too far from the exact answer to be by chance.
std::vector<std::uint64_t> convicted(const Estimator& estimator, std::size_t estimators) {
  const double comparisons =
      static_cast<double>(kCases) * kMostFeatures * static_cast<double>(estimators);
  const double t =
      std::sqrt(std::log(2 * comparisons / kFalseConviction) / (2 * static_cast<double>(kDraws)));
  std::vector<std::uint64_t> cases;
  for (std::uint64_t k = 0; k < kCases; ++k) {
    const auto in = draw_case(2026, estimator.exact, k);
    // A seed for every case: the comparisons share no draw.
    const std::string options =
        fmt::format("{}samples={},seed={}",
                    estimator.method.find(':') == std::string::npos ? ":" : ",", kDraws, k);
    const auto mean = ask<double>(method(estimator.method + options), in.network, in.input,
                                  in.baseline, in.target);
    const auto exact =
        ask<double>(method(estimator.exact), in.network, in.input, in.baseline, in.target);
    if (!mean || !exact) continue;  // inside a kink
    for (Index i = 0; i < in.input.size(); ++i) {
      // 1e-9: far above the rounding of sums of some thousand small numbers.
      const double allowed = t * estimator.length(in, i) + 1e-9;
      if (std::abs(mean->values(i) - exact->values(i)) > allowed) {
        cases.push_back(k);
        break;
      }
    }
  }
  return cases;
}

}  // namespace

TEST_CASE(
    "the means of random methods are those of the exact ones, but for one chance in a million") {
  for (const Estimator& estimator : kEstimators) {
    INFO(estimator.method << ", whose draws are " << estimator.why);
    CHECK(convicted(estimator, kEstimators.size()) == std::vector<std::uint64_t>{});
  }
}

TEST_CASE("an estimator of something else is convicted by its mean") {
  // Draws of Shapley's marginals for a path integral, and the other way round.
  CHECK_FALSE(
      convicted({"shapley:rule=permutations", "integrated-gradients:rule=exact", of_marginals, ""},
                2)
          .empty());
  CHECK_FALSE(convicted({"expected-gradients", "shapley", of_slopes, ""}, 2).empty());
}

}  // namespace axiomark::tests
