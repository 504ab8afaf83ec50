#pragma once

#include <string>
#include <vector>

#include "axioms/case.hpp"

namespace axiomark {

/// Points of a list at which F has the same gradient and its units the same states.
struct GradientRun {
  std::size_t first;  ///< number of the first and of the last of them
  std::size_t last;
  std::size_t count;
  std::string states;  ///< " (h₁ on, h₂ off)", or empty where there are too many to tell
  Vector<Rational> gradient;
  Rational weight;  ///< the sum of theirs
};

enum class Join {
  none,        ///< a run per point
  neighbours,  ///< points one after the other
  all,         ///< wherever they stand
};

/// The gradients of a probe's function at points, with a weight each, in the order of the first points.
/// Cost: a diagram of the network per point, up to 400 points; units' states are left out beyond.
[[nodiscard]] std::vector<GradientRun> gradient_runs(const Probe<Rational>& probe,
                                                     const Batch<Rational>& points,
                                                     const Batch<Rational>& gradients,
                                                     const std::vector<Rational>& weights,
                                                     Join join);

/// "1/4 · 2 + 3/4 · (−1)": the weighted sum of one feature's slopes.
[[nodiscard]] std::string weighted_sum_text(const std::vector<GradientRun>& runs, Index feature);

/// "(3 − 1)", the input minus the baseline; "3" where the baseline is 0.
[[nodiscard]] std::string difference_text(const Probe<Rational>& probe, Index feature);

}  // namespace axiomark
