#pragma once

#include "axioms/case.hpp"
#include "report/derived.hpp"
#include "report/unit_diagram.hpp"

namespace axiomark {

/// The values of all units, in order: "h₁ = relu(3 − 1) = relu(2) = 2".
[[nodiscard]] DerivationColumn forward_lines(const UnitDiagram& diagram);

enum class BackwardMethod {
  gradient,
  gradient_x_input,
  gradient_x_difference,
  guided_backprop,
  deconvnet,
};

/// The lines of one forward and one backward pass: values unit by unit, then signals, then
/// attributions. Signals and what each unit passes are those of the method's own rule.
[[nodiscard]] Derived backward_lines(BackwardMethod method,
                                     const Conventions<Rational>& conventions,
                                     const Probe<Rational>& probe, const UnitDiagram& diagram);

}  // namespace axiomark
