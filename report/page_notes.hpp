#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// "What the verdicts mean": an entry for every kind there is, present or not.
[[nodiscard]] std::string verdicts_section(const Campaign& campaign);
/// The glossary of the axioms on trial.
[[nodiscard]] std::string axioms_section(const Campaign& campaign);
/// Commands, versions, links.
[[nodiscard]] std::string page_foot(const Campaign& campaign, const std::string& version);

}  // namespace axiomark
