#pragma once

#include <string>

#include "report/claim_link.hpp"
#include "report/drawing_shelf.hpp"
#include "search/verdict.hpp"

namespace axiomark {

/// The full card of a violated cell, which must have a counterexample. `claims`: those of all cells.
[[nodiscard]] std::string counterexample_card(const Finding& finding, const ClaimLinks& claims,
                                              DrawingShelf& shelf);

}  // namespace axiomark
