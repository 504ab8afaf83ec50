#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// matrix.md, for pages of a project: the matrix as a Markdown table with the marks of the terminal, a
/// legend, and a list of the cells that contradict the literature.
[[nodiscard]] std::string matrix_markdown(const Campaign& campaign);

}  // namespace axiomark
