#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// junit.xml, for continuous integration: a suite per method, a test case per axiom. A violation is a
/// failure (type "violated", or "violated-by-convention"), a defect an error; what is outside the
/// axiom's statement or not applicable is skipped. No times: the same bytes for the same campaign.
[[nodiscard]] std::string junit_xml(const Campaign& campaign);

}  // namespace axiomark
