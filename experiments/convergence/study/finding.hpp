#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "experiments/convergence/convergence_study.hpp"
#include "network/network.hpp"
#include "report/plot.hpp"

/// The reference study: what becomes of quadratures over families of networks. Every sentence is made of
/// the numbers beside it.
namespace axiomark::study {

/// A sentence or two, the figure that shows it, and the numbers of both.
struct Finding {
  std::string id;  ///< file name of the figure: "one-kink"
  std::string title;
  std::string text;
  Plot figure;
  nlohmann::ordered_json data;
};

/// What rule=auto is asked for: a part of |F(x) - F(x')|.
inline constexpr double kAutomaticTolerance = 0.01;

/// One network, input, baseline and target, with all its rules.
struct Question {
  std::string family;
  std::string name;
  ConvergenceStudy study;
  MethodAnswer automatic;   ///< rule=auto
  bool guaranteed = false;  ///< its stated bounds keep the tolerance
};

/// What cannot be studied, and why.
struct Refused {
  std::string name;
  std::string reason;
};

struct Setting {
  std::uint64_t seed = 0;
  const StudyRules& rules;      ///< up to 10000 steps
  const StudyRules& few_rules;  ///< up to 1000 steps
  const ThreadPool& pool;
};

/// H01, H02, A02: orders on smooth functions and at kinks, steep functions, parity.
[[nodiscard]] Result<std::vector<Finding>> textbook_findings(const Setting& setting);
/// Regions and the error at 50 steps by depth, width, dimension and distance.
[[nodiscard]] Result<std::vector<Finding>> growth_findings(const Setting& setting);
/// G05, S03, S04 over questions, and what rule=auto does instead.
[[nodiscard]] std::vector<Finding> practice_findings(const std::vector<Question>& questions);
/// Shapley sampling by samples, and how often its intervals cover the exact value.
[[nodiscard]] Result<std::vector<Finding>> sampling_findings(const Setting& setting);

/// Asks one question: a study with all rules, and rule=auto.
[[nodiscard]] Result<Question> ask(const Setting& setting, std::string family, std::string name,
                                   const Network<double>& network, const Vector<double>& target,
                                   const Segment<double>& segment);

/// Random networks of relus and of tanh, and networks trained on pictures of shapes.
[[nodiscard]] Result<std::vector<Question>> embedded_questions(const Setting& setting);

/// A rule's answer with so many steps; null if it was not asked.
[[nodiscard]] const RuleAnswer* answer_with(const RuleStudy& rule, long steps);
[[nodiscard]] const RuleStudy& rule_of(const ConvergenceStudy& study, std::string_view name);
/// For comparing steps: infinity where a rule never gets there.
[[nodiscard]] double steps_or_infinity(const std::optional<long>& steps);

}  // namespace axiomark::study
