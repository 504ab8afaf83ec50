#pragma once

#include <map>
#include <string>
#include <vector>

namespace axiomark {

/// A published claim that speaks of a cell, computed on a page of its own.
struct ClaimLink {
  std::string id;     ///< "A05"
  std::string title;  ///< a few words
  std::string
      href;  ///< where its card is, as the report's page sees it; empty: there is no such page
};

/// By cell_id() of the cells.
using ClaimLinks = std::map<std::string, std::vector<ClaimLink>>;

/// "A05 title, ...", each id a link. Empty if there are none.
[[nodiscard]] std::string claim_links_html(const ClaimLinks& claims, const std::string& cell);

}  // namespace axiomark
