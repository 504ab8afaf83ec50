#pragma once

#include <span>
#include <string>

#include "experiments/claim.hpp"
#include "report/claim_link.hpp"

namespace axiomark {

/// Where the axiom report is, as the page of claims sees it.
struct ReportLink {
  std::string
      page;  ///< "report/index.html"; empty: there is none, and cells are named without a link
};

/// The place of a cell in the report; empty if there is no report.
[[nodiscard]] std::string cell_href(const ReportLink& report, const SupportedCell& cell);

/// The other way round: the claims that speak of each cell, for the report's page. `page` is where the page
/// of claims is, as the report sees it: "../reproduce/index.html"; empty: there is none, and claims
/// are named without a link.
[[nodiscard]] ClaimLinks claim_links(std::span<const Claim> claims, const std::string& page);

}  // namespace axiomark
