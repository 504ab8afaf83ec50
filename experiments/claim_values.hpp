#pragma once

#include <string>
#include <vector>

#include "experiments/claim_run.hpp"

namespace axiomark {

/// Numbers for the page, fractions stacked: "(3/2, −1/2)". Where an exact number is too long to read, its
/// decimals, with the fractions themselves to be unfolded.
[[nodiscard]] std::string values_html(const Values& values);
/// The same without the fractions that are too long, on one line.
[[nodiscard]] std::string short_values_html(const Values& values);
/// Numbers as they were written down.
[[nodiscard]] std::string numbers_html(const std::vector<std::string>& numbers);
/// What the source says of a fact: "(2, −1)", "not 0", "the same as LRP of g". Empty if nothing.
[[nodiscard]] std::string said_html(const Fact& fact);

/// What was found, in a line: first what decides the verdict.
[[nodiscard]] std::string found_html(const ClaimOutcome& outcome);

}  // namespace axiomark
