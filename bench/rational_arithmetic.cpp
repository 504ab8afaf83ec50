// What exact arithmetic costs beside double: evaluation, gradient and exact integrated gradients of the same
// small networks, as depth and width grow. Started by ./run bench rational_arithmetic; takes Google
// Benchmark's options.

#include <fmt/format.h>

#include "bench/counters.hpp"
#include "bench/queries.hpp"
#include "methods/registry.hpp"

namespace axiomark::bench {
namespace {

template <Scalar S>
void measure_evaluation(benchmark::State& state, const Network<S>& network) {
  const auto queries = random_queries(network, 1);
  for ([[maybe_unused]] const auto once : state) {
    benchmark::DoNotOptimize(evaluate(network, queries.inputs));
  }
}

template <Scalar S>
void measure_method(benchmark::State& state, const Network<S>& network, const std::string& text) {
  const auto method = make_method(text).value();
  const auto queries = random_queries(network, 1);
  const ThreadPool pool;
  Index gradients = 0;
  for ([[maybe_unused]] const auto once : state) {
    const auto answers = method.template attribute<S>(network, queries, pool);
    if (!answers.front()) return state.SkipWithError(message(answers.front().error()).c_str());
    gradients = answers.front()->gradient_evaluations;
  }
  count(state, {.gradients = static_cast<double>(gradients)});
}

template <Scalar S>
void all_of(const std::string& scalar, const std::string& name, const std::vector<Index>& layers) {
  const auto network = fully_connected<S>(layers, 1);
  add(fmt::format("evaluation/{}/{}", name, scalar),
      [network](benchmark::State& state) { measure_evaluation(state, network); });
  for (const std::string text : {"gradient", "integrated-gradients:rule=exact", "deeplift"}) {
    add(fmt::format("{}/{}/{}", text, name, scalar),
        [network, text](benchmark::State& state) { measure_method(state, network, text); });
  }
}

void both(const std::string& name, const std::vector<Index>& layers) {
  all_of<double>("double", name, layers);
  all_of<Rational>("rational", name, layers);
}

void register_all() {
  for (const Index depth : {1, 2, 5, 10}) {
    std::vector<Index> layers(static_cast<std::size_t>(depth) + 1, 3);
    layers.push_back(1);
    both("depth:" + std::to_string(depth), layers);
  }
  for (const Index width : {2, 8, 32, 128}) {
    both("width:" + std::to_string(width), {4, width, 1});
  }
}

}  // namespace
}  // namespace axiomark::bench

int main(int argc, char** argv) {
  return axiomark::bench::run(argc, argv, axiomark::bench::register_all);
}
