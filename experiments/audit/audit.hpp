#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/audit/audited_question.hpp"
#include "experiments/convergence/convergence_study.hpp"
#include "methods/method.hpp"

namespace axiomark {

/// A mistake that somebody may have made, and how near its numbers are to those given.
struct Suspect {
  std::string
      mistake;  ///< "target 3 instead of 7; right rule, 20 steps; without the factor x - x'"
  double distance = 0;  ///< sum |given - its numbers| over the larger of their sums of sizes
  int assumptions = 0;  ///< 0: the right answer; of suspects equally near, the simplest is named
};

/// How many steps of a rule make an error as large as the one found.
struct StepsOfError {
  std::string rule;
  std::optional<long>
      steps;  ///< most steps on the grid with at least this error; none: no number has
};

enum class AuditVerdict {
  right,      ///< the numbers are the right ones, but for rounding
  explained,  ///< a mistake gives the very numbers, but for rounding in single precision
  resembles,  ///< a mistake comes much nearer than the right answer does, but is not all
  unexplained
};

struct Audit {
  std::string method;  ///< what the numbers were held against
  TrueValues truth;
  std::string truth_words;
  AttributionErrors errors;
  std::vector<TopFeatures> top;
  std::vector<Suspect> suspects;  ///< the one that the verdict names, then the nearest first
  AuditVerdict verdict = AuditVerdict::unexplained;
  std::vector<StepsOfError> steps;  ///< of integrated gradients
};

/// Two answers nearer than this are one: single precision in a deep network loses three or four of its seven
/// digits, and tools such as Captum round their nodes to float.
inline constexpr double kSameNumbers = 1e-3;

/// Holds attributions against integrated gradients, exact or enclosed (no `method`), or against a
/// method's own answer, and tries what usually goes wrong: a forgotten factor, another target or
/// baseline, softmax for logits, few steps of any rule (and the rules that libraries get wrong), a
/// sign, a scale, features in another order, another method.
/// Shapes      given: one value per feature.
/// Error       where the truth is not defined; numbers of another size.
/// Cost        200 gradients per question tried, and a grid of rules up to 1000 steps for the three
///             nearest of them.
[[nodiscard]] Result<Audit> audit(const AuditedQuestion& question, const Vector<double>& given,
                                  const std::optional<AnyMethod>& method, const ThreadPool& pool);

}  // namespace axiomark
