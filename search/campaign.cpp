#include "search/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/math/special_functions/beta.hpp>

#include "search/conviction.hpp"
#include "search/fixed_cases.hpp"
#include "search/ingredient_source.hpp"
#include "search/simpler.hpp"

namespace axiomark {
namespace {

std::string convention_names(HangSet set) { return fmt::format("{}", fmt::join(names(set), ", ")); }

// The search of one cell: fixed cases, then random ones, until a case convicts.
class CellSearch {
 public:
  CellSearch(const AnyMethod& method, const Axiom& axiom, const CampaignOptions& options)
      : method_(method), axiom_(axiom), options_(options) {}

  Finding run() {
    if (std::ranges::find(axiom_.info.stated_for, method_.kind()) == axiom_.info.stated_for.end()) {
      return outside();
    }
    if (options_.fixed_cases) judge_fixed_cases();
    for (std::uint64_t k = 0; k < options_.cases_per_cell && !convicted_; ++k) {
      if (options_.stop.stop_requested()) break;
      judge_random_case(k);
    }
    return fold();
  }

 private:
  [[nodiscard]] bool baseline_is_not_its_own(const Case<Rational>& c) const {
    const bool has_its_own = method_.kind() == MethodKind::one_baseline ||
                             method_.kind() == MethodKind::baseline_distribution;
    return !has_its_own && std::ranges::any_of(c.probes, [](const Probe<Rational>& p) {
      return (p.baseline != Rational(0)).any();
    });
  }

  void judge_fixed_cases() {
    for (const FixedCase& fixed : fixed_cases()) {
      if (convicted_ || fixed.axiom != axiom_.info.name || baseline_is_not_its_own(fixed.c)) {
        continue;
      }
      auto judged = judge_exactly(method_, axiom_, fixed.c);
      if (!judged || !count(judged->judgement.outcome, judged->judgement.reason)) continue;
      if (judged->judgement.outcome == Outcome::broken) {
        keep(std::move(*judged), {fixed.name, options_.seed, 0, 0, {}, {}});
      }
    }
  }

  void judge_random_case(std::uint64_t k) {
    const Ingredients<double> in =
        draw_ingredients(case_stream(options_.seed, axiom_.info.name, k));
    const auto c = axiom_.build_case(in, method_.kind());
    if (!c) return;
    const ThreadPool alone;
    const auto answers = ask(method_, *c, alone);
    if (!answers) {
      count(Outcome::error, message(answers.error()));
      return;
    }
    const Judgement<double> judgement = axiom_.check(*c, *answers);
    if (!count(judgement.outcome, judgement.reason) || judgement.outcome != Outcome::broken) return;
    // One case that hangs on a convention is enough to show; go on looking for one that does not.
    if (by_convention_ && !judgement.hung_on.empty()) return;
    const auto exact_in = convert<Rational>(in);
    if (!exact_in) return;
    auto judged = judge_exactly(method_, axiom_, *exact_in);
    if (!judged || judged->judgement.outcome != Outcome::broken) return;  // only rounding
    const bool hangs = !judged->judgement.hung_on.empty();
    if (hangs && by_convention_) return;
    Shrunk shrunk = shrink(method_, axiom_, *exact_in, std::move(*judged), hangs);
    keep(std::move(shrunk.judged), {{},
                                    options_.seed,
                                    k,
                                    shrunk.steps,
                                    size_in_words(exact_in->network),
                                    size_in_words(shrunk.network)});
  }

  // Counts a judged case; false if it was none.
  bool count(Outcome outcome, const std::string& reason) {
    if (outcome == Outcome::not_applicable) {
      ++not_applicable_;
      if (refusal_.empty()) refusal_ = reason;
      return false;
    }
    if (outcome == Outcome::error) {
      ++errors_;
      if (fault_.empty()) fault_ = reason;
      return false;
    }
    ++cases_;
    return true;
  }

  void keep(ExactJudgement judged, Provenance provenance) {
    auto& slot = judged.judgement.hung_on.empty() ? convicted_ : by_convention_;
    slot = Counterexample{method_.name(),
                          axiom_.info.name,
                          std::move(judged.c),
                          std::move(judged.answers),
                          std::move(judged.judgement),
                          std::move(provenance)};
  }

  [[nodiscard]] Finding cell() const {
    Finding finding;
    finding.method = method_.name();
    finding.axiom = axiom_.info.name;
    finding.literature = literature_on(finding.method, finding.axiom);
    finding.cases = cases_;
    return finding;
  }

  [[nodiscard]] Finding outside() const {
    Finding finding = cell();
    finding.verdict = VerdictKind::outside;
    finding.reason = fmt::format("{} is not stated for methods of the kind \"{}\"",
                                 axiom_.info.name, name(method_.kind()));
    return finding;
  }

  Finding fold() {
    Finding finding = cell();
    const TheoremEntry* theorem = theorem_on(method_.name(), axiom_.info.name);
    if (convicted_ || by_convention_) {
      finding.verdict = VerdictKind::violated;
      finding.evidence = Evidence::exact;
      finding.counterexample = convicted_ ? std::move(convicted_) : std::move(by_convention_);
      finding.reason = finding.counterexample->judgement.reason;
      const HangSet hung = finding.counterexample->judgement.hung_on;
      if (!hung.empty()) {
        finding.convention = convention_names(hung);
        finding.scope = fmt::format("survived {} cases that do not hang on a convention", cases_);
      }
    } else if (errors_ > 0) {
      finding.verdict = VerdictKind::error;
      finding.reason = fault_;
    } else if (cases_ == 0) {
      finding.verdict = VerdictKind::not_applicable;
      finding.reason = refusal_.empty() ? "no case was judged" : refusal_;
    } else if (theorem != nullptr) {
      finding.verdict = VerdictKind::theorem;
      finding.reason = theorem->citation;
      finding.scope = theorem->premises;
    } else {
      finding.verdict = VerdictKind::survived;
      finding.violation_rate_upper = violation_rate_upper(cases_);
      finding.reason = fmt::format("random search found nothing in {} cases: no proof", cases_);
    }
    const bool broken = finding.verdict == VerdictKind::violated;
    finding.contradicts_literature =
        std::ranges::any_of(finding.literature, [&](const LiteratureEntry& entry) {
          return entry.claim == Claim::holds ? broken
                                             : finding.verdict == VerdictKind::theorem ||
                                                   finding.verdict == VerdictKind::holds_in_scope;
        });
    return finding;
  }

  const AnyMethod& method_;
  const Axiom& axiom_;
  const CampaignOptions& options_;
  std::uint64_t cases_ = 0;
  std::uint64_t not_applicable_ = 0;
  std::uint64_t errors_ = 0;
  std::string refusal_;
  std::string fault_;
  std::optional<Counterexample> convicted_;
  std::optional<Counterexample> by_convention_;
};

ExampleFinding answer_example(const Example& example, const std::vector<AnyMethod>& methods) {
  ExampleFinding finding{example.id,     example.title,  example.statement,
                         example.source, example.probes, {}};
  const ThreadPool alone;
  for (const AnyMethod& method : methods) {
    auto answers = ask(method, Case<Rational>{example.probes, {}, {}}, alone);
    if (answers) finding.rows.push_back({method.name(), std::move(*answers)});
  }
  return finding;
}

}  // namespace

double violation_rate_upper(std::uint64_t cases, std::uint64_t violations) {
  if (violations >= cases) return 1.0;
  // Quantile of the beta distribution (Clopper & Pearson 1934).
  return boost::math::ibeta_inv(static_cast<double>(violations) + 1.0,
                                static_cast<double>(cases - violations), 0.95);
}

Finding search_cell(const AnyMethod& method, const Axiom& axiom, const CampaignOptions& options) {
  return CellSearch(method, axiom, options).run();
}

Campaign run_campaign(const CampaignOptions& options, const ThreadPool& pool) {
  Campaign campaign;
  campaign.seed = options.seed;
  campaign.cases_per_cell = options.cases_per_cell;
  campaign.subject = "embedded networks";
  for (const AnyMethod& method : options.methods) campaign.methods.push_back(method.name());
  for (const Axiom& axiom : options.axioms) campaign.axioms.push_back(axiom.info.name);
  const std::size_t cells = campaign.methods.size() * campaign.axioms.size();
  campaign.findings.resize(cells);
  std::atomic<std::size_t> done = 0;
  pool.for_each(static_cast<Index>(cells), [&](Index cell) {
    const auto k = static_cast<std::size_t>(cell);
    campaign.findings[k] = search_cell(options.methods[k / campaign.axioms.size()],
                                       options.axioms[k % campaign.axioms.size()], options);
    if (options.progress) options.progress(++done, cells);
  });
  for (const Example& example : paper_examples()) {
    campaign.examples.push_back(answer_example(example, options.methods));
  }
  return campaign;
}

}  // namespace axiomark
