#include "search/campaign.hpp"

#include <algorithm>
#include <atomic>

#include "search/axiom_search.hpp"
#include "search/fixed_cases.hpp"
#include "search/means/mean_test.hpp"
#include "search/scopes/scope_search.hpp"

namespace axiomark {
namespace {

ExampleFinding answer_example(const Example& example, const std::vector<AnyMethod>& methods) {
  ExampleFinding finding{example.id,     example.title,  example.statement,
                         example.source, example.probes, {}};
  const ThreadPool alone;
  for (const AnyMethod& method : methods) {
    auto answers = ask(method, Case<Rational>{example.probes, {}, {}}, alone);
    if (answers) finding.rows.push_back({method.name(), std::move(*answers)});
  }
  return finding;
}

}  // namespace

Campaign empty_campaign(const CampaignOptions& options) {
  Campaign campaign;
  campaign.seed = options.seed;
  campaign.cases_per_cell = options.cases_per_cell;
  for (const AnyMethod& method : options.methods) campaign.methods.push_back(method.name());
  for (const Axiom& axiom : options.axioms) {
    campaign.axioms.push_back(axiom.info.name);
    if (!is_registered(axiom.info.name)) campaign.own_axioms.push_back(axiom);
  }
  return campaign;
}

Campaign run_campaign(const CampaignOptions& options, const ThreadPool& pool) {
  Campaign campaign = empty_campaign(options);
  campaign.subject = "embedded networks";
  const std::size_t columns = options.axioms.size();
  const std::size_t rows = options.methods.size();
  campaign.findings.resize(rows * columns);
  std::vector<ScopeResult> scoped;
  if (options.scope) {
    const Scope scope(*options.scope);
    scoped = search_scope(scope, options, pool);
    campaign.scope = in_words(*options.scope);
  }
  // Cases are shared by the methods asked together: as many as leave enough jobs for every thread.
  constexpr std::size_t kJobsPerThread = 8;
  const std::size_t wanted = kJobsPerThread * static_cast<std::size_t>(pool.threads());
  const std::size_t groups =
      rows * columns == 0 ? 0 : std::clamp<std::size_t>((wanted + columns - 1) / columns, 1, rows);
  std::atomic<std::size_t> done = 0;
  pool.for_each(static_cast<Index>(groups * columns), [&](Index job) {
    const std::size_t column = static_cast<std::size_t>(job) % columns;
    const std::size_t group = static_cast<std::size_t>(job) / columns;
    const std::size_t first = rows * group / groups;
    const std::size_t count = rows * (group + 1) / groups - first;
    std::vector<ScopeResult> of_scope;
    for (std::size_t k = first; !scoped.empty() && k < first + count; ++k) {
      of_scope.push_back(std::move(scoped[k * columns + column]));
    }
    AxiomFindings found = search_axiom(std::span(options.methods).subspan(first, count),
                                       options.axioms[column], options, std::move(of_scope));
    for (std::size_t k = 0; k < count; ++k) {
      campaign.findings[(first + k) * columns + column] = std::move(found.findings[k]);
      if (options.progress) options.progress(++done, rows * columns);
    }
  });
  MeanTestOptions means;
  means.seed = options.seed;
  means.questions = std::min(means.questions, options.cases_per_cell);
  means.stop = options.stop;
  campaign.means = test_means(campaign.methods, means, pool);
  for (const Example& example : paper_examples()) {
    campaign.examples.push_back(answer_example(example, options.methods));
  }
  return campaign;
}

}  // namespace axiomark
