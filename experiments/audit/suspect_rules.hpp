#pragma once

#include <string>
#include <vector>

#include "methods/quadrature.hpp"

namespace axiomark {

/// A sum that some tool may have taken for the integral.
struct SuspectRule {
  std::string words;  ///< "right rule, 20 steps"
  Quadrature<double> quadrature;
};

/// Every deterministic rule up to 1000 steps, and two that libraries have: a trapezoid of n points that
/// divides by n (Captum's riemann_trapezoid, claim H04), and n points from 0 to 1, both ends in full,
/// over n (claim H05).
[[nodiscard]] std::vector<SuspectRule> suspect_rules();

}  // namespace axiomark
