#pragma once

#include <string>

#include "experiments/claim_run.hpp"

namespace axiomark {

/// A claim as a PyTorch script of some fifteen lines, of at most kLongestScript: its networks as functions, the
/// methods in a line or two, and per fact its name, what PyTorch computes and what axiomark does, in
/// fractions. What the source speaks of goes first where the lines do not suffice for all; what is left out is
/// named at the end.
[[nodiscard]] std::string claim_script(const ClaimOutcome& outcome);

inline constexpr std::size_t kLongestScript = 25;

}  // namespace axiomark
