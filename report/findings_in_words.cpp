#include "report/findings_in_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "report/case_words.hpp"
#include "report/literature_words.hpp"
#include "report/number_text.hpp"
#include "report/verdict_words.hpp"

namespace axiomark {
namespace {

constexpr std::size_t kMostFindings = 3;

std::string base_name(const std::string& method) { return method.substr(0, method.find(':')); }

// What weighs more comes first: papers before notes about them, cells with a case to look at.
bool from_notes(const Finding& finding) {
  return decisive_claim(finding)->work.starts_with("reading notes");
}

std::string subject(const Finding& finding) {
  std::string title = method_title(finding.method);
  if (title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

std::string violates(const Finding& finding) {
  return fmt::format("{} violates {}{}", subject(finding), finding.axiom,
                     finding.convention.empty() ? "" : ", by convention only");
}

std::string others(std::size_t count) {
  if (count == 0) return {};
  return fmt::format(" {} other variant{} of the method {} the axiom, too.", count,
                     count == 1 ? "" : "s", count == 1 ? "violates" : "violate");
}

void add_contradictions(const Campaign& campaign, std::vector<FindingInWords>& out) {
  // One finding for all variants of a method.
  std::set<std::string> told;
  std::vector<const Finding*> cells;
  for (const Finding& finding : campaign.findings) {
    const bool shown = finding.counterexample || finding.verdict == VerdictKind::theorem;
    if (standing(finding) == Standing::contradicts && shown) cells.push_back(&finding);
  }
  std::ranges::stable_sort(cells, {}, [](const Finding* f) { return from_notes(*f); });
  for (const Finding* cell : cells) {
    if (out.size() == kMostFindings) return;
    const LiteratureEntry* entry = decisive_claim(*cell);
    if (!told.insert(base_name(cell->method) + " " + cell->axiom).second) continue;
    const auto variants =
        static_cast<std::size_t>(std::ranges::count_if(cells, [&](const Finding* f) {
          return f->counterexample && f->axiom == cell->axiom &&
                 base_name(f->method) == base_name(cell->method);
        }));
    if (!cell->counterexample) {
      out.push_back({fmt::format("{} keeps {}", subject(*cell), cell->axiom),
                     fmt::format("A proof covers every network: {}. {} says: {}.",
                                 typeset(cell->reason), entry->source, typeset(entry->text)),
                     nullptr});
      continue;
    }
    out.push_back({violates(*cell),
                   fmt::format("{}{} {} says: {}.", case_title(*cell->counterexample),
                               others(variants - 1), entry->source, typeset(entry->text)),
                   cell});
  }
}

void add_smallest(const Campaign& campaign, std::size_t most, std::vector<FindingInWords>& out) {
  std::vector<const Finding*> cells;
  for (const Finding& finding : campaign.findings) {
    if (finding.counterexample && finding.convention.empty()) cells.push_back(&finding);
  }
  std::ranges::stable_sort(cells, {},
                           [](const Finding* f) { return size_to_a_reader(*f->counterexample); });
  for (const Finding* cell : cells) {
    if (out.size() >= most) return;
    const bool told = std::ranges::any_of(out, [&](const FindingInWords& f) {
      return f.finding != nullptr && (f.finding->axiom == cell->axiom ||
                                      base_name(f.finding->method) == base_name(cell->method));
    });
    if (told) continue;
    out.push_back({violates(*cell), case_title(*cell->counterexample), cell});
  }
}

void add_without_violation(const Campaign& campaign, std::vector<FindingInWords>& out) {
  for (std::size_t m = 0; m < campaign.methods.size() && out.size() < kMostFindings; ++m) {
    std::size_t theorems = 0;
    std::size_t survived = 0;
    bool other = false;
    for (std::size_t a = 0; a < campaign.axioms.size(); ++a) {
      const Finding& finding = campaign.at(m, a);
      if (finding.verdict == VerdictKind::theorem) {
        ++theorems;
      } else if (keeps(finding.verdict)) {
        ++survived;
      } else if (finding.verdict != VerdictKind::outside) {
        other = true;
      }
    }
    if (other || theorems + survived == 0) continue;
    std::string title = method_title(campaign.methods[m]);
    if (title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 'a' + 'A');
    std::string text;
    if (theorems > 0) {
      text = fmt::format("{} of {} axioms follow from a theorem whose premises are checked.",
                         theorems, theorems + survived);
    }
    if (survived > 0) {
      text += fmt::format("{}{} survived the search, which is no proof.", text.empty() ? "" : " ",
                          survived);
    }
    out.push_back({title + ": no violation known", text, nullptr});
    return;
  }
}

}  // namespace

std::size_t size_to_a_reader(const Counterexample& counterexample) {
  std::size_t size = 0;
  for (const auto& probe : counterexample.convicting.probes) {
    size += static_cast<std::size_t>(probe.network.parameter_count());
    for (const Rational& value : probe.input) size += bit_length(value);
  }
  return size;
}

std::vector<FindingInWords> findings_in_words(const Campaign& campaign) {
  std::vector<FindingInWords> out;
  add_contradictions(campaign, out);
  add_smallest(campaign, kMostFindings - 1, out);
  add_without_violation(campaign, out);
  add_smallest(campaign, kMostFindings, out);
  return out;
}

}  // namespace axiomark
