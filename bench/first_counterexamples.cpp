// How long the first counterexample takes: for each cell of the paper's six axioms that random search alone
// convicts, the number of cases it needed, the seconds that judging them took on one core, and those of
// making the counterexample small. ./run bench builds it and, without options, runs it.

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "methods/registry.hpp"
#include "search/axiom_search.hpp"
#include "search/default_methods.hpp"

namespace axiomark {
namespace {

// No more cases than a report of the whole matrix draws in a cell.
constexpr std::uint64_t kMostCases = 5000;

struct Hunt {
  Finding finding;
  SearchWork work;
  double seconds = 0;
};

Hunt hunt(const AnyMethod& method, const Axiom& axiom, std::uint64_t cases) {
  CampaignOptions options;
  options.cases_per_cell = cases;
  options.fixed_cases = false;
  const double start = thread_seconds();
  AxiomFindings found = search_axiom({&method, 1}, axiom, options);
  return {std::move(found.findings.front()), found.work, thread_seconds() - start};
}

void print_cell(const AnyMethod& method, const Axiom& axiom) {
  const Hunt first = hunt(method, axiom, kMostCases * axiom.info.effort);
  if (!first.finding.counterexample) return;
  const std::uint64_t cases = first.finding.counterexample->provenance.case_number + 1;
  // Once more, no further than that: beyond it a hunt tells kinds of case apart.
  const Hunt again = hunt(method, axiom, cases * axiom.info.effort);
  fmt::print("{:28} {:58} {:>6} {:>9.3f} {:>9.3f}  {}\n", axiom.info.name, method.name(), cases,
             again.seconds - again.work.shrinking_seconds, again.work.shrinking_seconds,
             first.finding.convention);
}

int run() {
  fmt::print("{:28} {:58} {:>6} {:>9} {:>9}  {}\n", "axiom", "method", "cases", "seconds",
             "shrinking", "hangs on");
  for (const Axiom& axiom : axiom_registry()) {
    if (axiom.info.group != AxiomGroup::paper) continue;
    for (const std::string& text : default_method_strings()) {
      const auto method = make_method(text);
      if (!method) {
        fmt::print(stderr, "first_counterexamples: {}\n", message(method.error()));
        return 2;
      }
      print_cell(*method, axiom);
    }
  }
  return 0;
}

}  // namespace
}  // namespace axiomark

int main() { return axiomark::run(); }
