// What each attribution method costs: all of them on one network, by default options; backprop methods as the batch
// and the features grow; Shapley values as the coalitions double. Started by ./run bench methods; takes
// Google Benchmark's options.

#include "bench/counters.hpp"
#include "bench/model_files.hpp"
#include "bench/queries.hpp"
#include "methods/registry.hpp"

namespace axiomark::bench {
namespace {

void measure(benchmark::State& state, const std::string& text, const Network<float>& network,
             Index samples) {
  const auto method = make_method(text);
  if (!method) return state.SkipWithError(message(method.error()).c_str());
  const auto queries = random_queries(network, samples);
  const ThreadPool pool;
  Index gradients = 0;
  Index evaluations = 0;
  for ([[maybe_unused]] const auto once : state) {
    const auto answers = method->attribute<float>(network, queries, pool);
    gradients = evaluations = 0;
    for (const auto& answer : answers) {
      if (!answer) return state.SkipWithError(message(answer.error()).c_str());
      gradients += answer->gradient_evaluations;
      evaluations += answer->function_evaluations;
    }
  }
  count(state, {.gradients = static_cast<double>(gradients)});
  if (evaluations > 0) {
    state.counters["evaluations_per_second"] = benchmark::Counter(
        static_cast<double>(evaluations), benchmark::Counter::kIsIterationInvariantRate);
  }
}

benchmark::internal::Benchmark* of_samples(const std::string& text, const std::string& name,
                                           const Network<float>& network) {
  return add("method/batch/" + text + "/" + name, [text, network](benchmark::State& state) {
    measure(state, text, network, state.range(0));
  });
}

benchmark::internal::Benchmark* of_features(const std::string& text) {
  return add("method/features/" + text, [text](benchmark::State& state) {
    measure(state, text, fully_connected<float>({state.range(0), 32, 32, 1}, 9), 1);
  });
}

void register_all() {
  const auto dense = fully_connected<float>({12, 64, 64, 10}, 1);
  // Every method there is, where it answers; what does not apply says so.
  for (const RegistryEntry& entry : method_registry()) {
    const std::string text = entry.name;
    add("method/default/" + text,
        [text, dense](benchmark::State& state) { measure(state, text, dense, 1); });
  }
  const auto digits = fully_connected<float>({784, 256, 256, 256, 256, 10}, 1);
  const auto images = convolutional(3, 32, {8, 16}, {100, 10}, 2);
  for (const std::string text : {"gradient", "guided-backprop", "deeplift", "lrp"}) {
    of_samples(text, "fully_connected_256x4", digits)->RangeMultiplier(4)->Range(1, 1024);
    of_samples(text, "convolution", images)->RangeMultiplier(4)->Range(1, 256);
    of_features(text)->RangeMultiplier(10)->Range(1, 100'000);
  }
  of_features("shapley:rule=exact")->DenseRange(2, 22, 4);
  of_features("kernel-shap:rule=all")->DenseRange(2, 22, 4);
  of_features("shapley:rule=permutations,samples=25")->RangeMultiplier(10)->Range(10, 1000);
  of_features("shapley:rule=stratified,samples=2")->RangeMultiplier(10)->Range(10, 100);
}

}  // namespace
}  // namespace axiomark::bench

int main(int argc, char** argv) {
  return axiomark::bench::run(argc, argv, axiomark::bench::register_all);
}
