#pragma once

#include <string>

#include "experiments/claim_run.hpp"
#include "experiments/report_link.hpp"
#include "report/drawing_shelf.hpp"

namespace axiomark {

/// The card of a claim: verdict, statement, source, networks, facts, plots, why, what a careful author would
/// have written, the cells of the report that it supports, the computation line by line, how to run it.
[[nodiscard]] std::string claim_card(const ClaimOutcome& outcome, const ReportLink& report,
                                     const ClaimRun& how, DrawingShelf& shelf);

}  // namespace axiomark
