#pragma once

#include <set>
#include <string>

#include "report/claim_link.hpp"
#include "search/verdict.hpp"

namespace axiomark {

/// Which cells have a full card on the page; the others link to what their verdict means, or to
/// their case file. The page has a size limit, the case files have none.
struct CellLinks {
  std::set<std::string> cards;  ///< cell ids
  ClaimLinks claims;            ///< published claims about cells, computed on a page of their own

  [[nodiscard]] bool has_card(const Finding& finding) const;
  [[nodiscard]] std::string href(const Finding& finding) const;
};

}  // namespace axiomark
