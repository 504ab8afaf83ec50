#pragma once

#include <string>

#include "report/cell_links.hpp"

namespace axiomark {

/// The section "The literature, source by source": every claim about a cell of this matrix, with what
/// became of it. What a source does not speak of is not in its table.
[[nodiscard]] std::string literature_section(const Campaign& campaign, const CellLinks& links);

}  // namespace axiomark
