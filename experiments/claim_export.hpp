#pragma once

#include <filesystem>

#include "experiments/claim_run.hpp"

namespace axiomark {

/// Writes a claim for other programs, into a folder that is made if it is not there:
///   NAME.onnx       each network, in float64; letters, digits and underscores of its name
///   derivation.tex  the claim and its computations as a LaTeX document (export/claim_tex.hpp)
///   check.py        the same numbers from PyTorch alone (export/claim_script.hpp)
/// The networks and points are those of `outcome.claim`; where a reader changed some, it must hold
/// the changed ones. Errors: a folder or file that cannot be written. Cost: small beside run_claim.
[[nodiscard]] Result<void> export_claim(const ClaimOutcome& outcome,
                                        const std::filesystem::path& directory);

}  // namespace axiomark
