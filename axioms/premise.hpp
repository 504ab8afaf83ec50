#pragma once

#include "axioms/case.hpp"

namespace axiomark {

/// The baseline a method is judged with: its own, or zero for methods that have none or imply zero.
template <Scalar S>
[[nodiscard]] Vector<S> baseline_for(MethodKind kind, const Vector<S>& baseline) {
  const bool has_its_own =
      kind == MethodKind::one_baseline || kind == MethodKind::baseline_distribution;
  return has_its_own ? baseline : Vector<S>::Constant(baseline.size(), S(0));
}

/// F at one point.
template <Scalar S>
[[nodiscard]] S value_at(const Network<S>& network, const Vector<S>& target,
                         const Vector<S>& point) {
  return (evaluate(network, Batch<S>(point)).col(0) * target).sum();
}

/// The network rewritten by all steps that fit; `done` lists their names.
template <Scalar S>
struct Rewritten {
  Network<S> network;
  std::vector<std::string> done;
};
template <Scalar S>
[[nodiscard]] Rewritten<S> rewrite_all(const Network<S>& network,
                                       const std::vector<RewriteStep>& steps) {
  Rewritten<S> result{network, {}};
  for (const RewriteStep& step : steps) {
    if (auto twin = rewrite(result.network, step)) {
      result.network = std::move(*twin);
      result.done.emplace_back(name(step.kind));
    }
  }
  return result;
}

}  // namespace axiomark
