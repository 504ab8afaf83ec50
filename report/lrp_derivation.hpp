#pragma once

#include "axioms/case.hpp"
#include "methods/lrp.hpp"
#include "report/derivation_table.hpp"

namespace axiomark {

/// Layer-wise relevance propagation unit by unit: the forward values; then from the output back
/// what relevance each unit has, its denominator, and the fraction that each operand gets of it;
/// what was kept on the way. Contributions and denominators are those of the method's own rules.
struct LrpLines {
  DerivationColumn lines;
  Vector<Rational> result;
};
[[nodiscard]] Result<LrpLines> lrp_lines(const Lrp& method, const Probe<Rational>& probe);

}  // namespace axiomark
