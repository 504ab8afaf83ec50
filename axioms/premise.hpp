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

/// A judgement for a case that has not the form its axiom builds: a damaged or hand-made case file.
template <Scalar S>
[[nodiscard]] std::optional<Judgement<S>> malformed(const Case<S>& c, std::size_t probes,
                                                    std::size_t least_features,
                                                    std::size_t most_features) {
  bool fits = c.probes.size() == probes && c.features.size() >= least_features &&
              c.features.size() <= most_features;
  for (const Probe<S>& probe : c.probes) {
    fits = fits && probe.input.size() == c.probes.front().input.size();
  }
  for (const Index feature : c.features) {
    fits = fits && feature >= 0 && feature < c.probes.front().input.size();
  }
  if (fits) return std::nullopt;
  Judgement<S> judgement;
  judgement.outcome = Outcome::error;
  judgement.reason = "the case has not the probes and features that its axiom speaks of";
  return judgement;
}

[[nodiscard]] Result<void> premise_fault(const std::string& what);

/// Points at which a stated premise is tried: input, baseline, and 64 points with halves from -4 to 4,
/// the same every time.
[[nodiscard]] std::vector<Vector<Rational>> sample_points(const Case<Rational>& c);

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
