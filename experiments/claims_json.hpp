#pragma once

#include <span>
#include <string>

#include "experiments/claim_run.hpp"

namespace axiomark {

/// {"claims": [{"id", "title", "source", "claimed", "computed": {name: [exact strings]}, "verdict", ...}]}.
/// Numbers are fractions or, of smooth networks and statistics, decimals. Nothing in it depends on time,
/// host or threads.
enum class JsonLayout { one_line, indented };
[[nodiscard]] std::string claims_json(std::span<const ClaimOutcome> outcomes, JsonLayout layout);

/// What is claimed by whom, and what is registered to become of it; nothing is computed.
[[nodiscard]] std::string claim_list_json(std::span<const Claim> claims);
[[nodiscard]] std::string claim_list_text(std::span<const Claim> claims);

}  // namespace axiomark
