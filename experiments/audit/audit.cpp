#include "experiments/audit/audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "experiments/audit/suspect_rules.hpp"
#include "experiments/audit/transformations.hpp"
#include "experiments/convergence/rule_sums.hpp"
#include "methods/registry.hpp"

namespace axiomark {
namespace {

// Enough to tell questions apart; the nearest are then asked with every rule.
constexpr long kFirstLookSteps = 200;
constexpr std::size_t kLookedAtClosely = 3;
// Nearer than the truth by this factor: more than a coincidence.
constexpr double kMuchNearer = 4;

double distance(const Vector<double>& given, const Vector<double>& other) {
  const double size = std::max(given.abs().sum(), other.abs().sum());
  return size > 0 ? (given - other).abs().sum() / size : 0;
}

std::string joined(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return a + b;
  return a + "; " + b;
}

class Search {
 public:
  Search(const AuditedQuestion& asked, const Vector<double>& given, const ThreadPool& pool)
      : asked_(asked), given_(given), pool_(pool) {
    questions_.push_back({"", asked});
    for (OtherQuestion& other : other_questions(asked)) questions_.push_back(std::move(other));
  }

  // Integrated gradients: all questions with one rule, the nearest of them with all rules.
  void try_rules() {
    std::vector<std::pair<double, std::size_t>> nearest;
    const auto first_look = make_quadrature<double>(QuadratureRule::midpoint, kFirstLookSteps);
    for (std::size_t q = 0; q < questions_.size(); ++q) {
      const AuditedQuestion& question = questions_[q].question;
      const auto mean = function(question).gradient_sum(segment(question), first_look->nodes,
                                                        first_look->weights);
      if (!mean) continue;  // a baseline where the network is not defined
      double best = INFINITY;
      for (const Transformed& one : transformations(mean->value, question, given_)) {
        best = std::min(best, distance(given_, one.values));
      }
      // The question asked comes first, whatever its distance.
      nearest.emplace_back(q == 0 ? -1 : best, q);
    }
    std::ranges::sort(nearest);
    if (nearest.size() > kLookedAtClosely) nearest.resize(kLookedAtClosely);
    const auto rules = suspect_rules();
    for (const auto& [unused, q] : nearest) look_closely(questions_[q], rules);
  }

  // Another method: its answers to the questions.
  void try_method(const AnyMethod& method) {
    for (const OtherQuestion& other : questions_) {
      const auto answer = ask(method, other.question);
      if (!answer) continue;
      keep(other.mistake, answer->values, other.mistake.empty() ? 0 : 1);
      if (other.mistake.empty()) try_orders(answer->values);
    }
  }

  void try_orders(const Vector<double>& right) {
    for (const Transformed& one : reorderings(right, asked_.shape)) {
      keep("the right answer " + one.words, one.values, one.assumptions);
    }
    keep("the right answer with the sign turned", -right, 1);
    if ((right < 0).any()) keep("the right answer as sizes, without signs", right.abs(), 1);
  }

  // What else people call attributions.
  void try_other_methods(const std::string& asked_method) {
    for (const std::string name :
         {"gradient", "gradient-x-input", "gradient-x-difference", "guided-backprop", "deconvnet",
          "deeplift", "lrp:rule=epsilon", "integrated-gradients:rule=gauss-legendre,steps=200"}) {
      const auto method = make_method(name);
      // The truth itself, by the name it was asked for or with all its settings.
      if (!method || asked_method == method->name()) continue;
      if (asked_method == parse_method_string(name)->name) continue;
      if (const auto answer = ask(*method, asked_)) {
        keep("another method: " + name, answer->values, 1);
      }
    }
  }

  // Nearest first.
  std::vector<Suspect> suspects() {
    std::ranges::stable_sort(found_, {}, &Suspect::distance);
    return found_;
  }

  [[nodiscard]] Result<Attribution<double>> ask(const AnyMethod& method,
                                                const AuditedQuestion& question) const {
    const Queries<double> queries{Batch<double>(question.input), Batch<double>(question.baseline),
                                  Batch<double>(question.target)};
    return method.attribute<double>(question.network, queries, pool_).front();
  }

 private:
  [[nodiscard]] Function<double> function(const AuditedQuestion& question) const {
    return bind_target<double>(question.network, question.target, {}, pool_);
  }
  [[nodiscard]] static Segment<double> segment(const AuditedQuestion& question) {
    return {question.baseline, question.input};
  }

  void keep(std::string mistake, const Vector<double>& values, int assumptions) {
    found_.push_back({std::move(mistake), distance(given_, values), assumptions});
  }

  struct Candidates {
    std::vector<Quadrature<double>> quadratures;
    std::vector<std::string> words;  // of a wrong rule; empty: the right integral
  };
  // The right integral and the rules that may have been taken for it.
  [[nodiscard]] static Candidates candidates(const std::vector<SuspectRule>& rules,
                                             const LinearPieces<double>* pieces) {
    Candidates all;
    const auto add = [&](Quadrature<double> quadrature, std::string words) {
      all.quadratures.push_back(std::move(quadrature));
      all.words.push_back(std::move(words));
    };
    if (pieces != nullptr && !pieces->inside_kink) {
      add({pieces->midpoints(), pieces->lengths()}, {});
    }
    for (const SuspectRule& rule : rules) {
      // Smooth networks have no pieces to share: fewer steps keep it affordable.
      if (pieces == nullptr && rule.quadrature.nodes.size() > 128) continue;
      add(rule.quadrature, rule.words);
    }
    if (pieces == nullptr) add(*make_quadrature<double>(QuadratureRule::gauss_legendre, 500), {});
    return all;
  }

  void look_closely(const OtherQuestion& other, const std::vector<SuspectRule>& rules) {
    const AuditedQuestion& question = other.question;
    const Function<double> f = function(question);
    auto pieces = f.linear_pieces(segment(question));
    if (pieces && !shares_pieces(*pieces)) {
      pieces = fail(ErrorKind::unsupported, "pieces", "units that hardly leave their kinks");
    }
    const int base = other.mistake.empty() ? 0 : 1;
    const auto [quadratures, words] = candidates(rules, pieces ? &*pieces : nullptr);
    const auto sums = rule_sums(f, segment(question), quadratures, pieces ? &*pieces : nullptr);
    if (!sums) return;
    // Of one question and transformation, the nearest rule is kept; the right integral as well.
    std::map<std::string, Suspect> best;
    for (std::size_t k = 0; k < quadratures.size(); ++k) {
      const Vector<double> mean = sums->gradients.col(static_cast<Index>(k)).array();
      for (const Transformed& one : transformations(mean, question, given_)) {
        Suspect suspect{joined(joined(other.mistake, words[k]), one.words),
                        distance(given_, one.values),
                        base + one.assumptions + (words[k].empty() ? 0 : 1)};
        if (words[k].empty()) found_.push_back(suspect);
        const auto [at, fresh] = best.try_emplace(one.words, suspect);
        if (!fresh && suspect.distance < at->second.distance) at->second = suspect;
      }
    }
    for (const auto& [unused, suspect] : best) found_.push_back(suspect);
  }

  const AuditedQuestion& asked_;
  const Vector<double>& given_;
  const ThreadPool& pool_;
  std::vector<OtherQuestion> questions_;
  std::vector<Suspect> found_;
};

// The simplest of those that are as near as the nearest comes first.
AuditVerdict judge(std::vector<Suspect>& suspects, double from_truth) {
  if (from_truth <= kSameNumbers) return AuditVerdict::right;
  if (suspects.empty()) return AuditVerdict::unexplained;
  const double near = 2 * suspects.front().distance + 1e-7;
  auto simplest = suspects.begin();
  for (auto at = suspects.begin(); at != suspects.end() && at->distance <= near; ++at) {
    if (at->assumptions < simplest->assumptions) simplest = at;
  }
  std::rotate(suspects.begin(), simplest, simplest + 1);
  const double best = suspects.front().distance;
  if (best <= kSameNumbers) return AuditVerdict::explained;
  return best * kMuchNearer <= from_truth ? AuditVerdict::resembles : AuditVerdict::unexplained;
}

std::vector<StepsOfError> steps_of_error(const ConvergenceStudy& study, double error) {
  std::vector<StepsOfError> all;
  for (const RuleStudy& rule : study.rules) {
    StepsOfError found{rule.rule, {}};
    for (const RuleAnswer& answer : rule.answers) {
      // Their own number of steps makes their error but for its rounding.
      if (answer.errors.relative_l1 && *answer.errors.relative_l1 >= error * (1 - kSameNumbers)) {
        found.steps = answer.steps;
      }
    }
    all.push_back(std::move(found));
  }
  return all;
}

// The truth is what a method answers.
Result<Audit> against_method(const AuditedQuestion& question, const AnyMethod& method,
                             Search& search, const ThreadPool& pool) {
  const auto answer = search.ask(method, question);
  if (!answer) return tl::make_unexpected(answer.error());
  const auto f = bind_target<double>(question.network, question.target, {}, pool);
  Batch<double> ends(question.input.size(), 2);
  ends << question.baseline, question.input;
  const auto values = f.evaluate(ends);
  if (!values) return tl::make_unexpected(values.error());
  search.try_method(method);
  Audit found;
  found.method = method.name();
  found.truth = {answer->values,
                 answer->error_bound.value_or(Vector<double>::Zero(answer->values.size())),
                 (*values)(1) - (*values)(0)};
  found.truth_words = "the answer of " + method.name();
  return found;
}

// The truth is the integral itself.
Result<Audit> against_integral(const AuditedQuestion& question, const Vector<double>& given,
                               Search& search, const ThreadPool& pool) {
  const auto f = bind_target<double>(question.network, question.target, {}, pool);
  ConvergenceOptions options;
  options.most_steps = 1000;
  options.time = false;
  options.most_seconds = 30;
  options.network = {question.network, question.target};
  const auto study = convergence_study(f, {question.baseline, question.input}, options);
  if (!study) return tl::make_unexpected(study.error());
  Audit found;
  found.method = "integrated-gradients";
  found.truth = study->truth.known;
  found.truth_words = study->truth.words;
  const auto errors = attribution_errors(given, found.truth);
  if (errors.relative_l1 && *errors.relative_l1 > 0) {
    found.steps = steps_of_error(*study, *errors.relative_l1);
  }
  search.try_rules();
  search.try_orders(found.truth.values);
  return found;
}

}  // namespace

Result<Audit> audit(const AuditedQuestion& question, const Vector<double>& given,
                    const std::optional<AnyMethod>& method, const ThreadPool& pool) {
  Search search(question, given, pool);
  auto found = method ? against_method(question, *method, search, pool)
                      : against_integral(question, given, search, pool);
  if (!found) return tl::make_unexpected(found.error());
  search.try_other_methods(found->method);
  found->errors = attribution_errors(given, found->truth);
  found->top = top_features(given, found->truth);
  found->suspects = search.suspects();
  found->verdict = judge(found->suspects, distance(given, found->truth.values));
  return found;
}

}  // namespace axiomark
