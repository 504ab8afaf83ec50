#include "report/verdict_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "methods/registry.hpp"
#include "report/case_words.hpp"
#include "report/number_text.hpp"

namespace axiomark {

const std::vector<VerdictWords>& verdict_words() {
  static const std::vector<VerdictWords> all = {
      {VerdictKind::violated, 'V', "✗", "31", "Violated", "violated",
       "convicted by a counterexample, exact or beyond a derived bound."},
      {VerdictKind::theorem, 'T', "■", "34", "Theorem", "follow from a theorem",
       "a proof covers every network that meets its premises."},
      {VerdictKind::holds_in_scope, 'H', "●", "34", "Holds in scope", "hold in a finite scope",
       "every case of a finite scope was checked exactly."},
      {VerdictKind::survived, 'S', "○", "36", "Survived", "survived random search",
       "random search found nothing. No proof."},
      {VerdictKind::holds_within, 'W', "◐", "32", "Holds within bound",
       "hold within a stated bound", "an approximation kept the error bound it states."},
      {VerdictKind::outside, 'O', "·", "2", "Outside", "outside the axiom's statement",
       "the axiom's source does not state it for this kind of method. Not counted."},
      {VerdictKind::not_applicable, 'N', "–", "2", "Not applicable", "not applicable",
       "the method has no answer here, and says why."},
      {VerdictKind::error, 'E', "!", "35", "Error", "errors",
       "crash, time-out or NaN; counts for neither side."},
  };
  return all;
}

const VerdictWords& words(VerdictKind kind) {
  return *std::ranges::find(verdict_words(), kind, &VerdictWords::kind);
}

bool keeps(VerdictKind kind) {
  return kind == VerdictKind::theorem || kind == VerdictKind::holds_in_scope ||
         kind == VerdictKind::survived || kind == VerdictKind::holds_within;
}

namespace {

std::string spaced(std::string text) {
  std::ranges::replace(text, '-', ' ');
  return text;
}

std::string plain_name(const std::string& name) {
  const RegistryEntry* entry = find_entry(name);
  return entry != nullptr && !entry->title.empty() ? entry->title : spaced(name);
}

// "gauss-legendre" is two people; other values are words.
std::string option_value(const std::string& value) {
  return value == "gauss-legendre" ? "Gauss–Legendre" : spaced(value);
}

std::string titled(const std::string& method, bool brief) {
  const auto parsed = parse_method_string(method);
  if (!parsed) return method;
  std::string text = plain_name(parsed->name);
  bool exact = false;
  for (const auto& [key, value] : parsed->options) exact |= key == "rule" && value == "exact";
  if (brief && parsed->name == "integrated-gradients" && !exact) text = "IG";
  for (const auto& [key, value] : parsed->options) {
    if (key == "rule" && value == "exact") {
      text += ", exact";
    } else if (key == "rule") {
      text += ", " + option_value(value) + (brief ? "" : " rule");
    } else if (key == "steps") {
      text += ", " + value + " steps";
    } else if (key == "kink") {
      text += ", relu′(0) = " + value;
    } else {
      text += fmt::format(", {} = {}", key, value);
    }
  }
  return text;
}

}  // namespace

std::string method_title(const std::string& method) { return titled(method, false); }
std::string method_label(const std::string& method) { return titled(method, true); }

std::string method_family(const std::string& method) {
  const std::string name = method.substr(0, method.find(':'));
  const RegistryEntry* entry = find_entry(name);
  return entry == nullptr ? "Others" : entry->family;
}

std::string variants_sentence(const Finding& finding) {
  const std::string text = variants_in_words(finding.variants);
  return text.empty() ? "" : fmt::format(" By kind of case, {}.", typeset(text));
}

namespace {

std::string smooth_beside(const Finding& finding) {
  if (!finding.smooth || finding.counterexample) return {};
  std::string text = fmt::format(" Nothing was found in {} cases on smooth networks either",
                                 grouped(finding.smooth->cases));
  if (finding.smooth->undecided > 0) {
    text += fmt::format("; derived bounds left {} more open", grouped(finding.smooth->undecided));
  }
  return text + ".";
}

std::string random_search_beside(const Finding& finding) {
  if (!finding.violation_rate_upper) return {};
  return fmt::format(" Beyond it survived {} cases: violation rate below {} (95 %).",
                     grouped(finding.cases), pretty_rate(*finding.violation_rate_upper));
}

// What the scope says where it is not the verdict.
std::string scope_beside(const Finding& finding) {
  const ScopeFinding& scope = *finding.exhaustive;
  std::string text;
  if (scope.networks < scope.all_networks && scope.held()) {
    text += fmt::format(
        " The {} smallest of {} networks of {} were asked about: no violation in {} "
        "cases.",
        grouped(scope.networks), grouped(scope.all_networks), scope.name, grouped(scope.cases));
  } else if (finding.verdict != VerdictKind::holds_in_scope && scope.held()) {
    text +=
        finding.verdict == VerdictKind::violated
            ? fmt::format(" No case of {} breaks it: {} cases.", scope.name, grouped(scope.cases))
            : fmt::format(" Holds in all {} cases of {}.", grouped(scope.cases), scope.name);
  }
  if (!scope.fault.empty() && !scope.violated) {
    text += fmt::format(" {} proves nothing: {}.", scope.name, typeset(scope.fault));
  }
  return text;
}

}  // namespace

std::string cell_reason(const Finding& finding) {
  std::string text = finding.counterexample ? case_text(*finding.counterexample, finding.reason)
                                            : typeset(finding.reason);
  if (finding.verdict == VerdictKind::survived) {
    const std::string survived =
        finding.violation_rate_upper
            ? fmt::format("Survived {} cases: violation rate below {} (95 %).",
                          grouped(finding.cases), pretty_rate(*finding.violation_rate_upper))
            : fmt::format("Survived {} cases.", grouped(finding.cases));
    // The search writes a reason of its own; the rate is what the page must not leave out.
    text = survived;
  } else if (finding.verdict == VerdictKind::holds_in_scope) {
    text = fmt::format("Holds for all {} cases of {}.",
                       grouped(finding.exhaustive ? finding.exhaustive->cases : finding.cases),
                       finding.scope);
    if (finding.exhaustive) text += random_search_beside(finding);
  }
  if (!text.empty() && text.back() != '.') text += '.';
  if (finding.exhaustive) text += scope_beside(finding);
  if (keeps(finding.verdict)) text += smooth_beside(finding);
  if (!finding.convention.empty()) {
    text += fmt::format(" Only by convention: {}.", finding.convention);
  }
  text += variants_sentence(finding);
  if (text.empty()) text = std::string(words(finding.verdict).legend);
  return text;
}

}  // namespace axiomark
