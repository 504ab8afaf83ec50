#pragma once

#include <vector>

#include "methods/quadrature.hpp"

namespace axiomark {

/// Numbers of steps from 1 to `most`, increasing: all up to 32, then an even one and its odd
/// neighbour (rules with a kink on a node depend on parity) every 15 per cent, and those that people
/// use: 50, 100, 200, 300, 500, 1000, 2000, 5000, 10000.
[[nodiscard]] std::vector<long> step_grid(long most);

/// Those of the grid that a rule is asked for: Simpson's rule the even ones; Gauss-Legendre above
/// 1000 every eighth and the last, since its nodes cost the square of their number.
[[nodiscard]] std::vector<long> steps_of(QuadratureRule rule, const std::vector<long>& grid);

}  // namespace axiomark
