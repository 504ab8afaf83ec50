#include "experiments/audit/audit_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "experiments/convergence/convergence_json.hpp"
#include "experiments/convergence/convergence_text.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kShown = 5;
// Of single precision, sixteen times over: what sums of gradients are seldom off by more.
constexpr double kRounding = 1e-6;

std::string top_line(const Audit& audit) {
  std::string text;
  for (const TopFeatures& top : audit.top) {
    text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ", top.k, top.agree ? "yes" : "no",
                        top.certain ? "" : " (not certain)");
  }
  return text.empty() ? "only one feature" : text;
}

std::string conclusion(const Audit& audit) {
  switch (audit.verdict) {
    case AuditVerdict::right:
      return audit.errors.relative_l1.value_or(0) <= kRounding
                 ? "These are the right numbers, but for rounding."
                 : fmt::format(
                       "These are the right numbers to within {}: more than rounding, less "
                       "than a mistake.",
                       percent(audit.errors.relative_l1));
    case AuditVerdict::explained:
      return fmt::format("Explained: {} gives these very numbers (to {}).",
                         audit.suspects.front().mistake, percent(audit.suspects.front().distance));
    case AuditVerdict::resembles:
      return fmt::format("Not explained in full; nearest by far: {} (to {}).",
                         audit.suspects.front().mistake, percent(audit.suspects.front().distance));
    default:
      return "None of the mistakes tried explains these numbers.";
  }
}

std::string_view name(AuditVerdict verdict) {
  switch (verdict) {
    case AuditVerdict::right:
      return "right";
    case AuditVerdict::explained:
      return "explained";
    case AuditVerdict::resembles:
      return "resembles";
    default:
      return "unexplained";
  }
}

std::string steps_line(const Audit& audit) {
  std::string text;
  for (const StepsOfError& one : audit.steps) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", one.rule,
                        one.steps ? fmt::format("{}", *one.steps) : "none");
  }
  return text;
}

}  // namespace

bool within(const Audit& audit, double tolerance) {
  if (audit.errors.relative_l1) return *audit.errors.relative_l1 <= tolerance;
  return audit.errors.maximum == 0;
}

std::string audit_text(const Audit& audit, double tolerance) {
  const AttributionErrors& errors = audit.errors;
  std::string text = fmt::format("  held against {} ({})\n", audit.method, audit.truth_words);
  text += fmt::format("  relative L1 error   {}  ({} the tolerance of {})\n",
                      percent(errors.relative_l1), within(audit, tolerance) ? "within" : "above",
                      percent(tolerance));
  text += fmt::format("  largest error       {:.4g}\n", errors.maximum);
  text += fmt::format("  residual            {:.4g}, {} of F(x) - F(x') = {:.6g}\n",
                      errors.residual, percent(errors.relative_residual), audit.truth.rise);
  text +=
      fmt::format("  rank correlation    {}\n",
                  errors.rank_correlation ? fmt::format("{:.4f}", *errors.rank_correlation) : "-");
  text += fmt::format("  wrong signs         {} of {}\n", errors.wrong_signs,
                      audit.truth.values.size());
  text += fmt::format("  top k right?        {}\n", top_line(audit));
  if (!audit.steps.empty() && audit.verdict != AuditVerdict::right) {
    text += "  most steps with such an error: " + steps_line(audit) + "\n";
  }
  text += "  " + conclusion(audit) + "\n";
  if (audit.verdict == AuditVerdict::right) return text;
  text += "  tried, nearest first:\n";
  for (std::size_t k = 0; k < std::min(kShown, audit.suspects.size()); ++k) {
    text += fmt::format(
        "    {:>9}  {}\n", percent(audit.suspects[k].distance),
        audit.suspects[k].mistake.empty() ? "the right answer" : audit.suspects[k].mistake);
  }
  return text;
}

nlohmann::ordered_json audit_json(const Audit& audit, double tolerance) {
  using Json = nlohmann::ordered_json;
  Json top = Json::array();
  for (const TopFeatures& one : audit.top) {
    top.push_back({{"k", one.k}, {"agree", one.agree}, {"certain", one.certain}});
  }
  Json suspects = Json::array();
  for (const Suspect& one : audit.suspects) {
    suspects.push_back({{"mistake", one.mistake.empty() ? "the right answer" : one.mistake},
                        {"distance", one.distance}});
  }
  Json steps = Json::object();
  for (const StepsOfError& one : audit.steps) {
    steps[one.rule] = one.steps ? Json(*one.steps) : Json(nullptr);
  }
  const bool named = audit.verdict == AuditVerdict::explained;
  return {{"method", audit.method},
          {"truth", audit.truth_words},
          {"within_tolerance", within(audit, tolerance)},
          {"errors", errors_json(audit.errors)},
          {"top", std::move(top)},
          {"verdict", name(audit.verdict)},
          {"explanation", named ? Json(audit.suspects.front().mistake) : Json(nullptr)},
          {"most_steps_with_this_error", std::move(steps)},
          {"suspects", std::move(suspects)}};
}

}  // namespace axiomark
