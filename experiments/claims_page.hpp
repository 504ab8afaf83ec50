#pragma once

#include <span>
#include <string>

#include "experiments/claim_run.hpp"
#include "experiments/report_link.hpp"

namespace axiomark {

/// The claims as one page in the style of the report: no outside resources, readable without its script.
/// `how` is what the outcomes were computed with: the networks are drawn and the computations written line
/// by line with the reader's settings.
/// Cost: asks every attribution that can be written line by line once more.
[[nodiscard]] std::string claims_page(std::span<const ClaimOutcome> outcomes,
                                      const std::string& version, const ReportLink& report,
                                      const ClaimRun& how = {});

}  // namespace axiomark
