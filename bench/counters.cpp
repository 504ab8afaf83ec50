#include "bench/counters.hpp"

#include <map>

#include "bench/gemm_peak.hpp"
#include "network/kernels/product.hpp"

namespace axiomark::bench {
namespace {

double peak_of(int threads) {
  static std::map<int, double> known;
  const auto found = known.find(threads);
  if (found != known.end()) return found->second;
  return known[threads] = gemm_peak(ThreadPool(threads));
}

benchmark::Counter rate(double per_iteration) {
  return {per_iteration, benchmark::Counter::kIsIterationInvariantRate};
}

}  // namespace

void count(benchmark::State& state, const Repetition& repetition, int threads) {
  if (repetition.operations > 0) {
    const double gflop = repetition.operations / 1e9;
    state.counters["GFLOP_per_second"] = rate(gflop);
    state.counters["of_peak"] = rate(gflop / peak_of(threads));
  }
  if (repetition.gradients > 0) state.counters["gradients_per_second"] = rate(repetition.gradients);
}

int run(int argc, char** argv, void (*register_all)()) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::AddCustomContext("instruction_set", std::string(product_instruction_set()));
  register_all();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace axiomark::bench
