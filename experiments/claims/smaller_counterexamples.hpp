#pragma once

#include <vector>

#include "experiments/claim.hpp"

namespace axiomark::claims {

/// Findings: networks smaller than the published ones that show the same.
[[nodiscard]] std::vector<Claim> smaller_counterexamples();

}  // namespace axiomark::claims
