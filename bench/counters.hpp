#pragma once

#include <benchmark/benchmark.h>

namespace axiomark::bench {

/// What one repetition does: floating-point operations of products, written out (what an
/// optimisation saves shows as a higher speed), and gradients.
struct Repetition {
  double operations = 0;
  double gradients = 0;
};

/// Counters GFLOP_per_second, of_peak (as part of the best matrix product that this program measures
/// on as many threads, once) and gradients_per_second; those that are zero are left out.
void count(benchmark::State& state, const Repetition& repetition, int threads = 1);

/// The benchmark under this name. Times are those of the processor, which a busy machine does not
/// disturb; what uses several threads asks for ->UseRealTime().
template <class Measure>
benchmark::internal::Benchmark* add(const std::string& name, const Measure& measure) {
  return benchmark::RegisterBenchmark(name.c_str(), measure);
}

/// What main does: the command line of Google Benchmark, then all that `register_all` adds. 2 for an
/// unknown option.
[[nodiscard]] int run(int argc, char** argv, void (*register_all)());

}  // namespace axiomark::bench
