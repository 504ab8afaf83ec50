// What exactness along a segment costs: finding the linear pieces, and integrated gradients over them, as
// depth, width and features grow. Started by ./run bench exact_breakpoints; takes Google Benchmark's
// options.

#include "bench/counters.hpp"
#include "bench/model_files.hpp"
#include "bench/queries.hpp"
#include "methods/registry.hpp"

namespace axiomark::bench {
namespace {

template <Scalar S>
void measure_pieces(benchmark::State& state, const Network<S>& network) {
  const auto queries = random_queries(network, 1);
  const Segment<S> segment{queries.baselines.col(0), queries.inputs.col(0)};
  const Vector<S> target = queries.targets.col(0);
  Index pieces = 0;
  for ([[maybe_unused]] const auto once : state) {
    const auto found = linear_pieces<S>(network, target, segment);
    if (!found) return state.SkipWithError(message(found.error()).c_str());
    pieces = found->count();
  }
  state.counters["pieces"] = static_cast<double>(pieces);
  state.counters["pieces_per_second"] = benchmark::Counter(
      static_cast<double>(pieces), benchmark::Counter::kIsIterationInvariantRate);
}

template <Scalar S>
void measure_integral(benchmark::State& state, const Network<S>& network) {
  const auto method = make_method("integrated-gradients:rule=exact").value();
  const auto queries = random_queries(network, 1);
  const ThreadPool pool;
  Index gradients = 0;
  for ([[maybe_unused]] const auto once : state) {
    const auto answers = method.attribute<S>(network, queries, pool);
    if (!answers.front()) return state.SkipWithError(message(answers.front().error()).c_str());
    gradients = answers.front()->gradient_evaluations;
  }
  count(state, {.gradients = static_cast<double>(gradients)});
}

void both(const std::string& name, const Network<float>& network) {
  add("linear_pieces/" + name + "/float",
      [network](benchmark::State& state) { measure_pieces(state, network); });
  add("exact_integral/" + name + "/float",
      [network](benchmark::State& state) { measure_integral(state, network); });
  const auto doubled = convert<double>(network);
  if (!doubled) return;
  add("exact_integral/" + name + "/double",
      [network = *doubled](benchmark::State& state) { measure_integral(state, network); });
}

void register_all() {
  for (const Index depth : {1, 2, 5, 10, 20, 50}) {
    both("depth:" + std::to_string(depth), of_depth(depth, 32));
  }
  for (const Index width : {4, 16, 64, 256}) {
    both("width:" + std::to_string(width), of_depth(2, width));
  }
  for (const Index features : {1, 10, 100, 1000, 10'000, 100'000}) {
    both("features:" + std::to_string(features), fully_connected<float>({features, 32, 32, 10}, 5));
  }
  for (const auto& [name, network] : model_files()) {
    if (network.piecewise_linear()) both("model/" + name, network);
  }
}

}  // namespace
}  // namespace axiomark::bench

int main(int argc, char** argv) {
  return axiomark::bench::run(argc, argv, axiomark::bench::register_all);
}
