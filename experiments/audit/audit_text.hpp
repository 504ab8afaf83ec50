#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "experiments/audit/audit.hpp"

namespace axiomark {

/// The errors in a few lines, which largest features are right, and the mistake that explains them.
[[nodiscard]] std::string audit_text(const Audit& audit, double tolerance);

/// {"method", "truth", "errors", "top", "verdict", "explanation", "suspects",
/// "most_steps_with_this_error", "within_tolerance", ...}
[[nodiscard]] nlohmann::ordered_json audit_json(const Audit& audit, double tolerance);

/// Whether the relative L1 error is within the tolerance; where all true attributions are zero,
/// whether all given ones are.
[[nodiscard]] bool within(const Audit& audit, double tolerance);

}  // namespace axiomark
