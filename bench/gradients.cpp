// How fast gradients are: at single points, as the batch grows, and summed along a segment, as steps,
// features, depth and threads grow. Started by ./run bench gradients; takes Google Benchmark's options.

#include <numeric>

#include "bench/arithmetic.hpp"
#include "bench/counters.hpp"
#include "bench/model_files.hpp"
#include "network/function.hpp"

namespace axiomark::bench {
namespace {

Vector<float> first_output(const Network<float>& network) {
  Vector<float> target = Vector<float>::Zero(network.output_features());
  target(0) = 1;
  return target;
}

void measure_points(benchmark::State& state, const Network<float>& network, Index samples) {
  const Batch<float> points = random_points<float>(network.input_features(), samples, 1);
  const Vector<float> target = first_output(network);
  for ([[maybe_unused]] const auto once : state) {
    benchmark::DoNotOptimize(gradient(network, points, target, Conventions<float>{}));
  }
  const auto gradients = static_cast<double>(samples);
  count(state, {arithmetic(network).gradient() * gradients, gradients});
}

// The sum that integrated gradients take, by the right rule from zero.
void measure_segment(benchmark::State& state, const Network<float>& network, Index steps,
                     int threads) {
  const ThreadPool pool(threads);
  const auto function = bind_target<float>(network, first_output(network), {}, pool);
  const Vector<float> to = random_points<float>(network.input_features(), 1, 1).col(0);
  const Segment<float> segment{Vector<float>::Zero(to.size()), to};
  const auto count_of_steps = static_cast<float>(steps);
  std::vector<float> nodes(static_cast<std::size_t>(steps));
  std::iota(nodes.begin(), nodes.end(), 1.0F);
  for (float& node : nodes) node /= count_of_steps;
  const std::vector<float> weights(nodes.size(), 1 / count_of_steps);
  for ([[maybe_unused]] const auto once : state) {
    const auto sum = function.gradient_sum(segment, nodes, weights);
    if (!sum) return state.SkipWithError(message(sum.error()).c_str());
    benchmark::DoNotOptimize(sum->value.data());
  }
  const auto gradients = static_cast<double>(steps);
  count(state, {arithmetic(network).gradient_sum(gradients), gradients}, threads);
}

void batches(const std::string& name, const Network<float>& network) {
  add("gradient/batch/" + name,
      [network](benchmark::State& state) { measure_points(state, network, state.range(0)); })
      ->RangeMultiplier(4)
      ->Range(1, 1024);
}

void steps(const std::string& name, const Network<float>& network) {
  for (const int threads : {1, 2}) {
    auto* const swept = add("gradient_sum/steps/" + name + "/threads:" + std::to_string(threads),
                            [network, threads](benchmark::State& state) {
                              measure_segment(state, network, state.range(0), threads);
                            });
    swept->RangeMultiplier(10)->Range(1, 100'000);
    if (threads > 1) swept->UseRealTime();
  }
}

constexpr Index kSteps = 300;

void register_all() {
  const auto dense = fully_connected<float>({784, 256, 256, 256, 256, 10}, 1);
  const auto convolution = convolutional(3, 32, {8, 16}, {100, 10}, 2);
  batches("fully_connected_256x4", dense);
  batches("convolution", convolution);
  steps("fully_connected_256x4", dense);
  steps("convolution", convolution);
  steps("tiny", fully_connected<float>({2, 2, 1, 1}, 5));
  add("gradient_sum/depth",
      [](benchmark::State& state) {
        measure_segment(state, of_depth(state.range(0), 64), kSteps, 1);
      })
      ->Arg(1)
      ->Arg(2)
      ->Arg(5)
      ->Arg(10)
      ->Arg(20)
      ->Arg(50);
  add("gradient_sum/features",
      [](benchmark::State& state) {
        measure_segment(state, fully_connected<float>({state.range(0), 64, 64, 10}, 4), kSteps, 1);
      })
      ->RangeMultiplier(10)
      ->Range(1, 100'000);
  for (const auto& [name, network] : model_files()) {
    add("gradient_sum/model/" + name, [network = network](benchmark::State& state) {
      measure_segment(state, network, kSteps, 1);
    });
  }
}

}  // namespace
}  // namespace axiomark::bench

int main(int argc, char** argv) {
  return axiomark::bench::run(argc, argv, axiomark::bench::register_all);
}
