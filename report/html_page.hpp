#pragma once

#include <string>

#include "report/claim_link.hpp"
#include "search/verdict.hpp"

namespace axiomark {

/// Largest page we write. Cards beyond it are left out; their cells link to the case files.
inline constexpr std::size_t kMostPageBytes = 3'000'000;

/// The report as one page: no outside resources, readable without its script. Cells of which `claims` speak
/// link to them.
[[nodiscard]] std::string html_page(const Campaign& campaign, const std::string& version,
                                    const ClaimLinks& claims = {});

}  // namespace axiomark
