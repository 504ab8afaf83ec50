#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "experiments/convergence/order_fit.hpp"
#include "experiments/convergence/truth.hpp"
#include "methods/quadrature.hpp"

namespace axiomark {

/// The errors that a study asks the number of steps for: 5, 1 and 0.1 per cent.
inline constexpr std::array<double, 3> kErrorLevels = {0.05, 0.01, 0.001};
/// The residuals at which people stop: 5 and 1 per cent.
inline constexpr std::array<double, 2> kStopLevels = {0.05, 0.01};

/// One rule with one number of steps.
struct RuleAnswer {
  long steps = 0;
  Index gradient_evaluations = 0;
  AttributionErrors errors;
};

/// "Check completeness, then stop": the first number of steps whose residual is within a level, and
/// what the attributions are worth there.
struct Stop {
  long steps = 0;
  AttributionErrors errors;
};

/// One rule along the grid of steps.
struct RuleStudy {
  std::string rule;
  std::vector<RuleAnswer> answers;
  std::optional<OrderFit> order;  ///< of the relative L1 error
  /// Fewest steps from which on the relative L1 error (the residual) never is above a level again on
  /// the grid.
  std::array<std::optional<long>, kErrorLevels.size()> steps_for_good;
  std::array<std::optional<long>, kErrorLevels.size()> residual_for_good;
  std::array<std::optional<Stop>, kStopLevels.size()> stops;
};

/// The rules that choose their own nodes.
struct MethodAnswer {
  std::string name;  ///< "exact", "adaptive, tolerance 1/100"
  Index gradient_evaluations = 0;
  double seconds = 0;
  AttributionErrors errors;
  /// Of its stated bounds, relative to the rise of F; none if it states none or F does not rise.
  std::optional<double> largest_bound;
  std::string note;
};

/// The largest of some bounds as a part of |F(x) - F(x')|; none if F does not rise.
[[nodiscard]] std::optional<double> relative_to_rise(const Vector<double>& bound,
                                                     const Truth& truth);

/// Time of one query by its number of gradients.
struct Cost {
  std::vector<Index> gradient_evaluations;  ///< as measured
  std::vector<double> seconds;
  /// Between measurements along a line, beyond the last in proportion.
  [[nodiscard]] double at(Index gradients) const;
};

struct ConvergenceStudy {
  Truth truth;
  std::vector<RuleStudy> rules;
  std::vector<MethodAnswer> methods;
  Cost cost;
  Index features = 0;
  Index gradients_computed = 0;
  long most_steps = 0;
  std::string note;  ///< a shorter grid than asked for, and why; may be empty
};

/// The rules of a grid, worked out once for many questions: Gauss-Legendre nodes cost more than the
/// gradients of a small network.
struct StudyRules {
  std::vector<long> grid;
  std::vector<Quadrature<double>> quadratures;
  std::vector<std::vector<long>> steps;  ///< of each rule, in the order of the quadratures
};
[[nodiscard]] Result<StudyRules> study_rules(long most_steps, std::uint64_t seed);

struct ConvergenceOptions {
  long most_steps = 10000;
  std::uint64_t seed = 0;    ///< of rule=random
  double most_seconds = 60;  ///< for the gradients of all rules, where they have no pieces to share
  /// Most steps where nodes share no pieces; unlike seconds, the same on every machine.
  long most_unshared_steps = 10000;
  /// Of the function, for a reference in extended precision where it is smooth.
  std::optional<BoundNetwork> network;
  bool time = true;  ///< measure seconds; a reference study may leave them to another
};

/// Errors of integrated gradients by every rule and number of steps against the truth.
/// Error: as integrated_gradients_truth. Cost: rule_sums of the grid, and some timed queries.
/// `prepared`: rules for options.most_steps, used if they are affordable.
[[nodiscard]] Result<ConvergenceStudy> convergence_study(const Function<double>& function,
                                                         const Segment<double>& segment,
                                                         const ConvergenceOptions& options,
                                                         const StudyRules* prepared = nullptr);

/// The first place from which on no value is above the level; nothing if the last one is.
[[nodiscard]] std::optional<std::size_t> for_good(const std::vector<std::optional<double>>& values,
                                                  double level);

}  // namespace axiomark
