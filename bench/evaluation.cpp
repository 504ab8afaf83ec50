// How fast networks are evaluated: as the batch, the depth and the number of features grow.
// Started by ./run bench evaluation; takes Google Benchmark's options.

#include "bench/arithmetic.hpp"
#include "bench/counters.hpp"
#include "bench/model_files.hpp"

namespace axiomark::bench {
namespace {

void measure(benchmark::State& state, const Network<float>& network, Index samples) {
  const Batch<float> points = random_points<float>(network.input_features(), samples, 1);
  for ([[maybe_unused]] const auto once : state) {
    benchmark::DoNotOptimize(evaluate(network, points));
  }
  const double operations = 2 * arithmetic(network).whole * static_cast<double>(samples);
  count(state, {.operations = operations});
  state.counters["samples_per_second"] = benchmark::Counter(
      static_cast<double>(samples), benchmark::Counter::kIsIterationInvariantRate);
}

void batches(const std::string& name, const Network<float>& network) {
  add("evaluation/batch/" + name,
      [network](benchmark::State& state) { measure(state, network, state.range(0)); })
      ->RangeMultiplier(4)
      ->Range(1, 1024);
}

void register_all() {
  batches("fully_connected_256x4", fully_connected<float>({784, 256, 256, 256, 256, 10}, 1));
  batches("convolution", convolutional(3, 32, {8, 16}, {100, 10}, 2));
  batches("deep_residual", residual(8));
  add("evaluation/depth",
      [](benchmark::State& state) { measure(state, of_depth(state.range(0), 64), 64); })
      ->Arg(1)
      ->Arg(2)
      ->Arg(5)
      ->Arg(10)
      ->Arg(20)
      ->Arg(50);
  add("evaluation/features",
      [](benchmark::State& state) {
        measure(state, fully_connected<float>({state.range(0), 64, 10}, 4), 64);
      })
      ->RangeMultiplier(10)
      ->Range(1, 100'000);
  for (const auto& [name, network] : model_files()) {
    add("evaluation/model/" + name,
        [network = network](benchmark::State& state) { measure(state, network, 64); });
  }
}

}  // namespace
}  // namespace axiomark::bench

int main(int argc, char** argv) {
  return axiomark::bench::run(argc, argv, axiomark::bench::register_all);
}
