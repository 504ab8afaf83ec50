// How fast a hunt is: judgements (one case, one method, one axiom, however many attributions it needs)
// per second of processor time on one core, over the default matrix and by axiom and by method, and the shares of the
// time that exact judgements and shrinking take. ./run bench builds and runs it.

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>

#include "methods/registry.hpp"
#include "search/axiom_search.hpp"
#include "search/default_methods.hpp"

namespace axiomark {
namespace {

std::vector<AnyMethod> default_methods() {
  std::vector<AnyMethod> methods;
  for (const std::string& text : default_method_strings()) {
    auto method = make_method(text);
    if (!method) {
      std::fprintf(stderr, "search_throughput: %s\n", message(method.error()).c_str());
      std::exit(2);
    }
    methods.push_back(std::move(*method));
  }
  return methods;
}

// Random search alone: fixed cases are judged exactly and would count as no judgement.
CampaignOptions options_for(std::uint64_t cases) {
  CampaignOptions options;
  options.cases_per_cell = cases;
  options.fixed_cases = false;
  return options;
}

void measure(benchmark::State& state, std::span<const AnyMethod> methods,
             std::span<const Axiom> axioms) {
  SearchWork work;
  double seconds = 0;
  for ([[maybe_unused]] const auto once : state) {
    const double start = thread_seconds();
    for (const Axiom& axiom : axioms) {
      const AxiomFindings found =
          search_axiom(methods, axiom, options_for(static_cast<std::uint64_t>(state.range(0))));
      work.judgements += found.work.judgements;
      work.exact_judgements += found.work.exact_judgements;
      work.exact_seconds += found.work.exact_seconds;
      work.shrinking_seconds += found.work.shrinking_seconds;
    }
    seconds += thread_seconds() - start;
  }
  const auto judgements = static_cast<double>(work.judgements);
  state.counters["judgements"] = judgements;
  state.counters["per_second"] = judgements / seconds;
  state.counters["hunting_per_second"] =
      judgements / (seconds - work.exact_seconds - work.shrinking_seconds);
  state.counters["exact_share"] = work.exact_seconds / seconds;
  state.counters["shrinking_share"] = work.shrinking_seconds / seconds;
}

// The report's number of cases, so that cells which are convicted early weigh as much as there.
constexpr std::int64_t kCases = 5000;
// Enough to see which axiom or method is slow.
constexpr std::int64_t kFewCases = 500;

void register_all(const std::vector<AnyMethod>& methods) {
  const auto axioms = axiom_registry();
  benchmark::RegisterBenchmark(
      "default_matrix",
      [&methods, axioms](benchmark::State& state) { measure(state, methods, axioms); })
      ->Arg(kCases)
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
  for (const Axiom& axiom : axioms) {
    benchmark::RegisterBenchmark(("axiom/" + axiom.info.name).c_str(),
                                 [&methods, &axiom](benchmark::State& state) {
                                   measure(state, methods, {&axiom, 1});
                                 })
        ->Arg(kFewCases)
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
  }
  for (const AnyMethod& method : methods) {
    benchmark::RegisterBenchmark(("method/" + method.name()).c_str(),
                                 [&method, axioms](benchmark::State& state) {
                                   measure(state, {&method, 1}, axioms);
                                 })
        ->Arg(kFewCases)
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace
}  // namespace axiomark

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const auto methods = axiomark::default_methods();
  axiomark::register_all(methods);
  benchmark::RunSpecifiedBenchmarks();
}
