#include "experiments/smallest_in_scope.hpp"

#include "network/layer_list.hpp"
#include "search/scopes/scope_search.hpp"

namespace axiomark {
namespace {

Index relus(const Network<Rational>& network) {
  Index all = 0;
  for (const Layer<Rational>& layer : layers_of(network)) {
    if (layer.relu) all += layer.weights.rows();
  }
  return all;
}

}  // namespace

Result<std::vector<Index>> smallest_relus(std::span<const AnyMethod> methods,
                                          const std::string& axiom, const SmallScope& scope,
                                          const ThreadPool& pool) {
  auto found = find_axiom(axiom);
  if (!found) return tl::make_unexpected(found.error());
  CampaignOptions options;
  options.methods.assign(methods.begin(), methods.end());
  options.axioms.push_back(std::move(*found));
  ScopeLimits limits;
  limits.name = "small";
  limits.networks = {scope.inputs, 1, 2, scope.relus, 1, 1};
  limits.highest_input = 3;
  std::vector<Index> all;
  for (const ScopeResult& result : search_scope(Scope(limits), options, pool)) {
    if (!result.smallest) {
      all.push_back(0);
      continue;
    }
    for (const Probe<Rational>& probe : result.smallest->c.probes)
      all.push_back(relus(probe.network));
  }
  return all;
}

}  // namespace axiomark
