#pragma once

#include <string>

#include "report/cell_links.hpp"
#include "search/verdict.hpp"

namespace axiomark {

/// Title, counts by verdict, campaign facts, findings in words, links to the sections.
[[nodiscard]] std::string page_head(const Campaign& campaign, const CellLinks& links,
                                    const std::string& version);

}  // namespace axiomark
