#pragma once

#include <string>

#include "experiments/claim_run.hpp"

namespace axiomark {

/// A claim as a LaTeX document of its own (amsmath, longtable, geometry): the statement and its
/// verdict, the networks as formulas, every attribution line by line with the sums that it is
/// made of, and all facts with what the source says beside what was computed. Derivations are
/// written for exact networks small enough to be drawn, of methods that one can follow by hand.
[[nodiscard]] std::string claim_tex(const ClaimOutcome& outcome);

}  // namespace axiomark
