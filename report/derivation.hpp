#pragma once

#include <optional>
#include <span>
#include <string>

#include "axioms/case.hpp"
#include "report/derivation_table.hpp"

namespace axiomark {

/// How a method comes to its answers, line by line, in exact fractions, a column per probe. The
/// last lines are compared with the answers; a difference shows as a fault row. Nothing for methods
/// whose computation this page cannot write down. `with_totals` adds the sum of the attributions
/// and F(x) - F(x').
[[nodiscard]] std::optional<DerivationTable> derive(const std::string& method,
                                                    std::span<const Probe<Rational>> probes,
                                                    std::span<const Answer<Rational>> answers,
                                                    bool with_totals);

}  // namespace axiomark
