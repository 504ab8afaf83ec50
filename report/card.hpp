#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// The full card of a violated cell, which must have a counterexample.
[[nodiscard]] std::string counterexample_card(const Finding& finding);

}  // namespace axiomark
