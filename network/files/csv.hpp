#pragma once

#include <string>
#include <string_view>

#include "network/batch.hpp"

namespace axiomark {

/// One sample per line, `features` numbers or fractions between commas; empty lines are skipped.
/// Errors name the line and the column.
template <Scalar S>
[[nodiscard]] Result<Batch<S>> parse_csv(std::string_view text, const std::string& file,
                                         Index features);

/// The same form, one line per column of the batch, exact.
template <Scalar S>
[[nodiscard]] std::string csv_text(const Batch<S>& values);

}  // namespace axiomark
