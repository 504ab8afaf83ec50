#pragma once

#include <optional>
#include <string>
#include <vector>

#include "network/function.hpp"

namespace axiomark {

/// What is asked: one input, baseline and target per column.
template <Scalar S>
struct Queries {
  Batch<S> inputs;     ///< features x queries
  Batch<S> baselines;  ///< features x queries; read only by methods that have a baseline
  Batch<S> targets;    ///< outputs x queries: F = sum_j targets_j output_j

  [[nodiscard]] Index count() const { return inputs.cols(); }
};

/// The answer to one query.
template <Scalar S>
struct Attribution {
  Vector<S> values;                      ///< one per feature
  std::optional<Vector<S>> error_bound;  ///< |values - exact| per feature: derived, never fitted
  HangSet hung_on;                       ///< conventions that decided it
  Index gradient_evaluations = 0;
  std::vector<std::string> notes;
};

/// One answer or error per query: one bad query does not lose the others.
template <Scalar S>
using Attributions = std::vector<Result<Attribution<S>>>;

/// Puts an error in the place of every answer with a value or bound that is not finite.
template <Scalar S>
[[nodiscard]] Attributions<S> refuse_non_finite(Attributions<S> answers);

/// Which baseline a method knows; decides which axioms its source states it for.
enum class MethodKind { local, zero_baseline_implied, one_baseline, baseline_distribution };

[[nodiscard]] std::string_view name(MethodKind kind);

}  // namespace axiomark
