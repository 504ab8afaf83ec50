#pragma once

#include <algorithm>
#include <vector>

#include "axioms/case.hpp"

namespace axiomark {

// From what was drawn to the points, pairs and maps that a premise needs.

[[nodiscard]] constexpr bool has_own_baseline(MethodKind kind) {
  return kind == MethodKind::one_baseline || kind == MethodKind::baseline_distribution;
}

/// The baseline a method is judged with: its own, or zero for methods that have none or imply zero.
template <Scalar S>
[[nodiscard]] Vector<S> baseline_for(MethodKind kind, const Vector<S>& baseline) {
  return has_own_baseline(kind) ? baseline : Vector<S>::Constant(baseline.size(), S(0));
}

/// The input with every feature that equals its baseline moved up by 1.
template <Scalar S>
[[nodiscard]] Vector<S> apart(const Vector<S>& input, const Vector<S>& baseline) {
  return (input == baseline).select(input + S(1), input);
}

/// Two different features and the points. Of a single feature two equal ones are made: for networks
/// of the sum of all features.
template <Scalar S>
struct Pair {
  Index i;
  Index j;
  Vector<S> input;
  Vector<S> baseline;
};
template <Scalar S>
[[nodiscard]] Pair<S> pair_of(const Ingredients<S>& in, MethodKind kind) {
  const Vector<S> baseline = baseline_for(kind, in.baseline);
  if (in.input.size() == 1) return {0, 1, in.input.replicate(2, 1), baseline.replicate(2, 1)};
  const Index other = in.other == in.feature ? (in.feature + 1) % in.input.size() : in.other;
  return {std::min(in.feature, other), std::max(in.feature, other), in.input, baseline};
}

/// Which of an axiom's kinds of case was drawn. E lists them from 0 on and ends with `count`.
template <class E, Scalar S>
[[nodiscard]] E variant_of(const Ingredients<S>& in) {
  return static_cast<E>(in.variant % static_cast<Index>(E::count));
}

/// Factors other than 0, one per feature.
template <Scalar S>
[[nodiscard]] Vector<S> factors_of(const Ingredients<S>& in) {
  const Index n = in.input.size();
  return in.factors.size() == n ? in.factors : Vector<S>::Constant(n, S(2));
}
/// Offsets, one per feature.
template <Scalar S>
[[nodiscard]] Vector<S> offsets_of(const Ingredients<S>& in) {
  const Index n = in.input.size();
  return in.offsets.size() == n ? in.offsets : Vector<S>::Constant(n, S(1));
}
/// Numbers of at least 1, one per feature.
template <Scalar S>
[[nodiscard]] Vector<S> steepness_of(const Ingredients<S>& in, Index features) {
  return factors_of(in).abs().cwiseMax(S(1)).replicate(features / in.input.size(), 1);
}

/// The other function drawn, or the first once more.
template <Scalar S>
struct SecondFunction {
  Network<S> network;
  Vector<S> target;
};
template <Scalar S>
[[nodiscard]] SecondFunction<S> second_function(const Ingredients<S>& in) {
  return {in.second.value_or(in.network),
          in.second_target.size() > 0 ? in.second_target : in.target};
}

template <Scalar S>
[[nodiscard]] Vector<S> vector_from(const std::vector<S>& values) {
  return Eigen::Map<const Vector<S>>(values.data(), static_cast<Index>(values.size()));
}

}  // namespace axiomark
