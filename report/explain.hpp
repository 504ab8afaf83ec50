#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// A counterexample as plain text, for `axiomark replay FILE`: the axiom, the networks as formulas,
/// the computation line by line, both sides, the verdict.
[[nodiscard]] std::string explain(const Counterexample& counterexample);

}  // namespace axiomark
