#include "report/literature_words.hpp"

#include <algorithm>

#include "report/verdict_words.hpp"

namespace axiomark {

Agreement agreement(const Finding& finding, const LiteratureEntry& entry) {
  if (!bears_on(finding, entry)) return Agreement::open;
  const bool violated = finding.verdict == VerdictKind::violated;
  const bool conventional = violated && !finding.convention.empty();
  // Finding nothing at random refutes nobody who says that a violation exists.
  const bool shown_to_hold =
      finding.verdict == VerdictKind::theorem || finding.verdict == VerdictKind::holds_in_scope;
  if (entry.claim == Stance::fails) {
    if (violated) return conventional ? Agreement::open : Agreement::agrees;
    return shown_to_hold ? Agreement::contradicts : Agreement::open;
  }
  if (conventional) return Agreement::by_convention;
  if (violated) return Agreement::contradicts;
  return keeps(finding.verdict) ? Agreement::agrees : Agreement::open;
}

namespace {

Standing standing_of(Agreement agreement) {
  switch (agreement) {
    case Agreement::agrees:
      return Standing::agrees;
    case Agreement::contradicts:
      return Standing::contradicts;
    case Agreement::by_convention:
      return Standing::by_convention;
    case Agreement::open:
      break;
  }
  return Standing::open;
}

}  // namespace

const LiteratureEntry* decisive_claim(const Finding& finding) {
  const auto first = std::ranges::min_element(
      finding.literature, {},
      [&](const LiteratureEntry& entry) { return standing_of(agreement(finding, entry)); });
  return first == finding.literature.end() ? nullptr : &*first;
}

Standing standing(const Finding& finding) {
  const LiteratureEntry* claim = decisive_claim(finding);
  return claim == nullptr ? Standing::unheard : standing_of(agreement(finding, *claim));
}

const std::vector<StandingWords>& standing_words() {
  static const std::vector<StandingWords> all = {
      {Standing::contradicts, 'K', "contradicts", "Contradicts", "Contradicts the literature",
       "lit-con"},
      {Standing::by_convention, 'B', "only-by-convention", "Contradicts only by convention",
       "Contradicts the literature only where a convention decides", "lit-ok"},
      {Standing::agrees, 'A', "agrees", "Agrees", "Agrees with the literature", "lit-ok"},
      {Standing::open, 'L', "open", "Left open", "The literature’s claim is left open", "lit-new"},
      {Standing::unheard, 'N', "new", "New", "New: none of our sources speaks of it", "lit-new"},
  };
  return all;
}

const StandingWords& words(Standing kind) {
  return *std::ranges::find(standing_words(), kind, &StandingWords::kind);
}

std::string_view outcome_for_claim(const Finding& finding, const LiteratureEntry& entry) {
  switch (agreement(finding, entry)) {
    case Agreement::agrees:
      return "Agrees.";
    case Agreement::contradicts:
      if (finding.verdict == VerdictKind::theorem) return "Contradicted, by a proof.";
      if (finding.verdict == VerdictKind::holds_in_scope) {
        return "Contradicted in the scope searched: it shows no violation.";
      }
      return "Contradicted, by the counterexample.";
    case Agreement::by_convention:
      return "Contradicted only where a convention decides, of which the source does not speak.";
    case Agreement::open:
      break;
  }
  return finding.convention.empty()
             ? "Left open."
             : "Left open: the case hangs on a convention of which the source does not speak.";
}

}  // namespace axiomark
