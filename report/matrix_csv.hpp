#pragma once

#include <string>

#include "search/verdict.hpp"

namespace axiomark {

/// matrix.csv, for spreadsheets and data frames: a header and a line per cell (RFC 4180, but lines end
/// in a line feed): method, family, axiom, verdict, convention, evidence, cases, violation_rate_upper,
/// error_bound, literature, counterexample, reason. What a cell has not is empty.
[[nodiscard]] std::string matrix_csv(const Campaign& campaign);

}  // namespace axiomark
