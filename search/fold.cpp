#include "search/fold.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "axioms/theorems.hpp"
#include "search/violation_rate.hpp"

namespace axiomark {

bool CellFold::stated() const { return axiom_.info.is_stated_for(method_.kind()); }

Finding CellFold::cell() const {
  Finding finding;
  finding.method = method_.name();
  finding.axiom = axiom_.info.name;
  finding.literature = literature_on(finding.method, finding.axiom);
  finding.cases = cases_;
  finding.variants = variants_;
  finding.exhaustive = exhaustive_;
  if (smooth_.cases + smooth_.undecided > 0) finding.smooth = smooth_;
  return finding;
}

Finding CellFold::outside() const {
  Finding finding = cell();
  finding.verdict = VerdictKind::outside;
  finding.reason = fmt::format("{} is not stated for methods of the kind \"{}\"", axiom_.info.name,
                               name(method_.kind()));
  return finding;
}

bool CellFold::convicted(const std::string& variant) const {
  const auto found = std::ranges::find(variants_, variant, &VariantFinding::variant);
  return found != variants_.end() && found->violated && !found->by_convention;
}

void CellFold::count(Draw draw, Outcome outcome, const std::string& reason, HangSet hung_on,
                     const std::string& variant) {
  const bool judged = outcome == Outcome::kept || outcome == Outcome::broken;
  // Kinds of case are counted among the cases; what a smooth network breaks is broken all the same.
  const bool counted = draw != Draw::smooth || outcome == Outcome::broken;
  if (judged && counted && !variant.empty()) {
    auto found = std::ranges::find(variants_, variant, &VariantFinding::variant);
    if (found == variants_.end()) found = variants_.insert(found, VariantFinding{variant});
    ++found->cases;
    if (outcome == Outcome::broken) {
      found->by_convention = !hung_on.empty() && (!found->violated || found->by_convention);
      found->violated = true;
    }
  }
  // What comes after the conviction tells kinds of case apart and nothing else.
  if (convicted_) return;
  if (outcome == Outcome::not_applicable) {
    if (refusal_.empty()) refusal_ = reason;
  } else if (outcome == Outcome::error) {
    ++errors_;
    if (fault_.empty()) fault_ = reason;
  } else if (draw == Draw::smooth) {
    ++smooth_.cases;
  } else {
    ++cases_;
    if (!hung_on.empty()) return;
    ++unconventional_;
    if (draw == Draw::random) ++random_;
  }
}

void CellFold::keep(ExactJudgement judged, Provenance provenance,
                    std::optional<ModelReference> model,
                    std::optional<Ingredients<Rational>> ingredients) {
  auto& slot = judged.judgement.hung_on.empty() ? convicted_ : by_convention_;
  if (slot) return;
  slot = Counterexample{method_.name(),
                        axiom_.info.name,
                        std::move(judged.c),
                        std::move(judged.answers),
                        std::move(judged.judgement),
                        std::move(provenance),
                        std::move(model)};
  // Of these the axiom builds its case anew: it has no check of the premise, or none that bounds could decide.
  const bool smooth = slot->provenance.smooth;
  if (!is_registered(axiom_.info.name)) slot->own_axiom = std::make_shared<const Axiom>(axiom_);
  if (slot->own_axiom || smooth) slot->ingredients = std::move(ingredients);
}

Finding CellFold::finding() {
  Finding finding = cell();
  const TheoremEntry* theorem = theorem_on(method_.name(), axiom_.info.name);
  if (convicted_ || by_convention_) {
    finding.verdict = VerdictKind::violated;
    finding.counterexample = convicted_ ? std::move(convicted_) : std::move(by_convention_);
    finding.reason = finding.counterexample->judgement.reason;
    finding.evidence = finding.counterexample->judgement.evidence;
    const HangSet hung = finding.counterexample->judgement.hung_on;
    if (!hung.empty()) {
      finding.convention = fmt::format("{}", fmt::join(names(hung), ", "));
      finding.scope =
          fmt::format("no violation in {} cases that hang on no convention", unconventional_);
      if (errors_ > 0) finding.scope += fmt::format("; {} cases could not be judged", errors_);
      if (exhaustive_ && !exhaustive_->violated && exhaustive_->fault.empty()) {
        finding.scope += fmt::format("; none in all {} cases of {}", exhaustive_->cases,
                                     exhaustive_->description);
      }
    }
  } else if (errors_ > 0) {
    finding.verdict = VerdictKind::error;
    finding.reason = fault_;
  } else if (cases_ + smooth_.cases == 0 && !(exhaustive_ && exhaustive_->held())) {
    finding.verdict = VerdictKind::not_applicable;
    finding.reason = refusal_.empty() ? "not judged" : refusal_;
  } else if (theorem != nullptr) {
    finding.verdict = VerdictKind::theorem;
    finding.reason = theorem->citation;
    finding.scope = theorem->premises;
  } else if (largest_error_ > 0) {
    finding.verdict = VerdictKind::holds_within;
    finding.error_bound = largest_error_;
    finding.reason = fmt::format(
        "residuals stay within the error that the method states, in {} "
        "cases: no proof",
        cases_);
  } else if (exhaustive_ && exhaustive_->held() &&
             exhaustive_->networks == exhaustive_->all_networks) {
    finding.verdict = VerdictKind::holds_in_scope;
    if (random_ > 0) finding.violation_rate_upper = violation_rate_upper(random_);
    finding.scope = exhaustive_->description;
    finding.reason = fmt::format("holds in all {} cases of {}; nothing was found in {} others",
                                 exhaustive_->cases, exhaustive_->name, cases_);
  } else {
    finding.verdict = VerdictKind::survived;
    if (random_ > 0) finding.violation_rate_upper = violation_rate_upper(random_);
    finding.reason =
        smooth_.cases == 0
            ? fmt::format("nothing was found in {} cases: no proof", cases_)
            : fmt::format("nothing was found in {} cases and {} on smooth networks: no proof",
                          cases_, smooth_.cases);
  }
  // What only a convention breaks contradicts no source: none of them speaks of conventions.
  const bool broken = finding.verdict == VerdictKind::violated && finding.convention.empty();
  const bool proved =
      finding.verdict == VerdictKind::theorem || finding.verdict == VerdictKind::holds_in_scope;
  finding.contradicts_literature =
      std::ranges::any_of(finding.literature, [&](const LiteratureEntry& entry) {
        return bears_on(finding, entry) && (entry.claim == Stance::holds ? broken : proved);
      });
  return finding;
}

}  // namespace axiomark
