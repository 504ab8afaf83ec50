#pragma once

#include <cstdint>
#include <optional>

#include "axioms/case.hpp"
#include "methods/quadrature.hpp"
#include "report/derived.hpp"

namespace axiomark {

/// What a method string of integrated gradients asks for.
struct PathOptions {
  Conventions<Rational> conventions;
  std::optional<QuadratureRule> rule;  ///< none: exact
  long steps = 50;
  std::uint64_t seed = 0;
};

/// Integrated gradients: a line per linear piece, per node, or per run of nodes with the same
/// gradient; then the weighted sum times the difference, feature by feature.
[[nodiscard]] Result<Derived> path_lines(const PathOptions& options, const Probe<Rational>& probe);

}  // namespace axiomark
