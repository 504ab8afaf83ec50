#pragma once

#include "search/verdict.hpp"

namespace axiomark {

/// A case with numbers that can be printed and added up: those known to within a bound (on smooth networks) become
/// the fractions in the middle of their bounds. For pages and terminals only; the bound is in the reason.
[[nodiscard]] Counterexample shown_case(Counterexample c);

}  // namespace axiomark
