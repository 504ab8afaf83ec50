#pragma once

#include <nlohmann/json_fwd.hpp>

#include "experiments/convergence/convergence_study.hpp"

namespace axiomark {

/// {"relative_l1", "maximum", "relative_residual", "residual", "rank_correlation", "wrong_signs"};
/// null where a measure is not defined.
[[nodiscard]] nlohmann::ordered_json errors_json(const AttributionErrors& errors);

/// {"truth": {...}, "rules": [{"rule", "order", "steps_for_good", "gradients_for_good", "residual_for_good", "stops",
/// "answers": [...]}], "methods": [{"name", "gradient_evaluations", "seconds", ...}], ...}
[[nodiscard]] nlohmann::ordered_json study_json(const ConvergenceStudy& study);

}  // namespace axiomark
