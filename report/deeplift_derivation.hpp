#pragma once

#include <optional>

#include "axioms/case.hpp"
#include "methods/deeplift/pass.hpp"
#include "report/derived.hpp"
#include "report/unit_diagram.hpp"

namespace axiomark {

/// The lines of DeepLIFT: values at x and x' unit by unit with their differences (and the parts of
/// these, where the rule has them), multipliers from the output back with their quotients, products
/// with the differences of the inputs. A unit is an input, a sum or a nonlinearity that F reads;
/// rearrangements are read through. What a unit passes on is the method's own rule. Nothing
/// where the method does not apply.
[[nodiscard]] std::optional<Derived> deeplift_lines(const DeepLiftOptions<Rational>& options,
                                                    const Probe<Rational>& probe,
                                                    const UnitDiagram& diagram);

}  // namespace axiomark
