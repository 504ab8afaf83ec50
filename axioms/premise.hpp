#pragma once

#include "axioms/axiom.hpp"
#include "axioms/points.hpp"

namespace axiomark {

/// F at one point.
template <Scalar S>
[[nodiscard]] S value_at(const Network<S>& network, const Vector<S>& target,
                         const Vector<S>& point) {
  return (evaluate(network, Batch<S>(point)).col(0) * target).sum();
}
template <Scalar S>
[[nodiscard]] S value_at(const Probe<S>& probe, const std::type_identity_t<Vector<S>>& point) {
  return value_at(probe.network, probe.target, point);
}

[[nodiscard]] Result<void> premise_fault(const std::string& what);

/// Points at which a stated premise is tried: input, baseline, and 64 points with halves from -4 to 4,
/// the same every time.
[[nodiscard]] std::vector<Vector<Rational>> sample_points(const Case<Rational>& c);

/// A fault unless all probes have the first one's input and baseline.
[[nodiscard]] Result<void> same_points(const Case<Rational>& c);

/// A fault unless two probes ask the same, whatever their manner: of one network, not only one function.
[[nodiscard]] Result<void> same_question(const Case<Rational>& c, std::size_t first,
                                         std::size_t second);

/// All numbers that a probe is made of: its points, its target and the parameters of its network.
[[nodiscard]] std::vector<Rational> numbers_of(const Probe<Rational>& probe);

/// A fault unless a probe is asked alone, in that arithmetic, and of the object on trial or of one made anew.
[[nodiscard]] Result<void> asked_alone(const Case<Rational>& c, std::size_t probe,
                                       Arithmetic arithmetic, bool made_anew = false);

/// The two sides of an axiom that compares one number with another.
template <Scalar S>
[[nodiscard]] Comparison<S> one_pair(std::string left_name, const S& left, std::string right_name,
                                     const S& right, Relation relation, const S& scale) {
  return {{std::move(left_name), std::move(right_name), Vector<S>::Constant(1, left),
           Vector<S>::Constant(1, right)},
          relation,
          scale};
}

/// The network rewritten by all steps that fit; `done` lists their names.
template <Scalar S>
struct Rewritten {
  Network<S> network;
  std::vector<std::string> done;
  std::vector<RewriteStep> steps = {};  ///< those of the names
};
template <Scalar S>
[[nodiscard]] Rewritten<S> rewrite_all(const Network<S>& network,
                                       const std::vector<RewriteStep>& steps) {
  Rewritten<S> result{network, {}, {}};
  for (const RewriteStep& step : steps) {
    if (auto twin = rewrite(result.network, step)) {
      result.network = std::move(*twin);
      result.done.emplace_back(name(step.kind));
      result.steps.push_back(step);
    }
  }
  return result;
}

}  // namespace axiomark
