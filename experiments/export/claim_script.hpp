#pragma once

#include <string>

#include "experiments/claim_run.hpp"

namespace axiomark {

/// A Python program, of PyTorch alone, that builds the claim's networks anew and computes its
/// attributions by code of its own, in double: one line per attribution with its numbers, and "ok"
/// or what was computed here. Attributions that a few lines cannot say are named in comments.
[[nodiscard]] std::string claim_script(const ClaimOutcome& outcome);

}  // namespace axiomark
