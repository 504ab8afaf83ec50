#include "bench/gemm_peak.hpp"

#include <algorithm>
#include <chrono>

#include "network/kernels/product.hpp"

namespace axiomark::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Product {
  explicit Product(Index n)
      : weights(Matrix<float>::Constant(n, n, 0.5F)),
        x(Batch<float>::Constant(n, n, 0.25F)),
        y(Batch<float>::Zero(n, n)) {}
  Matrix<float> weights;
  Batch<float> x;
  Batch<float> y;
};

// Long enough for a clock of microseconds, short enough to fall between two interruptions.
constexpr double kFlopPerTrial = 1e8;
constexpr int kTrials = 40;

double peak_of_size(Index n, const ThreadPool& pool) {
  std::vector<Product> products(static_cast<std::size_t>(pool.threads()), Product(n));
  const double flop =
      2.0 * static_cast<double>(n) * static_cast<double>(n) * static_cast<double>(n);
  const int repeats = std::max(1, static_cast<int>(kFlopPerTrial / flop));
  double least = 1e9;
  for (int trial = 0; trial < kTrials; ++trial) {
    const auto start = Clock::now();
    pool.for_each(pool.threads(), [&](Index k) {
      Product& p = products[static_cast<std::size_t>(k)];
      for (int r = 0; r < repeats; ++r) add_product<float>(p.weights, p.x, p.y);
    });
    least = std::min(least, std::chrono::duration<double>(Clock::now() - start).count());
  }
  return flop * repeats * pool.threads() / least / 1e9;
}

}  // namespace

double gemm_peak(const ThreadPool& pool) {
  double best = 0;
  for (const Index n : {128, 256, 512}) best = std::max(best, peak_of_size(n, pool));
  return best;
}

}  // namespace axiomark::bench
