#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// report.json, axiomark-report/1: the same bytes for the same campaign, whatever the machine, the
/// time or the number of threads.
[[nodiscard]] std::string report_json(const Campaign& campaign);

/// Where a cell's case file lies, relative to the page.
[[nodiscard]] std::string case_path(const Finding& finding);

}  // namespace axiomark
