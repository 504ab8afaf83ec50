#include "report/cell_links.hpp"

#include <fmt/format.h>

#include "report/report_json.hpp"
#include "report/verdict_words.hpp"
#include "search/case_file.hpp"

namespace axiomark {

bool CellLinks::has_card(const Finding& finding) const {
  return cards.contains(cell_id(finding.method, finding.axiom));
}

std::string CellLinks::href(const Finding& finding) const {
  if (has_card(finding)) return "#" + cell_id(finding.method, finding.axiom);
  if (finding.counterexample) return case_path(finding);
  return fmt::format("#v-{}", words(finding.verdict).code);
}

}  // namespace axiomark
