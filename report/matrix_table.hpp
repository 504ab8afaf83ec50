#pragma once

#include <string>

#include "report/cell_links.hpp"
#include "search/verdict.hpp"

namespace axiomark {

/// The section with the matrix: filters (for the script), the table, the legend, the cell detail.
[[nodiscard]] std::string matrix_section(const Campaign& campaign, const CellLinks& links);

}  // namespace axiomark
