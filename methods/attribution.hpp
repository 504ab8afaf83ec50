#pragma once

#include <optional>
#include <string>
#include <vector>

#include "network/function.hpp"

namespace axiomark {

/// What is asked: one input and target per column, and the baselines of each.
template <Scalar S>
struct Queries {
  Batch<S> inputs;     ///< features x queries
  Batch<S> baselines;  ///< features x (queries * baselines_per_query), those of one query adjacent;
                       ///< read only by methods that have a baseline
  Batch<S> targets;    ///< outputs x queries: F = sum_j targets_j output_j
  Index baselines_per_query = 1;  ///< more than one only for distributions of baselines

  [[nodiscard]] Index count() const { return inputs.cols(); }
};

/// How far a sampled answer may be off, feature by feature: an estimate from the spread of the
/// samples, not a bound.
struct SamplingError {
  Vector<double> standard_error;
  double confidence = 0.95;  ///< of each interval alone
  Vector<double> low;
  Vector<double> high;
  long samples = 0;
};

/// Where the relevance of a conserving method went: started = sum of the attributions + sum of what
/// the nodes absorbed (their biases, stabilisers and zero denominators).
template <Scalar S>
struct Conservation {
  struct Absorbed {
    std::string node;
    S relevance;
  };
  S started;
  std::vector<Absorbed> absorbed;  ///< nodes that absorbed something, from the output backwards
};

/// The answer to one query.
template <Scalar S>
struct Attribution {
  Vector<S> values;                      ///< one per feature
  std::optional<Vector<S>> error_bound;  ///< |values - exact| per feature: derived, never fitted
  HangSet hung_on;                       ///< conventions that decided it
  Index gradient_evaluations = 0;
  std::vector<std::string> notes;
  Index function_evaluations = 0;  ///< of F alone, beside those of gradients
  std::optional<SamplingError> sampling = {};
  std::optional<Conservation<S>> conservation = {};
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
