#pragma once

#include <string>

#include "report/drawing_shelf.hpp"
#include "search/verdict.hpp"

namespace axiomark {

/// The section "The papers' own networks": a card per example with every method's exact answer.
/// Empty if the campaign has no examples.
[[nodiscard]] std::string examples_section(const Campaign& campaign, DrawingShelf& shelf);

}  // namespace axiomark
