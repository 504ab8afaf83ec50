#pragma once

#include <span>
#include <string>

#include "experiments/claim_run.hpp"

namespace axiomark {

/// "Holds", "False", "Holds only if biases ignored".
[[nodiscard]] std::string verdict_in_words(const ClaimOutcome& outcome);

/// What was found, in a line: the facts of which the source says something, the first ones first.
[[nodiscard]] std::string found_in_words(const ClaimOutcome& outcome);

/// A table for the terminal, `width` columns wide: id and title, what the source says, what we find, verdict.
[[nodiscard]] std::string claims_table(std::span<const ClaimOutcome> outcomes, bool colour,
                                       int width);

/// One claim in full: the statement, the networks, every fact, the derivations line by line, why.
[[nodiscard]] std::string explain_claim(const ClaimOutcome& outcome, const ClaimRun& how);

}  // namespace axiomark
