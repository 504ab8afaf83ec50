#pragma once

#include <string>

#include "experiments/claim_run.hpp"
#include "report/drawing_shelf.hpp"

namespace axiomark {

/// The networks of a claim with their formulas as the source writes them: drawn at the claim's first point
/// where they are exact and small enough, else in words, with their value there. Empty if it has none.
[[nodiscard]] std::string claim_figures(const Claim& claim, const ClaimRun& how,
                                        DrawingShelf& shelf);

}  // namespace axiomark
