#pragma once

#include <vector>

#include "experiments/convergence/convergence_study.hpp"
#include "report/plot.hpp"

namespace axiomark {

/// Error against gradients and against seconds (the rules that choose their own nodes on the same axes),
/// residual, maximum and rank correlation against steps, and true error against residual.
[[nodiscard]] std::vector<Plot> convergence_plots(const ConvergenceStudy& study);

}  // namespace axiomark
