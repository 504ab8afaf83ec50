#pragma once

#include <span>
#include <string>

#include "experiments/claim_run.hpp"
#include "experiments/report_link.hpp"

namespace axiomark {

/// Title, counts by verdict, what was run, links to the sections.
[[nodiscard]] std::string claims_head(std::span<const ClaimOutcome> outcomes,
                                      const std::string& version, const ReportLink& report);

/// The filters and the table of all claims, each row leading to its card.
[[nodiscard]] std::string claims_list(std::span<const ClaimOutcome> outcomes);

}  // namespace axiomark
