#pragma once

#include <string>

#include "report/drawing_shelf.hpp"
#include "search/verdict.hpp"

namespace axiomark {

/// The full card of a violated cell, which must have a counterexample.
[[nodiscard]] std::string counterexample_card(const Finding& finding, DrawingShelf& shelf);

}  // namespace axiomark
