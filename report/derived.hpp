#pragma once

#include "network/batch.hpp"
#include "report/derivation_table.hpp"

namespace axiomark {

/// A method's answer to one probe, derived.
struct Derived {
  DerivationColumn lines;
  Vector<Rational> result;  ///< what the lines come to
};

}  // namespace axiomark
