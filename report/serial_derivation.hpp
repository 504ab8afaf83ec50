#pragma once

#include "report/path_derivation.hpp"

namespace axiomark {

/// The serial-cost path by linear pieces: the pieces of every leg, then the sum over the legs.
[[nodiscard]] Result<Derived> serial_lines(const Conventions<Rational>& conventions,
                                           const Probe<Rational>& probe);

}  // namespace axiomark
