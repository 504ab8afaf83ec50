#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/claim_run.hpp"
#include "report/derivation_table.hpp"

namespace axiomark {

/// How the attributions of a fact come about, line by line, in exact fractions. Nothing for facts
/// that are no attributions of an exact network, and for methods whose computation cannot be written
/// down.
[[nodiscard]] std::optional<DerivationTable> derive_fact(const Claim& claim, const Fact& fact,
                                                         const ClaimRun& how);

/// The derivation of facts that ask one method, side by side.
struct ClaimDerivation {
  std::string method;
  std::vector<std::string> facts;  ///< their names
  DerivationTable table;
};

/// The derivations of all facts that have one, in the order of the facts: up to three of the same method
/// share a table; what is asked twice is derived once.
[[nodiscard]] std::vector<ClaimDerivation> derivations(const Claim& claim, const ClaimRun& how);

}  // namespace axiomark
