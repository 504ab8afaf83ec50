#pragma once

#include <string>

#include "experiments/claim_run.hpp"

namespace axiomark {

/// The facts of a claim as a table, those of one reading together: name, what it comes to, what the source
/// says and whether that is so. Below a value: what it is with other values of relu'(0), what double
/// differs by, and what is registered where it came to something else.
[[nodiscard]] std::string facts_table(const ClaimOutcome& outcome);

}  // namespace axiomark
