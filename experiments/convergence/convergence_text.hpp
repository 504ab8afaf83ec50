#pragma once

#include <string>

#include "experiments/convergence/convergence_study.hpp"

namespace axiomark {

/// A row per rule: observed order, steps to 5, 1 and 0.1 per cent for good, errors at 50 steps, and
/// what stopping at a residual of 5 per cent gives; then the rules that choose their own nodes.
[[nodiscard]] std::string study_text(const ConvergenceStudy& study);

/// "0.042%", "12%", "<0.001%"; "-" where there is none.
[[nodiscard]] std::string percent(const std::optional<double>& part);

}  // namespace axiomark
