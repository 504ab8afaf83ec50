#pragma once

#include "axioms/case.hpp"
#include "methods/lrp.hpp"
#include "report/derived.hpp"

namespace axiomark {

/// Layer-wise relevance propagation unit by unit: the forward values; then from the output back
/// what relevance each unit has, its denominator, and the fraction that each operand gets of it;
/// what was kept on the way. Contributions and denominators are those of the method's own rules.
[[nodiscard]] Result<Derived> lrp_lines(const Lrp& method, const Probe<Rational>& probe);

}  // namespace axiomark
